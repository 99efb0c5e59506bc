use crate::{SECRET, SIGNED_AT, Sent, assert_genuine, millis, payload, subject};
use serde_json::json;
use wibiclick_hooks::WebhookErrorKind;

const BOOKED: &str = "invitee.created.json";
const INVITEE: &str =
    "https://api.calendly.com/scheduled_events/AAAAAAAAAAAAAAAA/invitees/AAAAAAAAAAAAAAAA";

/// Calendly published no code: this one is made with Python's hmac module.
#[test]
fn time_and_code_are_in_one_header_in_either_order() {
    let code = "cd1eb1ee624ac4d812b81de11e44e0e06c53a54d2de542a6ed73be4ec478b06a";
    for header in [
        format!("t=1700000000,v1={code}"),
        format!("v1={code},t=1700000000"),
    ] {
        assert_genuine(
            "calendly",
            SECRET,
            &[("Calendly-Webhook-Signature", &header)],
            &payload("calendly", BOOKED),
            SIGNED_AT,
        );
    }
}

#[test]
fn a_request_is_too_old_after_three_minutes() {
    let mut sent = Sent::payload("calendly", BOOKED);
    sent.now = SIGNED_AT + 180_000;
    assert!(sent.received().is_ok());
    sent.now += 1;
    let error = sent.received().unwrap_err();
    assert_eq!(error.kind(), WebhookErrorKind::TooOld);
}

#[test]
fn a_booking_is_about_the_invitee_and_never_the_host() {
    let (event, key) = Sent::payload("calendly", BOOKED).event();
    assert_eq!(
        (event.kind.as_str(), event.signal),
        ("invitee.created", None)
    );
    assert_eq!(
        subject(&event),
        json!({
            "email": "test@example.com", "id": INVITEE, "login": null, "name": "John Doe",
        })
    );
    assert_eq!(
        key,
        format!("invitee.created:{INVITEE}:2020-11-23T17:51:18.341657Z")
    );
    assert_eq!(event.occurred_at, Some(millis(1_606_153_879_000)));
}

#[test]
fn whoever_cancels_the_event_is_about_the_invitee_and_has_another_key() {
    let sent = Sent::changed("calendly", BOOKED, |body| {
        body["event"] = "invitee.canceled".into();
        body["payload"]["cancellation"] =
            json!({ "canceled_by": "John Smith", "canceler_type": "host" });
    });
    let (event, key) = sent.event();
    assert_eq!(subject(&event)["name"], "John Doe");
    assert_ne!(key, Sent::payload("calendly", BOOKED).event().1);
}

/// Field names: developer.calendly.com, the samples of webhook payloads.
#[test]
fn an_absence_is_about_the_invitee_and_not_about_itself() {
    let body = json!({
        "event": "invitee_no_show.created", "created_at": "2020-11-23T17:51:19.000000Z",
        "created_by": "https://api.calendly.com/users/A",
        "payload": { "uri": "https://api.calendly.com/invitee_no_shows/A", "invitee": INVITEE },
    });
    let (event, key) = Sent::new("calendly", body.to_string().as_bytes()).event();
    assert_eq!(subject(&event)["id"], INVITEE);
    assert_eq!(
        key,
        "invitee_no_show.created:https://api.calendly.com/invitee_no_shows/A:\
         2020-11-23T17:51:19.000000Z"
    );
}

#[test]
fn what_is_about_no_invitee_is_about_nobody() {
    let sent = Sent::changed("calendly", BOOKED, |body| {
        body["event"] = "event_type.updated".into();
    });
    assert_eq!(sent.event().0.subject, None);
}
