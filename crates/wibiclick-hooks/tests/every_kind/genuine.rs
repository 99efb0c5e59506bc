//! Genuine requests of every kind, in each of the ways in which it may sign.

use base64ct::{Base64, Encoding as _};
use ed25519_dalek::SigningKey;
use std::time::Duration;
use wibiclick_hooks::{
    Algorithm, Code, Headers, Kind, Part, Proof, Request, Scheme, SecretForm, Secrets, SignError,
    Timestamp, ToSign, Unit, Way, WebhookErrorKind, kinds,
};

pub(crate) const URL: &str = "https://hooks.example/hooks/source?b=2&a=%2F1";
pub(crate) const NOW: i64 = 1_700_000_000_000;

pub(crate) type Pairs = Vec<(String, String)>;

/// One way in which a kind signs.
pub(crate) struct Case {
    pub(crate) kind: Kind,
    pub(crate) scheme: Scheme,
    /// `None` for a token.
    pub(crate) way: Option<Way>,
}

/// All of them, but tokens in bodies, of which there is no code and no header.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for kind in kinds() {
        for scheme in kind.schemes() {
            let ways: Vec<Option<Way>> = match &scheme.proof {
                _ if scheme.header().is_none() => Vec::new(),
                Proof::Code(code) => code.ways.iter().cloned().map(Some).collect(),
                _ => vec![None],
            };
            cases.extend(ways.into_iter().map(|way| Case {
                kind: kind.clone(),
                scheme: scheme.clone(),
                way,
            }));
        }
    }
    cases
}

/// A secret, as whoever signs has it and as whoever verifies does.
pub(crate) struct Secret {
    pub(crate) signs: String,
    pub(crate) verifies: String,
}

impl Secret {
    /// One of that form, whose key is these bytes where it can be.
    pub(crate) fn new(form: SecretForm, key: [u8; 32]) -> Self {
        let hex = key.map(|byte| format!("{byte:02x}")).concat();
        let base64 = Base64::encode_string(&key);
        let both = match form {
            SecretForm::Base64 => base64,
            SecretForm::Whsec => format!("whsec_{base64}"),
            SecretForm::Whpk => {
                let public = SigningKey::from_bytes(&key).verifying_key();
                return Self {
                    signs: format!("whsk_{base64}"),
                    verifies: format!("whpk_{}", Base64::encode_string(public.as_bytes())),
                };
            }
            _ => hex,
        };
        Self {
            signs: both.clone(),
            verifies: both,
        }
    }
}

impl Case {
    /// For the message of a test that fails.
    pub(crate) fn name(&self) -> String {
        let algorithm = self.way.as_ref().map(|way| way.algorithm);
        format!(
            "{} in {:?} ({algorithm:?})",
            self.kind.name(),
            self.scheme.header()
        )
    }

    pub(crate) fn secret(&self, number: u8) -> Secret {
        let form = self.way.as_ref().map_or(SecretForm::Text, |way| way.secret);
        // Above 9, so that its digits have letters among them.
        Secret::new(form, [0xa0 + number; 32])
    }

    pub(crate) fn code(&self) -> Option<&Code> {
        match &self.scheme.proof {
            Proof::Code(code) => Some(code),
            _ => None,
        }
    }

    pub(crate) fn is_ed25519(&self) -> bool {
        self.way
            .as_ref()
            .is_some_and(|way| way.algorithm == Algorithm::Ed25519)
    }

    pub(crate) fn signs_form(&self) -> bool {
        self.code()
            .is_some_and(|code| code.signed.parts().contains(&Part::UrlAndForm))
    }

    pub(crate) fn content_type(&self) -> &'static str {
        if self.signs_form() {
            "application/x-www-form-urlencoded"
        } else if self.kind.accepts_content_type("application/json") {
            "application/json"
        } else {
            self.kind.content_types()[0]
        }
    }

    pub(crate) fn body(&self) -> &'static [u8] {
        if self.signs_form() {
            b"b=2&a=1"
        } else {
            br#"{"a":1}"#
        }
    }

    /// The time of signing, as it is written.
    pub(crate) fn stamp(&self) -> Option<String> {
        self.scheme.timestamp.as_ref().map(|at| match at.unit {
            Unit::Milliseconds => NOW.to_string(),
            _ => (NOW / 1_000).to_string(),
        })
    }

    pub(crate) fn try_sign(&self, secret: &str, id: &str, body: &[u8]) -> Result<Pairs, SignError> {
        let to_sign = ToSign {
            method: "POST",
            url: URL,
            body,
            id: Some(id),
            timestamp: Timestamp::from_unix_millis(NOW).unwrap(),
        };
        let mut headers = self.scheme.sign(&to_sign, secret)?;
        headers.push(("content-type".to_owned(), self.content_type().to_owned()));
        Ok(headers)
    }

    /// The headers of a genuine request under the secret of that number.
    pub(crate) fn signed(&self, number: u8, body: &[u8]) -> Pairs {
        let secret = self.secret(number).signs;
        self.try_sign(&secret, "delivery-1", body).unwrap()
    }

    pub(crate) fn received(
        &self,
        headers: &Pairs,
        body: &[u8],
        secrets: &[u8],
        now: i64,
        tolerance: Option<Duration>,
    ) -> Result<(), WebhookErrorKind> {
        let request = Request {
            method: "POST",
            url: URL,
            headers: &Headers::new(headers.clone()),
            body,
        };
        let secrets = secrets.iter().map(|number| self.secret(*number).verifies);
        let secrets = Secrets::new(secrets).unwrap();
        let now = Timestamp::from_unix_millis(now).unwrap();
        match self.kind.receive(&request, &secrets, now, tolerance) {
            Ok(_) => Ok(()),
            // Genuine, and no event of that kind.
            Err(error) if error.kind() == WebhookErrorKind::Malformed => Ok(()),
            Err(error) => Err(error.kind()),
        }
    }

    /// Whether it is genuine under the first secret.
    pub(crate) fn is_genuine(&self, headers: &Pairs, body: &[u8]) -> Result<(), WebhookErrorKind> {
        self.received(headers, body, &[1], NOW, None)
    }

    /// The same headers, in which the value of one is another.
    pub(crate) fn with(headers: &Pairs, name: &str, value: &str) -> Pairs {
        let mut headers = headers.clone();
        let header = headers.iter_mut().find(|(other, _)| other == name);
        value.clone_into(&mut header.unwrap().1);
        headers
    }

    /// The same headers with another text as the time of signing.
    pub(crate) fn stamped(&self, headers: &Pairs, text: &str) -> Pairs {
        let at = self.scheme.timestamp.as_ref().unwrap();
        let name = at.header.usual();
        let genuine = format!("{}{}", at.prefix, self.stamp().unwrap());
        let value = value(headers, name);
        assert!(value.starts_with(&genuine), "{}: {value}", self.name());
        let value = value.replacen(&genuine, &format!("{}{text}", at.prefix), 1);
        Self::with(headers, name, &value)
    }

    /// What stands before the code's own item, the item's prefix, and the code.
    pub(crate) fn split<'h>(&self, headers: &'h Pairs) -> (&'h str, String, &'h str) {
        let prefix = self.way.as_ref().unwrap().prefix.as_ref();
        let value = value(headers, self.scheme.header().unwrap());
        let at = if prefix.is_empty() {
            0
        } else {
            value.rfind(prefix).unwrap()
        };
        let (before, item) = value.split_at(at);
        (before, prefix.to_owned(), &item[prefix.len()..])
    }

    /// The same headers with this in the place of the code's item.
    pub(crate) fn recoded(&self, headers: &Pairs, item: &str) -> Pairs {
        let (before, ..) = self.split(headers);
        let value = format!("{before}{item}");
        Self::with(headers, self.scheme.header().unwrap(), &value)
    }
}

pub(crate) fn value<'h>(headers: &'h Pairs, name: &str) -> &'h str {
    let found = headers.iter().find(|(other, _)| other == name);
    &found.unwrap_or_else(|| panic!("no {name}")).1
}
