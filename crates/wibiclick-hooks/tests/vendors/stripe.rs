use crate::{Sent, assert_genuine, millis, payload, subject};
use serde_json::{Value, json};
use wibiclick_hooks::WebhookErrorKind;

const SUBSCRIPTION: &str = "customer.subscription.deleted.json";

/// Stripe published no code over a whole request: this one is made with Python's
/// hmac module. What Stripe did publish is in `schemes.rs`.
#[test]
fn the_key_is_the_whole_secret_and_a_v0_is_passed_over() {
    assert_genuine(
        "stripe",
        "whsec_test_0123456789abcdef",
        &[(
            "Stripe-Signature",
            "t=1648320097,\
             v1=f60b08248ed3d1ad5bf468ec9b47a55ac1c7470f572fd7cd9ec88d00c6c4b9c8,\
             v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39",
        )],
        &payload("stripe", SUBSCRIPTION),
        1_648_320_097_000,
    );
}

#[test]
fn a_code_called_v0_proves_nothing() {
    let mut sent = Sent::payload("stripe", SUBSCRIPTION);
    for (_, value) in &mut sent.headers {
        *value = value.replace("v1=", "v0=");
    }
    assert_eq!(
        sent.received().unwrap_err().kind(),
        WebhookErrorKind::BadSignature
    );
}

#[test]
fn an_ended_subscription_names_a_customer_by_id_and_is_no_departure() {
    let (event, key) = Sent::payload("stripe", SUBSCRIPTION).event();
    assert_eq!(
        (event.kind.as_str(), event.signal),
        ("customer.subscription.deleted", None)
    );
    assert_eq!(
        subject(&event),
        json!({ "email": null, "id": "cus_00000000000000", "login": null, "name": null })
    );
    assert_eq!(key, "evt_000000000000000000000000");
    assert_eq!(event.occurred_at, Some(millis(1_648_320_097_000)));
}

#[test]
fn a_purchase_and_a_payment_name_the_customer_and_mean_nothing() {
    for file in ["checkout.session.completed.json", "invoice.paid.json"] {
        let (event, _) = Sent::payload("stripe", file).event();
        assert_eq!(event.signal, None, "{file}");
        assert_eq!(
            subject(&event),
            json!({
                "email": "hook@example.com", "id": "cus_NSPHp4fOlXGw8P", "login": null,
                "name": "Example Customer",
            }),
            "{file}"
        );
    }
}

#[test]
fn a_refund_without_a_customer_is_about_nobody() {
    let (event, _) = Sent::payload("stripe", "charge.refunded.json").event();
    assert_eq!((event.signal, subject(&event)), (None, Value::Null));
}

/// Field names: docs.stripe.com, "The Customer object".
#[test]
fn a_customer_who_comes_changes_or_goes_is_named_and_is_no_employee() {
    for name in ["customer.created", "customer.updated", "customer.deleted"] {
        let body = json!({
            "id": "evt_1", "object": "event", "type": name, "created": 1_648_320_097,
            "data": { "object": {
                "id": "cus_1", "object": "customer", "email": "Jane@Example.com",
                "name": "Jane Roe",
            }},
        });
        let (event, _) = Sent::new("stripe", body.to_string().as_bytes()).event();
        assert_eq!(event.signal, None, "{name}");
        assert_eq!(
            subject(&event),
            json!({
                "email": "jane@example.com", "id": "cus_1", "login": null, "name": "Jane Roe",
            })
        );
    }
}
