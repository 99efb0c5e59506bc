use crate::{SECRET, SIGNED_AT, Sent, assert_genuine, millis, payload, subject};
use serde_json::json;
use wibiclick_hooks::{Event, WebhookErrorKind};

const BOOKED: &str = "BOOKING_CREATED.json";

/// Cal.com published no code: this one is made with Python's hmac module.
#[test]
fn the_code_is_in_hex_over_the_body() {
    assert_genuine(
        "cal",
        SECRET,
        &[(
            "X-Cal-Signature-256",
            "389989e602dbbd9e40c1782a3a83ab1daae47cd71ca8cb40f5e0f1b69ff13f04",
        )],
        &payload("cal", BOOKED),
        SIGNED_AT,
    );
}

#[test]
fn what_is_sent_without_a_secret_is_never_genuine() {
    for secret in [SECRET, "no-secret-provided"] {
        let mut sent = Sent::payload("cal", BOOKED)
            .without("x-cal-signature-256")
            .with("x-cal-signature-256", "no-secret-provided");
        sent.secret = secret;
        let error = sent.received().unwrap_err();
        assert_eq!(error.kind(), WebhookErrorKind::BadSignature);
    }
}

#[test]
fn a_booking_is_about_who_booked_and_never_the_organizer() {
    let (event, key) = Sent::payload("cal", BOOKED).event();
    assert_eq!(
        (event.kind.as_str(), event.signal),
        ("BOOKING_CREATED", None)
    );
    assert_eq!(
        subject(&event),
        json!({
            "email": "jane.roe@customer.example", "id": null, "login": null,
            "name": "Jane Roe",
        })
    );
    assert_eq!(
        key,
        "BOOKING_CREATED:exampleUidOfABooking01:2026-05-24T09:30:00.538Z"
    );
    assert_eq!(event.occurred_at, Some(millis(1_779_615_000_538)));
}

#[test]
fn without_answers_the_first_attendee_is_who_booked() {
    let sent = Sent::changed("cal", BOOKED, |body| {
        body["payload"]["responses"] = json!({});
        let guest = json!({ "email": "guest@customer.example", "name": "Guest" });
        let attendees = body["payload"]["attendees"].as_array_mut().unwrap();
        attendees.push(guest);
    });
    let (event, _) = sent.event();
    assert_eq!(subject(&event)["email"], "jane.roe@customer.example");
    assert_eq!(subject(&event)["name"], "Jane Roe");
}

#[test]
fn whoever_cancels_the_event_is_about_who_booked() {
    let sent = Sent::changed("cal", BOOKED, |body| {
        body["triggerEvent"] = "BOOKING_CANCELLED".into();
        body["payload"]["cancelledBy"] = "hanna@firm.example".into();
    });
    let (event, key) = sent.event();
    assert_eq!(subject(&event)["email"], "jane.roe@customer.example");
    assert_ne!(key, Sent::payload("cal", BOOKED).event().1);
}

/// Field names: calcom/cal.com, `packages/features/webhooks/lib/sendPayload.ts`.
#[test]
fn a_host_who_is_away_is_nobody() {
    let body = json!({
        "triggerEvent": "OOO_CREATED", "createdAt": "2026-05-24T09:30:00.538Z",
        "payload": { "oooEntry": { "user": { "id": 5, "email": "hanna@firm.example" } } },
    });
    let (event, key) = Sent::new("cal", body.to_string().as_bytes()).event();
    assert_eq!((event.signal, event.subject), (None, None));
    assert!(key.starts_with("sha256:"), "{key}");
}

#[test]
fn a_template_of_its_own_is_an_unknown_event() {
    let (event, _) = Sent::new("cal", br#"{"who":"Jane Roe"}"#).event();
    assert_eq!((event.kind.as_str(), event.subject), (Event::UNKNOWN, None));
}

#[test]
fn a_ping_is_answered_if_it_is_genuine() {
    let ping = || {
        Sent::changed("cal", BOOKED, |body| {
            body["triggerEvent"] = "PING".into();
        })
    };
    let answer = ping().handshake();
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    let mut forged = ping();
    forged.body.push(b' ');
    assert_eq!(
        forged.received().unwrap_err().kind(),
        WebhookErrorKind::BadSignature
    );
}
