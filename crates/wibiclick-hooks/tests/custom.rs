//! Kinds that a configuration describes: what its paths lead to, and what it may
//! not say.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use serde_json::{Value, json};
use wibiclick_hooks::{
    Custom, Event, Headers, Kind, Received, Request, Secrets, Signal, Timestamp, WebhookError,
    WebhookErrorKind::{BadSignature, Malformed, MissingHeader, Unsupported},
};

const TOKEN: &str = "0123456789abcdef0123456789abcdef";
const NOW: i64 = 1_700_000_000_000;
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

fn millis(millis: i64) -> Timestamp {
    Timestamp::from_unix_millis(millis).unwrap()
}

fn try_custom(event: &Value) -> Result<Kind, String> {
    let written = json!({
        "scheme": { "algorithm": "token", "header": "x-token", "id": "x-id" },
        "event": event,
    });
    serde_json::from_str::<Custom>(&written.to_string())
        .map(Kind::custom)
        .map_err(|error| error.to_string())
}

fn receive(event: &Value, more: &[(&str, &str)], body: &[u8]) -> Result<Received, WebhookError> {
    let mut headers = vec![("x-token", TOKEN), ("x-id", "request-1")];
    headers.extend(more);
    let request = Request {
        method: "POST",
        url: "https://hooks.example/hooks/source",
        headers: &Headers::new(headers),
        body,
    };
    let secrets = Secrets::new([TOKEN.to_owned()]).unwrap();
    try_custom(event)
        .unwrap()
        .receive(&request, &secrets, millis(NOW), None)
}

#[track_caller]
fn read(event: &Value, more: &[(&str, &str)], body: &[u8]) -> (Vec<Event>, Vec<String>) {
    match receive(event, more, body).unwrap() {
        Received::Events { events, keys } => (events, keys),
        Received::Handshake(_) => panic!("expected events"),
    }
}

#[track_caller]
fn one(event: &Value, body: &Value) -> Event {
    let (mut events, keys) = read(event, &[], body.to_string().as_bytes());
    assert_eq!((events.len(), keys.len()), (1, 1));
    events.remove(0)
}

#[test]
fn without_a_description_bodies_are_those_of_standard_webhooks() {
    let described = json!({
        "scheme": { "algorithm": "token", "header": "x-token", "id": "x-id" },
    });
    let plain: Custom = serde_json::from_value(described).unwrap();
    assert_eq!(try_custom(&json!({})).unwrap().name(), Kind::CUSTOM);
    let empty: Custom = serde_json::from_value(json!({
        "scheme": { "algorithm": "token", "header": "x-token", "id": "x-id" }, "event": {},
    }))
    .unwrap();
    assert_eq!(plain, empty);

    let event = one(
        &json!({}),
        &json!({ "type": "person.leaving", "timestamp": "2026-01-02T03:04:05Z", "data": {
            "id": 7, "email": "Jane.Roe@Example.com", "login": "jane", "name": "Jane Roe",
            "effectiveAt": "2026-02-01",
        }}),
    );
    assert_eq!(event.kind, "person.leaving");
    assert_eq!(event.signal, Some(Signal::PersonLeaving));
    assert_eq!(event.id.as_deref(), Some("request-1"));
    assert_eq!(
        json!(event),
        json!({
            "id": "request-1", "type": "person.leaving", "signal": "person.leaving",
            "occurredAt": "2026-01-02T03:04:05Z", "effectiveAt": "2026-02-01T00:00:00Z",
            "subject": {
                "id": "7", "email": "jane.roe@example.com", "login": "jane", "name": "Jane Roe",
            },
            "data": event.data,
        })
    );
}

#[test]
fn each_element_of_a_batch_is_an_event_with_its_own_id_or_place() {
    let described = json!({
        "batch": "notes[].items[]", "id": "nr", "type": "what",
        "subject": { "email": "who[role=target].mail", "id": "who[role=target].nr" },
        "signals": { "gone": "person.left", "back": "person.returned" },
    });
    let item = |nr: Value, what: &str| {
        json!({ "nr": nr, "what": what, "who": [
            { "role": "actor", "mail": "boss@example.com", "nr": 1 },
            { "role": "target", "mail": "Jane@Example.com", "nr": 2 },
        ]})
    };
    let body = json!({ "notes": [
        { "items": [item(json!(10), "gone"), item(Value::Null, "back")] },
        { "items": [item(json!("twelve"), "lunch"), 7] },
    ]});
    let (events, keys) = read(&described, &[], body.to_string().as_bytes());
    assert_eq!(keys, ["10", "request-1#1", "twelve", "request-1#3"]);
    let seen: Vec<_> = events
        .iter()
        .map(|event| (event.kind.as_str(), event.signal))
        .collect();
    assert_eq!(
        seen,
        [
            ("gone", Some(Signal::PersonLeft)),
            ("back", Some(Signal::PersonReturned)),
            ("lunch", None),
            (Event::UNKNOWN, None),
        ]
    );
    for event in &events[..3] {
        let subject = event.subject.as_ref().unwrap();
        assert_eq!(subject.email.as_deref(), Some("jane@example.com"));
        assert_eq!(subject.id.as_deref(), Some("2"));
    }
    assert_eq!(events[3].subject, None);

    let (none, keys) = read(&described, &[], br#"{ "notes": [{ "items": [] }] }"#);
    assert_eq!((none.len(), keys.len()), (0, 0));
    for body in [
        &b"{}"[..],
        br#"{ "notes": {} }"#,
        b"7",
        b"[]",
        b"{",
        b"",
        b"\xff",
    ] {
        let error = receive(&described, &[], body).unwrap_err();
        assert_eq!(error.kind(), Malformed, "{body:?}");
    }
    let (events, _) = read(&json!({ "batch": "[]" }), &[], br#"[{"type":"a"},{}]"#);
    assert_eq!((events[0].kind.as_str(), events.len()), ("a", 2));
}

#[test]
fn the_type_is_in_the_body_or_in_a_header_or_nowhere() {
    let in_header = json!({ "typeHeader": "x-event" });
    let with = |described: &Value, headers: &[(&str, &str)]| {
        read(described, headers, br#"{ "type": "body.says" }"#)
            .0
            .remove(0)
            .kind
    };
    assert_eq!(
        with(&in_header, &[("X-Event", "header.says")]),
        "header.says"
    );
    let same = json!({ "type_header": "x-event" });
    assert_eq!(with(&same, &[("X-Event", "header.says")]), "header.says");
    assert_eq!(with(&in_header, &[]), Event::UNKNOWN);
    let twice = [("x-event", "one"), ("x-event", "two")];
    assert_eq!(with(&in_header, &twice), Event::UNKNOWN);
    assert_eq!(with(&json!({}), &[("x-event", "header.says")]), "body.says");
    assert_eq!(with(&json!({ "type": null }), &[]), "body.says");
    assert_eq!(with(&json!({ "type": "none" }), &[]), Event::UNKNOWN);
    assert_eq!(with(&json!({ "type": "none|type" }), &[]), "body.says");

    let described = json!({ "typeHeader": "x-event", "signals": { "bye": "person.left" } });
    let (events, _) = read(&described, &[("x-event", "bye")], b"{}");
    assert_eq!(events[0].signal, Some(Signal::PersonLeft));
}

#[test]
fn times_are_read_in_all_forms_and_everything_else_is_no_time() {
    let described = json!({ "occurredAt": "at", "effectiveAt": "from" });
    let same = json!({ "occurred_at": "at", "effective_at": "from" });
    let at = |value: &Value| {
        let event = one(&described, &json!({ "at": value, "from": value }));
        let with_same = one(&same, &json!({ "at": value, "from": value }));
        assert_eq!(event, with_same);
        assert_eq!(event.occurred_at, event.effective_at);
        event.occurred_at.map(|time| time.to_string())
    };
    for (value, expected) in [
        (json!("2026-01-31T18:42:00Z"), "2026-01-31T18:42:00Z"),
        (
            json!("2026-01-31T18:42:00.5+02:00"),
            "2026-01-31T16:42:00.5Z",
        ),
        (json!("2026-01-31T18:42:00+0200"), "2026-01-31T16:42:00Z"),
        (json!("2026-01-31"), "2026-01-31T00:00:00Z"),
        (json!(1_769_884_920), "2026-01-31T18:42:00Z"),
        (json!("1769884920"), "2026-01-31T18:42:00Z"),
        (json!(1_769_884_920_123_i64), "2026-01-31T18:42:00.123Z"),
        (json!("1769884920123"), "2026-01-31T18:42:00.123Z"),
        (json!(0), "1970-01-01T00:00:00Z"),
        (json!(-1), "1969-12-31T23:59:59Z"),
        (json!(99_999_999_999_i64), "5138-11-16T09:46:39Z"),
        (json!(100_000_000_000_i64), "1973-03-03T09:46:40Z"),
        (json!(" 2026-01-31 "), "2026-01-31T00:00:00Z"),
    ] {
        assert_eq!(at(&value).as_deref(), Some(expected), "{value}");
    }
    for value in [
        json!("soon"),
        json!("2026-02-30"),
        json!("2026-1-31"),
        json!("31.01.2026"),
        json!("2026-01-31T18:42:00"),
        json!("\u{ff12}026-01-31"),
        json!(""),
        json!(1.5),
        json!(true),
        json!([1_769_884_920]),
        json!(i64::MAX),
        json!(u64::MAX),
        json!("99999999999999999999"),
        Value::Null,
    ] {
        assert_eq!(at(&value), None, "{value}");
    }
}

#[test]
fn a_subject_is_what_the_paths_lead_to_and_an_email_looks_like_one() {
    let described = json!({ "subject": {
        "email": "a|b", "id": "list[type=x].id", "login": "list[0].login", "name": "name",
    }});
    let event = one(
        &described,
        &json!({ "b": "B@Example.com", "name": " Jane ", "list": [
            { "type": "y", "id": "1", "login": "jane" }, { "type": "x", "id": 18_446_744_073_709_551_615_u64 },
        ]}),
    );
    assert_eq!(
        json!(event.subject),
        json!({
            "email": "b@example.com", "id": "18446744073709551615", "login": "jane",
            "name": "Jane",
        })
    );
    // Two that fit are nobody; what is no address is no email; blanks are nothing.
    for body in [
        json!({ "list": [{ "type": "x", "id": "1" }, { "type": "x", "id": "2" }] }),
        json!({ "a": "jane" }),
        json!({ "a": "  ", "name": "" }),
        json!({ "name": { "first": "Jane" }, "list": [] }),
        json!({}),
    ] {
        assert_eq!(one(&described, &body).subject, None, "{body}");
    }
    // A description of the subject that leaves something out means that it is
    // nowhere.
    let described = json!({ "subject": { "email": "mail" } });
    let event = one(
        &described,
        &json!({ "mail": "jane@example.com", "data": { "id": "7", "name": "Jane" } }),
    );
    assert_eq!(
        json!(event.subject),
        json!({ "email": "jane@example.com", "id": null, "login": null, "name": null })
    );
}

#[test]
fn names_mean_what_the_configuration_says_and_our_own_words_mean_themselves() {
    let signals: serde_json::Map<String, Value> = Signal::ALL
        .iter()
        .map(|signal| (format!("their.{signal}"), json!(signal)))
        .collect();
    let mut described = json!({ "signals": signals });
    for signal in Signal::ALL {
        for name in [format!("their.{signal}"), signal.to_string()] {
            let event = one(&described, &json!({ "type": name }));
            assert_eq!(event.signal, Some(signal), "{name}");
            assert_eq!(event.kind, name);
        }
    }
    for name in ["their", "Their.person.left", "their.person", ""] {
        assert_eq!(one(&described, &json!({ "type": name })).signal, None);
    }
    // Unless the configuration knows better.
    described["signals"]["person.left"] = "person.suspended".into();
    let event = one(&described, &json!({ "type": "person.left" }));
    assert_eq!(event.signal, Some(Signal::PersonSuspended));
}

#[test]
fn a_form_is_read_by_its_fields_and_json_where_it_says_so() {
    let described = json!({
        "form": true, "id": "nr", "type": "what", "occurredAt": "at",
        "subject": { "email": "mail", "name": "name" }, "signals": { "gone": "person.left" },
    });
    let form =
        b"what=gone&nr=7&at=1769884920&mail=Jane%2Bx%40Example.com&name=Jane+Roe&tag=a&tag=b";
    for headers in [&[FORM][..], &[]] {
        let (events, keys) = read(&described, headers, form);
        assert_eq!(keys, ["7"]);
        assert_eq!(events[0].signal, Some(Signal::PersonLeft));
        assert_eq!(events[0].occurred_at, Some(millis(1_769_884_920_000)));
        let subject = events[0].subject.as_ref().unwrap();
        assert_eq!(subject.email.as_deref(), Some("jane+x@example.com"));
        assert_eq!(subject.name.as_deref(), Some("Jane Roe"));
        assert_eq!(events[0].data["tag"], json!(["a", "b"]));
    }
    let json_type = ("content-type", "application/json; charset=utf-8");
    let (events, _) = read(&described, &[json_type], br#"{ "what": "gone" }"#);
    assert_eq!(events[0].signal, Some(Signal::PersonLeft));
    let error = receive(&described, &[json_type], form).unwrap_err();
    assert_eq!(error.kind(), Malformed);
    // A field that came twice has no one value.
    let (events, _) = read(&described, &[FORM], b"what=gone&what=gone");
    assert_eq!(events[0].kind, Event::UNKNOWN);

    let form_kind = try_custom(&described).unwrap();
    assert!(form_kind.accepts_content_type(FORM.1) && form_kind.accepts_content_type(json_type.1));
    assert!(!try_custom(&json!({})).unwrap().accepts_content_type(FORM.1));
}

#[test]
fn a_request_that_is_not_genuine_is_no_event_and_there_is_no_handshake() {
    let custom = try_custom(&json!({})).unwrap();
    assert!(!custom.takes_get() && !custom.shakes_hands());
    let with = |method: &str, headers: &[(&str, &str)]| {
        let request = Request {
            method,
            url: "https://hooks.example/hooks/source",
            headers: &Headers::new(headers.iter().copied()),
            body: b"{}",
        };
        let secrets = Secrets::new([TOKEN.to_owned()]).unwrap();
        let received = custom.receive(&request, &secrets, millis(NOW), None);
        received.map(|_| ()).map_err(|error| error.kind())
    };
    let genuine = [("x-token", TOKEN), ("x-id", "1")];
    assert_eq!(with("POST", &genuine), Ok(()));
    assert_eq!(with("GET", &genuine), Err(Unsupported));
    assert_eq!(with("POST", &genuine[..1]), Err(MissingHeader));
    assert_eq!(with("POST", &genuine[1..]), Err(MissingHeader));
    let forged = [("x-token", "another"), ("x-id", "1")];
    assert_eq!(with("POST", &forged), Err(BadSignature));
}

#[test]
fn what_a_description_may_not_say_is_refused_with_its_name() {
    for (described, says) in [
        (json!({ "kind": "type" }), "kind"),
        (json!({ "typeheader": "x" }), "typeheader"),
        (json!({ "subject": { "mail": "a" } }), "mail"),
        (
            json!({ "signals": { "gone": "person.gone" } }),
            "person.gone",
        ),
        (json!({ "type": "a..b" }), "a..b"),
        (json!({ "batch": "a[" }), "bracket"),
        (json!({ "subject": { "email": "a|" } }), "one side"),
        (json!({ "form": "yes" }), "`form`"),
        (json!({ "type": 7 }), "`type`"),
    ] {
        let error = try_custom(&described).unwrap_err();
        assert!(error.contains(says), "{described}: {error}");
    }
    let token = json!({ "algorithm": "token", "header": "x-token" });
    for (written, says) in [
        (json!({}), "scheme"),
        (json!({ "event": {} }), "scheme"),
        (json!({ "scheme": token, "events": {} }), "events"),
        (json!({ "scheme": { "algorithm": "token" } }), "header"),
    ] {
        let error = serde_json::from_str::<Custom>(&written.to_string()).unwrap_err();
        assert!(error.to_string().contains(says), "{written}: {error}");
    }
}
