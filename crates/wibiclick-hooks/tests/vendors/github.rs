use crate::{Sent, assert_genuine, subject};
use serde_json::{Value, json};
use wibiclick_hooks::{Event, Signal, WebhookErrorKind, kind};

fn sent(event: &str, file: &str) -> Sent {
    Sent::payload("github", file).with("X-GitHub-Event", event)
}

fn nobody() -> Value {
    Value::Null
}

#[test]
fn whoever_is_removed_from_an_organisation_loses_access_and_the_sender_does_not() {
    let (event, key) = sent("organization", "organization.member_removed.json").event();
    assert_eq!(event.kind, "organization.member_removed");
    assert_eq!(event.signal, Some(Signal::AccessRemoved));
    assert_eq!(
        subject(&event),
        json!({ "id": "5", "login": "Hacktocat", "email": null, "name": null })
    );
    // The payload's own sender is somebody else.
    assert_eq!(event.data["sender"]["login"], "Codertocat");
    assert_eq!(
        (event.id.as_deref(), key.as_str()),
        (Some("delivery-1"), "delivery-1")
    );
    // GitHub says no time.
    assert_eq!(event.occurred_at, None);
}

#[test]
fn whoever_is_added_has_no_signal_though_they_are_at_the_same_place() {
    let (event, _) = sent("organization", "organization.member_added.json").event();
    assert_eq!(
        (event.kind.as_str(), event.signal),
        ("organization.member_added", None)
    );
    assert!(event.subject.unwrap().login.is_some());
}

#[test]
fn a_team_is_one_thing_to_lose_access_to() {
    let (event, _) = sent("membership", "membership.removed.json").event();
    assert_eq!(event.kind, "membership.removed");
    assert_eq!(event.signal, Some(Signal::AccessRemoved));
    assert_eq!(subject(&event)["login"], "Codertocat");
}

#[test]
fn a_name_that_nobody_signed_gives_no_signal_that_the_body_does_not_bear_out() {
    for (named, file) in [
        ("membership", "organization.member_removed.json"),
        ("organization", "membership.removed.json"),
        ("organization", "organization.member_added.json"),
        ("team", "organization.member_removed.json"),
        ("organization.member_removed", "ping.json"),
        ("Organization", "organization.member_removed.json"),
    ] {
        let (event, _) = sent(named, file).event();
        assert_eq!(event.signal, None, "{named} {file}");
    }
    // `member` has `action` and `member` too: a collaborator of a repository.
    let member = Sent::changed("github", "membership.removed.json", |body| {
        body.as_object_mut().unwrap().remove("scope");
    });
    let (event, _) = member.with("x-github-event", "membership").event();
    assert_eq!((event.signal, subject(&event)), (None, nobody()));
}

#[test]
fn without_a_name_or_with_two_what_happened_is_unknown() {
    let file = "organization.member_removed.json";
    for sent in [
        Sent::payload("github", file),
        sent("organization", file).with("x-github-event", "organization"),
        Sent::payload("github", file).with("x-github-event", ""),
    ] {
        let (event, _) = sent.event();
        assert_eq!((event.kind.as_str(), event.signal), (Event::UNKNOWN, None));
        assert_eq!(subject(&event), nobody());
    }
}

#[test]
fn an_event_without_an_action_is_called_by_its_header_alone() {
    let (event, _) = sent("push", "ping.json").event();
    assert_eq!((event.kind.as_str(), event.signal), ("push", None));
}

#[test]
fn a_ping_is_answered_and_is_no_event_if_it_is_genuine() {
    let answer = sent("ping", "ping.json").handshake();
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    assert!(answer.headers.is_empty());

    let mut forged = sent("ping", "ping.json");
    forged.body.push(b' ');
    let error = forged.received().unwrap_err();
    assert_eq!(error.kind(), WebhookErrorKind::BadSignature);
    assert!(!kind("github").unwrap().takes_get());
}

#[test]
fn a_request_without_its_id_or_with_the_old_signature_is_refused() {
    let file = "organization.member_removed.json";
    let error = sent("organization", file)
        .without("x-github-delivery")
        .received();
    assert_eq!(error.unwrap_err().kind(), WebhookErrorKind::MissingHeader);
    let old = sent("organization", file)
        .without("x-hub-signature-256")
        .with(
            "x-hub-signature",
            "sha1=0000000000000000000000000000000000000000",
        );
    assert_eq!(
        old.received().unwrap_err().kind(),
        WebhookErrorKind::MissingHeader
    );
}

#[test]
fn a_form_is_not_taken() {
    let github = kind("github").unwrap();
    assert!(!github.accepts_content_type("application/x-www-form-urlencoded"));
}

/// docs.github.com, "Validating webhook deliveries", "Testing the webhook payload
/// validation".
#[test]
fn the_published_signature_is_genuine() {
    let code = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    assert_genuine(
        "github",
        "It's a Secret to Everybody",
        &[("X-Hub-Signature-256", code), ("X-GitHub-Delivery", "1")],
        b"Hello, World!",
        0,
    );
}
