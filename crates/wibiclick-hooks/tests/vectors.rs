//! Codes and signatures against vectors that others published, through a scheme
//! as configured: `tests/vectors` says from where.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use base64ct::{Base64, Encoding as _};
use serde_json::json;
use wibiclick_hooks::{Headers, Request, Scheme, Secrets, Timestamp, ToSign, WebhookErrorKind};

const URL: &str = "https://hooks.example/hooks/source";

/// A line of a file of vectors.
struct Vector {
    number: String,
    is_valid: bool,
    key: Vec<u8>,
    message: Vec<u8>,
    code: String,
}

fn vectors(file: &str) -> Vec<Vector> {
    let root = env!("CARGO_MANIFEST_DIR");
    let path = format!("{root}/../../tests/vectors/{file}.txt");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.lines()
        .map(|line| match line.split(' ').collect::<Vec<_>>()[..] {
            [number, result, key, message, code] => Vector {
                number: number.to_owned(),
                is_valid: match result {
                    "valid" => true,
                    "invalid" => false,
                    other => panic!("{path}: {other}"),
                },
                key: bytes(key),
                message: bytes(message),
                code: code.trim_start_matches('-').to_owned(),
            },
            _ => panic!("{path}: {line}"),
        })
        .collect()
}

/// From hexadecimal digits, without the crate's own reader of them.
fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<char> = hex.trim_start_matches('-').chars().collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap())
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

fn scheme(algorithm: &str, secret: &str) -> Scheme {
    let written = json!({
        "algorithm": algorithm, "header": "x-code", "encoding": "hex", "secret": secret,
        "signed": "{body}",
    });
    serde_json::from_value(written).unwrap()
}

fn verify(scheme: &Scheme, secret: &str, body: &[u8], code: &str) -> Result<(), WebhookErrorKind> {
    let request = Request {
        method: "POST",
        url: URL,
        headers: &Headers::new([("x-code", code)]),
        body,
    };
    let secrets = Secrets::new([secret.to_owned()]).unwrap();
    let now = Timestamp::from_unix_millis(0).unwrap();
    let verified = scheme.verify(&request, &secrets, now, None);
    verified.map(|_| ()).map_err(|error| error.kind())
}

fn sign(scheme: &Scheme, secret: &str, body: &[u8]) -> String {
    let to_sign = ToSign {
        method: "POST",
        url: URL,
        body,
        id: None,
        timestamp: Timestamp::from_unix_millis(0).unwrap(),
    };
    let mut headers = scheme.sign(&to_sign, secret).unwrap();
    headers.remove(0).1
}

#[test]
fn hmac_is_as_published() {
    for (algorithm, file, count) in [
        ("hmac-sha256", "rfc4231-hmac-sha256", 6),
        ("hmac-sha512", "rfc4231-hmac-sha512", 6),
        ("hmac-sha1", "wycheproof-hmac-sha1", 87),
        ("hmac-sha256", "wycheproof-hmac-sha256", 87),
        ("hmac-sha512", "wycheproof-hmac-sha512", 87),
    ] {
        let scheme = scheme(algorithm, "hex");
        let all = vectors(file);
        assert_eq!(all.len(), count, "{file}");
        for vector in all {
            let of = format!("{file}, case {}", vector.number);
            let secret = hex(&vector.key);
            let code = vector.code.as_str();
            let verified = verify(&scheme, &secret, &vector.message, code);
            if vector.is_valid {
                assert_eq!(verified, Ok(()), "{of}");
                assert_eq!(sign(&scheme, &secret, &vector.message), code, "{of}");
                // A code that is cut short is another code.
                let half = code.get(..code.len() / 2).unwrap();
                let cut = verify(&scheme, &secret, &vector.message, half);
                assert_eq!(cut, Err(WebhookErrorKind::BadSignature), "{of}");
            } else {
                assert_eq!(verified, Err(WebhookErrorKind::BadSignature), "{of}");
            }
        }
    }
}

#[test]
fn ed25519_is_as_published() {
    let scheme = scheme("ed25519", "whpk");
    let all = vectors("wycheproof-ed25519");
    assert_eq!(all.len(), 151);
    for vector in all {
        let of = format!("case {}", vector.number);
        let secret = format!("whpk_{}", Base64::encode_string(&vector.key));
        let expected = if vector.is_valid {
            Ok(())
        } else {
            Err(WebhookErrorKind::BadSignature)
        };
        let verified = verify(&scheme, &secret, &vector.message, &vector.code);
        assert_eq!(verified, expected, "{of}");
    }
}

/// RFC 8032, section 7.1, tests 1 to 3.
#[test]
fn ed25519_signs_as_published() {
    let scheme = scheme("ed25519", "whpk");
    for (private, public, message, signature) in [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ] {
        let (private, public, message) = (bytes(private), bytes(public), bytes(message));
        // The private key alone, and the public one after it.
        for private in [private.clone(), [private, public.clone()].concat()] {
            let secret = format!("whsk_{}", Base64::encode_string(&private));
            assert_eq!(sign(&scheme, &secret, &message), signature);
        }
        let secret = format!("whpk_{}", Base64::encode_string(&public));
        assert_eq!(verify(&scheme, &secret, &message, signature), Ok(()));
    }
}
