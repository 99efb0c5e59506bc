use crate::{SECRET, SIGNED_AT, Sent, assert_genuine, millis, subject};
use serde_json::Value;
use wibiclick_hooks::{Event, WebhookErrorKind};

const PAID: &str = "payment.succeeded.json";

/// The vector that the libraries of Standard Webhooks share in their tests
/// (standard-webhooks/standard-webhooks, `libraries/*/tests`): Yoco published
/// none of its own, and has that scheme.
#[test]
fn the_code_is_that_of_standard_webhooks() {
    assert_genuine(
        "yoco",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        &[
            ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            ("webhook-timestamp", "1614265330"),
            (
                "webhook-signature",
                "v1,Zm9yZ2Vk v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ),
        ],
        br#"{"test": 2432232314}"#,
        1_614_265_330_000,
    );
}

#[test]
fn a_payment_is_about_nobody_and_at_the_time_of_the_event() {
    let (event, key) = Sent::payload("yoco", PAID).event();
    assert_eq!(
        (event.kind.as_str(), event.signal),
        ("payment.succeeded", None)
    );
    assert_eq!(subject(&event), Value::Null);
    assert_eq!(
        (event.id.as_deref(), key.as_str()),
        (Some(key.as_str()), "evt_1EAwK8Mjy2DT38WIWntiZWxm")
    );
    assert_eq!(event.occurred_at, Some(millis(1_718_466_715_260)));
}

#[test]
fn no_type_has_a_signal_even_if_it_has_a_signals_name() {
    for name in ["refund.succeeded", "refund.failed", "person.left"] {
        let sent = Sent::changed("yoco", PAID, |body| body["type"] = name.into());
        assert_eq!(sent.event().0.signal, None, "{name}");
    }
    let (event, key) = Sent::new("yoco", b"{}").event();
    assert_eq!(event.kind, Event::UNKNOWN);
    assert_eq!(key, "delivery-1");
}

#[test]
fn three_minutes_late_is_not_too_late_and_more_is() {
    let late = |by: i64| {
        let sent = Sent {
            now: SIGNED_AT + by,
            ..Sent::payload("yoco", PAID)
        };
        assert_eq!(sent.secret, SECRET);
        sent.received().map(|_| ()).map_err(|error| error.kind())
    };
    assert_eq!(late(180_000), Ok(()));
    assert_eq!(late(180_001), Err(WebhookErrorKind::TooOld));
}
