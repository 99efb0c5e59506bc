use crate::{SECRET, SIGNED_AT, Sent, assert_genuine, millis, subject};
use serde_json::{Value, json};
use wibiclick_hooks::{Answer, Event, Headers, Received, Request, Secrets, WebhookErrorKind, kind};

const TEXT: &str = "messages.text.json";
const TOKEN: &str = "verify-token-0123456789-0123456789";

/// WhatsApp/WhatsApp-Nodejs-SDK, `src/__tests__/utils.test.ts`.
#[test]
fn the_published_signature_is_genuine() {
    let code = "sha256=0c61947b610d4f45e65f3d680e26027121ec2413e77598bcb6cfc6e0d9888221";
    let headers = [("X-Hub-Signature-256", code)];
    assert_genuine("whatsapp", "TEST_APP_SECRET", &headers, b"test", SIGNED_AT);
}

/// Meta published none of such a body: this one is made with Python's hmac module.
#[test]
fn what_is_signed_is_the_body_with_its_escapes() {
    let code = "sha256=de3021741f4d0645263382b46360578d457ee90ed56624817438548cd8127594";
    let headers = [("X-Hub-Signature-256", code)];
    let body = br#"{"entry":[{"changes":[{"field":"messages","value":{"contacts":[{"profile":{"name":"Ren\u00e9e"}}]}}]}]}"#;
    assert_genuine("whatsapp", SECRET, &headers, body, SIGNED_AT);
}

#[test]
fn whoever_writes_is_known_by_phone_and_means_nothing_more() {
    let (event, key) = Sent::payload("whatsapp", TEXT).event();
    assert_eq!((event.kind.as_str(), event.signal), ("messages", None));
    assert_eq!(
        subject(&event),
        json!({ "email": null, "id": "16505551234", "login": null, "name": "Sheena Nelson" })
    );
    assert_eq!(
        key,
        "wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA="
    );
    assert_eq!(event.occurred_at, Some(millis(1_749_416_383_000)));
}

fn events(sent: &Sent) -> (Vec<Event>, Vec<String>) {
    match sent.received().unwrap() {
        Received::Events { events, keys } => (events, keys),
        Received::Handshake(_) => panic!("expected events"),
    }
}

#[test]
fn each_status_is_an_event_of_its_own_about_whom_we_wrote_to() {
    let (events, keys) = events(&Sent::payload("whatsapp", "statuses.json"));
    assert_eq!(keys, ["wamid.example.1:delivered", "wamid.example.1:read"]);
    for (event, time) in events.iter().zip([1_750_857_384_000, 1_750_857_390_000]) {
        assert_eq!((event.kind.as_str(), event.signal), ("statuses", None));
        assert_eq!(
            subject(event),
            json!({ "email": null, "id": "16505551234", "login": null, "name": null })
        );
        assert_eq!(event.occurred_at, Some(millis(time)));
    }
}

#[test]
fn messages_of_several_people_are_events_and_nobody_gets_anothers_name() {
    let sent = Sent::changed("whatsapp", TEXT, |body| {
        let value = &mut body["entry"][0]["changes"][0]["value"];
        let other = json!({ "from": "16505550000", "id": "wamid.2", "timestamp": "1749416384" });
        value["messages"].as_array_mut().unwrap().push(other);
        let card = json!({ "wa_id": "16505550000", "profile": { "name": "Jane Roe" } });
        value["contacts"].as_array_mut().unwrap().push(card);
        let account = json!({ "field": "account_update", "value": { "event": "x" } });
        let entry = json!({ "id": "2", "changes": [account] });
        body["entry"].as_array_mut().unwrap().push(entry);
    });
    let (events, keys) = events(&sent);
    let seen: Vec<Value> = events
        .iter()
        .map(|event| json!([event.kind, subject(event)["id"], subject(event)["name"]]))
        .collect();
    assert_eq!(
        seen,
        [
            json!(["messages", "16505551234", null]),
            json!(["messages", "16505550000", null]),
            json!(["account_update", null, null]),
        ]
    );
    assert_eq!(keys[1], "wamid.2");
    assert!(keys[2].ends_with("#2"), "{}", keys[2]);
    assert_eq!(
        events[0].data["value"]["messages"][0]["from"],
        "16505551234"
    );
    assert_eq!(
        events[1].data["value"]["messages"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

/// Field names: developers.facebook.com, "Business-scoped user IDs".
#[test]
fn a_sender_without_a_phone_is_known_by_metas_id() {
    let sent = Sent::changed("whatsapp", TEXT, |body| {
        let message = &mut body["entry"][0]["changes"][0]["value"]["messages"][0];
        message.as_object_mut().unwrap().remove("from");
        message["from_user_id"] = "BR.1502576394655843".into();
    });
    assert_eq!(subject(&sent.event().0)["id"], "BR.1502576394655843");
}

#[test]
fn cards_that_somebody_sends_are_not_the_sender() {
    let sent = Sent::changed("whatsapp", TEXT, |body| {
        let message = &mut body["entry"][0]["changes"][0]["value"]["messages"][0];
        message["type"] = "contacts".into();
        message["contacts"] = json!([{ "name": { "formatted_name": "Somebody Else" } }]);
    });
    assert_eq!(subject(&sent.event().0)["name"], "Sheena Nelson");
}

fn hello(query: &str) -> Result<Answer, WebhookErrorKind> {
    let request = Request {
        method: "GET",
        url: &format!("https://hooks.example/hooks/source?{query}"),
        headers: &Headers::default(),
        body: b"",
    };
    let secrets = Secrets::new([SECRET.to_owned(), TOKEN.to_owned()]).unwrap();
    match kind("whatsapp")
        .unwrap()
        .receive(&request, &secrets, millis(SIGNED_AT), None)
    {
        Ok(Received::Handshake(answer)) => Ok(answer),
        Ok(Received::Events { .. }) => panic!("expected a handshake"),
        Err(error) => Err(error.kind()),
    }
}

#[test]
fn whoever_asks_with_the_verify_token_gets_the_challenge_back() {
    assert!(kind("whatsapp").unwrap().takes_get());
    let query = format!("hub.mode=subscribe&hub.verify_token={TOKEN}&hub.challenge=1158201444");
    let answer = hello(&query).unwrap();
    assert_eq!((answer.status, answer.body.as_str()), (200, "1158201444"));
    let text = ("content-type".to_owned(), "text/plain".to_owned());
    let no_page = ("x-content-type-options".to_owned(), "nosniff".to_owned());
    assert_eq!(answer.headers, [text, no_page]);
}

#[test]
fn any_other_question_is_refused() {
    for (query, expected) in [
        (
            "hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1".to_owned(),
            WebhookErrorKind::BadSignature,
        ),
        (
            "hub.mode=subscribe&hub.challenge=1".to_owned(),
            WebhookErrorKind::BadSignature,
        ),
        (
            format!(
                "hub.mode=subscribe&hub.verify_token={TOKEN}&hub.verify_token={TOKEN}\
                 &hub.challenge=1"
            ),
            WebhookErrorKind::BadSignature,
        ),
        (
            format!("hub.mode=subscribe&hub.verify_token={TOKEN}"),
            WebhookErrorKind::Malformed,
        ),
        (
            format!("hub.mode=unsubscribe&hub.verify_token={TOKEN}&hub.challenge=1"),
            WebhookErrorKind::Unsupported,
        ),
        (String::new(), WebhookErrorKind::Unsupported),
    ] {
        assert_eq!(hello(&query), Err(expected), "{query}");
    }
}

#[test]
fn the_answer_is_200_and_nothing() {
    let answer = kind("whatsapp").unwrap().acknowledgement().unwrap();
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
}
