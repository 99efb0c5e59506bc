//! Signatures of two keys, as Standard Webhooks has them beside its codes: the
//! receiver has the public one alone.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use base64ct::{Base64, Encoding as _};
use serde_json::json;
use wibiclick_hooks::{
    Headers, Kind, Request, Scheme, Secrets, SignError, Timestamp, ToSign, Weakness, WebhookError,
    WebhookErrorKind::{self, BadSecret, BadSignature},
    kind,
};

const URL: &str = "https://hooks.example/hooks/source";

/// One request, signed in both ways: the code as the Standard Webhooks libraries
/// have it in their tests, the signature as Svix' server has (svix/svix-webhooks,
/// `worker.rs`, `test_asymmetric_key_signing`).
const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const SECONDS: i64 = 1_614_265_330;
const BODY: &[u8] = br#"{"test": 2432232314}"#;
const WHSEC: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const WHPK: &str = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
const V1: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const V1A: &str =
    "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";

/// RFC 8032, section 7.1, test 1.
const PRIVATE: [u8; 32] = [
    0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
    0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
];
const PUBLIC: &str = "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

/// The kinds that have both, with the names that their headers start with.
const KINDS: [(&str, &str); 3] = [
    ("standard-webhooks", "webhook"),
    ("svix", "svix"),
    ("svix", "webhook"),
];

fn millis(seconds: i64) -> Timestamp {
    Timestamp::from_unix_millis(seconds * 1000).unwrap()
}

fn secrets(texts: &[&str]) -> Secrets {
    Secrets::new(texts.iter().map(|&text| text.to_owned())).unwrap()
}

fn private() -> String {
    format!("whsk_{}", Base64::encode_string(&PRIVATE))
}

fn receive(
    kind: &Kind,
    headers: Vec<(String, String)>,
    texts: &[&str],
) -> Result<(), WebhookError> {
    let request = Request {
        method: "POST",
        url: URL,
        headers: &Headers::new(headers),
        body: BODY,
    };
    kind.receive(&request, &secrets(texts), millis(SECONDS), None)
        .map(|_| ())
}

/// The published request, with this in its header and these secrets at its
/// receiver.
fn received(
    (kind_name, prefix): (&str, &str),
    signatures: &str,
    texts: &[&str],
) -> Result<(), WebhookErrorKind> {
    let headers = [
        ("id", ID.to_owned()),
        ("timestamp", SECONDS.to_string()),
        ("signature", signatures.to_owned()),
    ];
    let headers = headers.map(|(name, value)| (format!("{prefix}-{name}"), value));
    receive(&kind(kind_name).unwrap(), headers.to_vec(), texts).map_err(|error| error.kind())
}

fn sign(kind: &Kind, secret: &str) -> Result<Vec<(String, String)>, SignError> {
    let to_sign = ToSign {
        method: "POST",
        url: URL,
        body: BODY,
        id: Some(ID),
        timestamp: millis(SECONDS),
    };
    kind.sign(&to_sign, secret)
}

#[test]
fn the_published_signature_is_genuine_under_the_public_key() {
    for of in KINDS {
        assert_eq!(received(of, V1A, &[WHPK]), Ok(()), "{of:?}");
        assert_eq!(received(of, &format!("{V1A},"), &[WHPK]), Ok(()), "{of:?}");
        // Under another key, of another request, or as another version.
        for (signature, secret) in [
            (V1A, PUBLIC),
            (&V1A.replace("hnO3", "hnO4"), WHPK),
            (&V1A.replace("v1a,", "v1,"), WHPK),
            (&V1A.replace("v1a,", "v1b,"), WHPK),
            (&V1A.replace("v1a,", ""), WHPK),
            (V1, WHPK),
        ] {
            let forged = received(of, signature, &[secret]);
            assert_eq!(forged, Err(BadSignature), "{of:?} {signature}");
        }
    }
}

#[test]
fn a_source_may_have_secrets_of_both_forms_and_each_counts_for_its_own_signatures() {
    for of in KINDS {
        for texts in [[WHSEC, WHPK], [WHPK, WHSEC]] {
            for signatures in [V1, V1A, &format!("{V1} {V1A}"), &format!("{V1A} {V1}")] {
                assert_eq!(received(of, signatures, &texts), Ok(()), "{signatures}");
            }
            let neither = format!("v1,{} v1a,{}", &V1A[4..], &V1[3..]);
            assert_eq!(received(of, &neither, &texts), Err(BadSignature));
        }
        // While a key is replaced.
        assert_eq!(received(of, V1A, &[PUBLIC, WHPK]), Ok(()));
        assert_eq!(received(of, V1A, &[WHSEC]), Err(BadSignature));
    }
}

/// The public key's own text is public: nobody may sign with it.
#[test]
fn a_code_made_with_the_public_key_is_a_forgery() {
    let code_kind = kind("standard-webhooks").unwrap();
    let bare = WHPK.trim_start_matches("whpk_");
    for as_secret in [bare.to_owned(), format!("whsec_{bare}")] {
        let headers = sign(&code_kind, &as_secret).unwrap();
        for texts in [&[WHPK][..], &[WHPK, WHSEC]] {
            let error = receive(&code_kind, headers.clone(), texts).unwrap_err();
            assert_eq!(error.kind(), BadSignature);
        }
    }
}

#[test]
fn the_private_key_signs_and_the_public_one_does_not() {
    for name in ["standard-webhooks", "svix"] {
        let kind = kind(name).unwrap();
        let headers = sign(&kind, &private()).unwrap();
        assert!(headers.iter().any(|(_, value)| value.starts_with("v1a,")));
        assert_eq!(receive(&kind, headers.clone(), &[PUBLIC]), Ok(()));
        let error = receive(&kind, headers, &[WHPK]).unwrap_err();
        assert_eq!(error.kind(), BadSignature);

        let error = sign(&kind, PUBLIC).unwrap_err().to_string();
        assert!(error.contains("a private key: `whsk_`"), "{error}");
        assert!(!error.contains(&PUBLIC[5..]), "{error}");
    }
}

#[test]
fn a_key_of_another_form_is_refused_with_what_was_expected() {
    let private = private();
    let short = format!("whpk_{}", Base64::encode_string(&[1; 31]));
    let long = format!("whpk_{}", Base64::encode_string(&[1; 33]));
    let off_the_curve = format!("whpk_{}", Base64::encode_string(&[2; 32]));
    // Under which anybody's signature would count, were it let to.
    let of_small_order = format!("whpk_{}", Base64::encode_string(&[0; 32]));
    for of in KINDS {
        for wrong in [
            &private,
            &short,
            &long,
            &off_the_curve,
            &of_small_order,
            "whpk_",
            "whpk_not base64",
        ] {
            for texts in [&[wrong][..], &[WHPK, wrong]] {
                assert_eq!(received(of, V1A, texts), Err(BadSecret), "{wrong}");
            }
            let said = kind(of.0).unwrap().weakness(&secrets(&[WHPK, wrong]));
            let said = said.map(|it| it.to_string()).unwrap_or_default();
            assert!(said.contains("secret 2 is not usable"), "{wrong}: {said}");
            assert!(said.contains("a public key: `whpk_`"), "{wrong}: {said}");
        }
        let kind = kind(of.0).unwrap();
        for wrong in ["whsk_", "whsk_AAAA", "whsk_not base64"] {
            let error = sign(&kind, wrong).unwrap_err().to_string();
            assert!(error.contains("a private key: `whsk_`"), "{error}");
        }
        assert_eq!(kind.weakness(&secrets(&[WHPK, WHSEC])), None);
    }
}

#[test]
fn a_scheme_of_codes_alone_or_signatures_alone_takes_no_other_keys() {
    let code: Scheme = serde_json::from_value(json!({
        "algorithm": "hmac-sha256", "header": "x-signature", "encoding": "base64",
        "secret": "whsec",
    }))
    .unwrap();
    let said = code.weakness(&secrets(&[WHSEC, WHPK])).unwrap().to_string();
    assert!(
        said.contains("secret 2") && said.contains("`whsec_`"),
        "{said}"
    );

    let ed25519: Scheme = serde_json::from_value(json!({
        "algorithm": "ed25519", "header": "x-signature", "encoding": "base64",
    }))
    .unwrap();
    assert!(matches!(
        ed25519.weakness(&secrets(&[WHPK, WHSEC])),
        Some(Weakness::Unusable { number: 2, .. })
    ));
}

/// Each takes as long as a thousand codes, so that somebody who sends a thousand
/// would have the receiver's time for nothing.
#[test]
fn of_a_thousand_signatures_the_first_thirty_two_count() {
    let wrong = format!("v1a,{}", Base64::encode_string(&[1; 64]));
    let before = |count: usize| {
        let mut all = vec![wrong.as_str(); count];
        all.push(V1A);
        received(KINDS[0], &all.join(" "), &[WHPK])
    };
    assert_eq!(before(31), Ok(()));
    assert_eq!(before(32), Err(BadSignature));
    assert_eq!(before(1_000), Err(BadSignature));
    // Codes of other versions, and what is none, are not counted.
    let noise = "v1,AAAA v1a, v1a,?? v2,AAAA ".repeat(100);
    assert_eq!(
        received(KINDS[0], &format!("{noise}{V1A}"), &[WHPK]),
        Ok(())
    );
}
