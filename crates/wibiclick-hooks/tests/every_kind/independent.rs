//! A thousand random requests of each scheme, signed by this crate and by Python,
//! or Node where Python cannot: the signatures are the same, and each that they
//! make is genuine here.

use super::genuine::{Case, Secret, cases};
use base64ct::{Base64, Encoding as _};
use serde_json::{Value, json};
use std::{
    io::Write,
    process::{Command, Stdio},
    thread,
};
use wibiclick_hooks::{
    Algorithm, Code, Encoding, Headers, Part, Proof, Request, Scheme, SecretForm, Secrets,
    Timestamp, ToSign, Unit, Way,
};

const REQUESTS: usize = 1_000;

/// Random enough, and the same in every run (splitmix64, by its constants).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 1).unwrap() % limit
    }

    fn bytes(&mut self, most: usize) -> Vec<u8> {
        let length = self.below(most + 1);
        (0..length).map(|_| self.next().to_le_bytes()[0]).collect()
    }

    fn of<'a>(&mut self, these: &[&'a str]) -> &'a str {
        these[self.below(these.len())]
    }

    fn text(&mut self, most: usize, of: &[&str]) -> String {
        let length = self.below(most + 1);
        (0..length).map(|_| self.of(of)).collect()
    }

    fn key(&mut self) -> [u8; 32] {
        std::array::from_fn(|_| self.next().to_le_bytes()[0])
    }
}

/// A scheme, one of its ways, and what of it concerns only those who send it.
struct Signs {
    name: String,
    scheme: Scheme,
    way: Way,
}

impl Signs {
    fn code(&self) -> &Code {
        match &self.scheme.proof {
            Proof::Code(code) => code,
            other => panic!("{other:?}"),
        }
    }

    fn has(&self, part: &Part) -> bool {
        self.code().signed.parts().contains(part)
    }
}

/// A request, by its own parts.
struct Sent {
    method: &'static str,
    url: String,
    id: String,
    body: Vec<u8>,
    millis: i64,
    key: [u8; 32],
    secret: Secret,
}

impl Sent {
    fn roll(dice: &mut Dice, signs: &Signs) -> Self {
        const URL: [&str; 22] = [
            "a", "Z", "0", "-", "_", "~", "%20", "%3A", "%2F", "%2f", "%253A", "%26", "=", "&",
            "%40", "%27", "%28", "%2B", "%C3%A9", "@", "!", ",",
        ];
        const FORM: [&str; 16] = [
            "a", "b", "C", "=", "=", "&", "&", "+", "%20", "%3D", "%26", "%C3%A9", "%", "%2", "é",
            "1",
        ];
        const ID: [&str; 8] = ["a", "B", "7", "-", "_", "x", "Y", "0"];
        let is_form = signs.has(&Part::UrlAndForm);
        let port = dice.of(&["", "", ":8443", ":443"]);
        let query = match dice.of(&["", "", "?"]) {
            // Twilio spells some queries in several ways; Python knows of the ports alone.
            "?" if is_form => format!("?q={}", dice.text(9, &["a", "%20", "%26", "&b=", "-"])),
            "?" => format!("?q={}", dice.text(12, &URL)),
            _ => String::new(),
        };
        let path = dice.text(12, &URL);
        let key = dice.key();
        Self {
            method: dice.of(&["POST", "PUT", "GET"]),
            url: format!("https://hooks.example{port}/{path}{query}"),
            id: format!("i{}", dice.text(30, &ID)),
            body: if is_form {
                dice.text(60, &FORM).into_bytes()
            } else {
                dice.bytes(200)
            },
            millis: i64::try_from(dice.next() % 4_000_000_000_000).unwrap(),
            key,
            secret: Secret::new(signs.way.secret, key),
        }
    }

    /// For Python, as one line of JSON.
    fn line(&self, signs: &Signs) -> String {
        let parts = signs.code().signed.parts().iter();
        let parts: Vec<Value> = parts
            .map(|part| match part {
                Part::Id => json!({ "part": "id" }),
                Part::Timestamp => json!({ "part": "timestamp" }),
                Part::Body => json!({ "part": "body" }),
                Part::Method => json!({ "part": "method" }),
                Part::Url => json!({ "part": "url" }),
                Part::UrlDecoded => json!({ "part": "url-decoded" }),
                Part::UrlAndForm => json!({ "part": "url-and-form" }),
                Part::Text(text) => json!({ "text": text }),
                other => panic!("{other:?}: say in independent.py what it stands for"),
            })
            .collect();
        json!({
            "signed": parts,
            "algorithm": algorithm(signs.way.algorithm),
            "encoding": match signs.way.encoding {
                Encoding::Hex => "hex",
                Encoding::Base64 => "base64",
                Encoding::Base64url => "base64url",
                other => panic!("{other:?}"),
            },
            "form": match signs.way.secret {
                SecretForm::Text => "text",
                SecretForm::Hex => "hex",
                SecretForm::Base64 => "base64",
                SecretForm::Whsec => "whsec",
                SecretForm::Whpk => "whpk",
                other => panic!("{other:?}"),
            },
            "unit": match signs.scheme.timestamp.as_ref().map(|at| at.unit) {
                Some(Unit::Milliseconds) => "milliseconds",
                _ => "seconds",
            },
            "secret": self.secret.signs,
            "id": self.id,
            "millis": self.millis,
            "method": self.method,
            "url": self.url,
            "body": hex(&self.body),
        })
        .to_string()
    }

    /// What we would send.
    fn headers(&self, signs: &Signs) -> Vec<(String, String)> {
        let to_sign = ToSign {
            method: self.method,
            url: &self.url,
            body: &self.body,
            id: Some(&self.id),
            timestamp: Timestamp::from_unix_millis(self.millis).unwrap(),
        };
        signs.scheme.sign(&to_sign, &self.secret.signs).unwrap()
    }

    /// Ours has this code, and with any of these it is genuine.
    fn agrees(&self, signs: &Signs, codes: &[String]) {
        let headers = self.headers(signs);
        let name = signs.scheme.header().unwrap();
        let place = headers.iter().position(|(it, _)| it == name).unwrap();
        let item = |code: &str| format!("{}{code}", signs.way.prefix);
        let ours = headers[place].1.as_str();
        let before = ours.strip_suffix(&item(&codes[0]));
        let Some(before) = before else {
            panic!(
                "{}: {ours}, theirs {codes:?}, {}",
                signs.name,
                self.line(signs)
            );
        };
        let secrets = Secrets::new([self.secret.verifies.clone()]).unwrap();
        let now = Timestamp::from_unix_millis(self.millis).unwrap();
        for code in codes {
            let mut headers = headers.clone();
            headers[place].1 = format!("{before}{}", item(code));
            let request = Request {
                method: self.method,
                url: &self.url,
                headers: &Headers::new(headers),
                body: &self.body,
            };
            let verified = signs.scheme.verify(&request, &secrets, now, None);
            if let Err(error) = verified {
                panic!("{}: {error}, {code}, {}", signs.name, self.line(signs));
            }
        }
    }
}

fn algorithm(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::HmacSha1 => "hmac-sha1",
        Algorithm::HmacSha256 => "hmac-sha256",
        Algorithm::HmacSha512 => "hmac-sha512",
        Algorithm::Sha256 => "sha256",
        Algorithm::Ed25519 => "ed25519",
        other => panic!("{other:?}: say in independent.py how it is computed"),
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
    digits.collect::<Vec<_>>().concat()
}

/// What a program answers, a line for each of these.
fn ask(program: &str, script: &str, lines: Vec<String>) -> Vec<String> {
    let script = format!("{}/tests/every_kind/{script}", env!("CARGO_MANIFEST_DIR"));
    let mut child = Command::new(program)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{program} is needed for this test: {error}"));
    let mut stdin = child.stdin.take().unwrap();
    let count = lines.len();
    // Beside, as neither side keeps all that the other writes.
    let writer = thread::spawn(move || {
        for line in lines {
            writeln!(stdin, "{line}").unwrap();
        }
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "{program}: {}", output.status);
    let text = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<String> = text.lines().map(str::to_owned).collect();
    assert_eq!(answers.len(), count, "{program}");
    answers
}

/// Each of these schemes, a thousand times.
fn all_agree(schemes: &[Signs], seed: u64) {
    let mut dice = Dice(seed);
    let mut all: Vec<(&Signs, Sent)> = Vec::new();
    for signs in schemes {
        all.extend((0..REQUESTS).map(|_| (signs, Sent::roll(&mut dice, signs))));
    }
    let lines = all.iter().map(|(signs, sent)| sent.line(signs)).collect();
    let answers = ask("python3", "independent.py", lines);
    let codes: Vec<Vec<String>> = answers
        .iter()
        .map(|answer| serde_json::from_str(answer).unwrap())
        .collect();

    // What is left to Node, and in what order it comes back.
    let is_left = |signs: &Signs| signs.way.algorithm == Algorithm::Ed25519;
    let left = all
        .iter()
        .zip(&codes)
        .filter(|((signs, _), _)| is_left(signs));
    let lines: Vec<String> = left
        .flat_map(|((_, sent), messages)| {
            let key = hex(&sent.key);
            messages
                .iter()
                .map(move |message| format!("{key} {message}"))
        })
        .collect();
    let mut signatures = Vec::new();
    if !lines.is_empty() {
        signatures = ask("node", "ed25519.mjs", lines);
    }
    let mut signatures = signatures.into_iter();

    for ((signs, sent), codes) in all.iter().zip(codes) {
        if is_left(signs) {
            let codes: Vec<String> = signatures
                .by_ref()
                .take(codes.len())
                .map(|base64| {
                    let bytes = Base64::decode_vec(&base64).unwrap();
                    match signs.way.encoding {
                        Encoding::Hex => hex(&bytes),
                        _ => base64,
                    }
                })
                .collect();
            sent.agrees(signs, &codes);
        } else {
            sent.agrees(signs, &codes);
        }
    }
}

#[test]
fn every_kind_signs_as_another_implementation_of_its_scheme_does() {
    let schemes: Vec<Signs> = cases()
        .into_iter()
        .filter_map(|case| {
            let name = case.name();
            let Case { scheme, way, .. } = case;
            Some(Signs {
                name,
                scheme,
                way: way?,
            })
        })
        .collect();
    assert!(schemes.len() > 10);
    all_agree(&schemes, 1);
}

#[test]
fn what_a_configuration_can_say_is_signed_as_another_implementation_does() {
    const TEMPLATES: [&str; 8] = [
        "{body}",
        "{timestamp}.{body}",
        "{body}{timestamp}",
        "v0:{timestamp}:{body}",
        "{id}.{timestamp}.{body}",
        "{method}{url-decoded}{body}{timestamp}",
        "{method} {url} {id}/{body}é",
        "{url-and-form}",
    ];
    let mut schemes = Vec::new();
    for algorithm in [
        "hmac-sha1",
        "hmac-sha256",
        "hmac-sha512",
        "sha256",
        "ed25519",
    ] {
        // The form of the secret goes with the encoding, so that each has its turn.
        for (encoding, secret) in [("hex", "hex"), ("base64", "base64"), ("base64url", "text")] {
            for signed in TEMPLATES {
                let is_ed25519 = algorithm == "ed25519";
                // One encoding and three templates are enough where each takes so long.
                if is_ed25519 && (encoding != "hex" || !signed.ends_with("{body}")) {
                    continue;
                }
                let mut written = json!({
                    "algorithm": algorithm, "header": "x-code", "encoding": encoding,
                    "prefix": "v1=", "signed": signed,
                    "secret": if is_ed25519 { "whpk" } else { secret },
                });
                if signed.contains("{id}") {
                    written["id"] = "x-id".into();
                }
                if signed.contains("{timestamp}") {
                    let is_hubspots = signed.contains("{method}");
                    let unit = if is_hubspots {
                        "milliseconds"
                    } else {
                        "seconds"
                    };
                    written["timestamp"] = json!({
                        "header": "x-time", "unit": unit, "toleranceSeconds": 1,
                    });
                }
                let scheme: Scheme = serde_json::from_value(written).unwrap();
                let Proof::Code(code) = &scheme.proof else {
                    panic!("{scheme:?}");
                };
                let way = code.ways[0].clone();
                schemes.push(Signs {
                    name: format!("{algorithm} {encoding} {signed}"),
                    scheme,
                    way,
                });
            }
        }
    }
    all_agree(&schemes, 2);
}
