//! Signing as a sender does, for tests and demonstrations.

use super::{
    Algorithm, Part, Proof, Scheme, TokenAt, Unit,
    content::{BODY_HASH, Content},
};
use crate::{base64, mac, timestamp::Timestamp};

/// A request that is to be signed.
#[derive(Debug, Clone, Copy)]
pub struct ToSign<'a> {
    /// The method, in upper case.
    pub method: &'a str,
    /// The whole URL.
    pub url: &'a str,
    /// The body's bytes.
    pub body: &'a [u8],
    /// The request's id, for schemes that have one. Without it, one is made of
    /// the time and the body, so that signing depends on nothing else.
    pub id: Option<&'a str>,
    /// The time of signing, for schemes that have one.
    pub timestamp: Timestamp,
}

/// Why a request cannot be signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The secret is not of the form that the scheme needs.
    #[error("the secret is not usable: expected {expected}")]
    BadSecret {
        /// What would have been right.
        expected: &'static str,
    },
    /// The id is empty, or contains the text that separates it from what
    /// follows.
    #[error(
        "the id `{id}` is not usable: expected one that is not empty and without the scheme's separator"
    )]
    BadId {
        /// The id.
        id: String,
    },
    /// The URL's query has the hash of another body.
    #[error(
        "expected the body's SHA-256 in lower-case hex as `{BODY_HASH}` of the URL's query, got \
         another one"
    )]
    OtherBodyHash,
    /// The scheme counts from 1970.
    #[error("expected a time of signing from 1970 on, got {timestamp}")]
    BeforeEpoch {
        /// The time.
        timestamp: Timestamp,
    },
}

/// The header of a message that we send ourselves as Standard Webhooks says, with an
/// HMAC. Apart from [`Scheme::sign`], which knows every scheme, so that it is all that
/// is linked. The header is `webhook-signature`; the time goes in seconds into
/// `webhook-timestamp`, the id into `webhook-id`. `None` where the secret is not
/// `whsec_` and base64.
pub fn standard_signature(secret: &str, id: &str, seconds: i64, body: &str) -> Option<String> {
    let key = base64::decode_pasted(secret.strip_prefix("whsec_")?)?;
    let code = mac::hmac_sha256(&key, format!("{id}.{seconds}.{body}").as_bytes());
    Some(format!("v1,{}", base64::encode(&code)))
}

impl Scheme {
    /// The headers that make the request a genuine one.
    pub fn sign(
        &self,
        request: &ToSign<'_>,
        secret: &str,
    ) -> Result<Vec<(String, String)>, SignError> {
        let stamp = self
            .timestamp
            .as_ref()
            .map(|at| {
                let millis = u64::try_from(request.timestamp.unix_millis()).map_err(|_| {
                    SignError::BeforeEpoch {
                        timestamp: request.timestamp,
                    }
                })?;
                let count = match at.unit {
                    Unit::Seconds | Unit::SecondsOrIso8601 => millis / 1_000,
                    Unit::Milliseconds => millis,
                };
                Ok((at, count.to_string()))
            })
            .transpose()?;
        let id = self.id.as_ref().map(|names| {
            let id = request
                .id
                .map_or_else(|| made_up_id(request), str::to_owned);
            (names.usual(), id)
        });
        if let Some((_, id)) = &id {
            let runs_over = match &self.proof {
                Proof::Code(code) => code.signed.runs_over(&Part::Id, id),
                Proof::Token(_) => false,
            };
            if id.is_empty() || runs_over {
                return Err(SignError::BadId { id: id.clone() });
            }
        }

        let bad_secret = |expected| SignError::BadSecret { expected };
        let proof = match &self.proof {
            Proof::Code(code) => {
                let way = code.way(secret).ok_or(bad_secret("a secret"))?;
                let key = way.secret.signing_key(secret).map_err(bad_secret)?;
                let content = Content {
                    id: id.as_ref().map(|(_, id)| id.as_str()),
                    stamp: stamp.as_ref().map(|(_, text)| text.as_str()),
                    method: request.method,
                    url: request.url,
                    media_type: None,
                    body: request.body,
                };
                let signed = content.signed(&code.signed);
                let content = signed.first().ok_or(SignError::OtherBodyHash)?;
                let bytes = match way.algorithm {
                    Algorithm::Ed25519 => mac::signature(&key, content),
                    algorithm => mac::code(algorithm, &key, content),
                };
                let text = way.encoding.encode(&bytes.unwrap_or_default());
                (code.header.usual(), format!("{}{text}", way.prefix))
            }
            Proof::Token(_) if secret.trim().is_empty() => {
                return Err(bad_secret("a token that is not blank"));
            }
            Proof::Token(TokenAt::Header { header, prefix }) => {
                (header.usual(), format!("{prefix}{secret}"))
            }
            // The token is the body's own affair.
            Proof::Token(TokenAt::Body(_)) => return Ok(Vec::new()),
        };
        let (name, mut proof) = proof;
        let mut headers = Vec::new();
        if let Some((name, id)) = id {
            headers.push((name.to_owned(), id));
        }
        if let Some((at, text)) = stamp {
            let mut value = format!("{}{text}", at.prefix);
            if at.header.usual().eq_ignore_ascii_case(name) {
                // One header, of which both are items.
                value.extend(at.separator);
                value.push_str(&proof);
                proof = value;
            } else {
                headers.push((at.header.usual().to_owned(), value));
            }
        }
        headers.push((name.to_owned(), proof));
        Ok(headers)
    }
}

fn made_up_id(request: &ToSign<'_>) -> String {
    let mut hash =
        mac::sha256_hex(&[request.timestamp.to_string().as_bytes(), request.body].concat());
    hash.truncate(32);
    format!("msg_{hash}")
}
