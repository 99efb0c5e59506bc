use crate::{SECRET, SIGNED_AT, Sent, millis, payload, subject};
use serde_json::{Value, json};
use wibiclick_hooks::{
    Event, Headers, Received, Request, Secrets, WebhookErrorKind, WebhookErrorKind::BadSignature,
    kind,
};

const CHANGE: &str = "contact.propertyChange.json";

/// What the vectors share: HubSpot/hubspot-api-python,
/// `tests/spec/utils/test_signature.py`, and HubSpot/hubspot-api-ruby, the spec of its
/// signature.
const URL: &str = "https://www.example.com/webhook_uri";
const KEY: &str = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";
const BODY: &[u8] = b"{'example_field':'example_value'}";

/// What is wrong with a request, besides that the vectors' body is no JSON.
fn wrong(
    headers: &[(&str, &str)],
    url: &str,
    body: &[u8],
    secret: &str,
    now: i64,
) -> Option<WebhookErrorKind> {
    let headers = Headers::new(headers.iter().copied());
    let request = Request {
        method: "POST",
        url,
        headers: &headers,
        body,
    };
    let secrets = Secrets::new([secret.to_owned()]).unwrap();
    kind("hubspot")
        .unwrap()
        .receive(&request, &secrets, millis(now), None)
        .err()
        .map(|error| error.kind())
        .filter(|kind| *kind != WebhookErrorKind::Malformed)
}

/// hubspot-api-python (newer version), hubspot-api-ruby, hubspot-api-python@83aedb045.
#[test]
fn the_published_signatures_of_version_3_are_genuine() {
    for (time, code) in [
        (
            1_693_657_560_000,
            "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=",
        ),
        (
            1_700_000_300_000,
            "RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw=",
        ),
        (15_000_000, "HPW73RUtKmcYoEDADG0s6MmGFWUzWJKAW07r8RDgcQw="),
    ] {
        let text = i64::to_string(&time);
        let headers = [
            ("X-HubSpot-Signature-v3", code),
            ("X-HubSpot-Request-Timestamp", text.as_str()),
        ];
        let late = time + 300_001;
        assert_eq!(wrong(&headers, URL, BODY, KEY, time), None);
        assert_eq!(wrong(&headers, URL, b"{}", KEY, time), Some(BadSignature));
        assert_eq!(
            wrong(&headers, "https://www.example.com/", BODY, KEY, time),
            Some(BadSignature)
        );
        assert_eq!(
            wrong(&headers, URL, BODY, KEY, late),
            Some(WebhookErrorKind::TooOld)
        );
    }
}

/// The same libraries, both.
#[test]
fn the_published_hashes_of_versions_1_and_2_are_genuine() {
    for code in [
        "69fc6631a867edd4f9e9e627fc5c1148e3fbdd8b21837b6d2b8901c1fa57f750",
        "4fe4e3a7d3cf09db53be39d0a58130e2aaba074ec123a9e355b876a689a1c383",
    ] {
        let headers = [("X-HubSpot-Signature", code)];
        assert_eq!(wrong(&headers, URL, BODY, KEY, SIGNED_AT), None);
        assert_eq!(
            wrong(&headers, URL, b"{}", KEY, SIGNED_AT),
            Some(BadSignature)
        );
    }
}

/// The same, and developers.hubspot.com, "Validating requests".
#[test]
fn the_published_hash_over_a_get_is_genuine_by_its_scheme_and_still_no_event() {
    let code = "eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e";
    let headers = Headers::new([("X-HubSpot-Signature", code)]);
    let request = Request {
        method: "GET",
        url: URL,
        headers: &headers,
        body: b"",
    };
    let hubspot = kind("hubspot").unwrap();
    let secrets = Secrets::new([KEY.to_owned()]).unwrap();
    let genuine = |scheme: usize| {
        let scheme = &hubspot.schemes()[scheme];
        scheme
            .verify(&request, &secrets, millis(SIGNED_AT), None)
            .is_ok()
    };
    assert!(genuine(1) && !genuine(2));
    let error = hubspot
        .receive(&request, &secrets, millis(SIGNED_AT), None)
        .unwrap_err();
    assert_eq!(error.kind(), WebhookErrorKind::Unsupported);
}

/// HubSpot published none with an escape in the URL: this one is made with Python's
/// hmac module, over the URL as its page decodes it.
#[test]
fn the_url_is_signed_as_hubspot_decodes_it() {
    let headers = [
        (
            "X-HubSpot-Signature-v3",
            "PVYH0MU+/qx3n4aQGqUsxlxcj/7RtwgZGn5YcJ7ZX0c=",
        ),
        ("X-HubSpot-Request-Timestamp", "1700000000000"),
    ];
    let url = "https://hooks.example/hooks/source?to=a%40example.com%2Fb&space=a%20b";
    assert_eq!(wrong(&headers, url, b"[]", SECRET, SIGNED_AT), None);
}

#[test]
fn an_older_version_does_not_make_up_for_a_bad_version_3() {
    let code = "69fc6631a867edd4f9e9e627fc5c1148e3fbdd8b21837b6d2b8901c1fa57f750";
    let headers = [
        ("X-HubSpot-Signature", code),
        ("X-HubSpot-Signature-v3", "AAAA"),
        ("X-HubSpot-Request-Timestamp", "1700000000000"),
    ];
    assert_eq!(
        wrong(&headers, URL, BODY, KEY, SIGNED_AT),
        Some(BadSignature)
    );
}

#[test]
fn a_changed_contact_is_known_by_id_and_is_no_employee() {
    let (event, key) = Sent::payload("hubspot", CHANGE).event();
    assert_eq!(
        (event.kind.as_str(), event.signal),
        ("contact.propertyChange", None)
    );
    assert_eq!(
        subject(&event),
        json!({ "email": null, "id": "1246965", "login": null, "name": null })
    );
    assert_eq!(
        key,
        "33:contact.propertyChange:1246965:3816279340:1462216307945"
    );
    assert_eq!(event.occurred_at, Some(millis(1_462_216_307_945)));
}

fn events(sent: &Sent) -> (Vec<Event>, Vec<String>) {
    match sent.received().unwrap() {
        Received::Events { events, keys } => (events, keys),
        Received::Handshake(_) => panic!("expected events"),
    }
}

#[test]
fn a_batch_is_events_with_keys_of_their_own_whose_actor_is_never_the_subject() {
    let (events, keys) = events(&Sent::payload("hubspot", "batch.json"));
    let seen: Vec<Value> = events
        .iter()
        .map(|event| json!([event.kind, subject(event)["id"], subject(event)["email"]]))
        .collect();
    assert_eq!(
        seen,
        [
            json!(["object.creation", "180584432881", null]),
            json!(["contact.propertyChange", "123", "jane@example.com"]),
            json!(["contact.privacyDeletion", "123", null]),
            json!(["deal.creation", null, null]),
        ]
    );
    assert!(events.iter().all(|event| event.signal.is_none()));
    // `eventId` is 1 in three of them.
    let mut unique = keys.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), keys.len());
    assert!(
        !json!(events.iter().map(subject).collect::<Vec<_>>())
            .to_string()
            .contains("75514748")
    );
}

#[test]
fn when_hubspot_tries_again_the_key_is_the_same() {
    let again = Sent::changed("hubspot", CHANGE, |body| {
        body[0]["attemptNumber"] = 1.into();
    });
    assert_eq!(again.event().1, Sent::payload("hubspot", CHANGE).event().1);
}

#[test]
fn an_object_that_is_no_contact_is_nobody() {
    let sent = Sent::changed("hubspot", "batch.json", |body| {
        body[0]["objectTypeId"] = "0-2".into();
    });
    assert_eq!(events(&sent).0[0].subject, None);
}

#[test]
fn a_batch_of_nothing_is_no_event_and_one_that_is_no_list_is_malformed() {
    assert_eq!(events(&Sent::new("hubspot", b"[]")).0, []);
    let body = payload("hubspot", CHANGE);
    let one: Value = serde_json::from_slice::<Value>(&body).unwrap()[0].take();
    let error = Sent::new("hubspot", one.to_string().as_bytes())
        .received()
        .unwrap_err();
    assert_eq!(error.kind(), WebhookErrorKind::Malformed);
}
