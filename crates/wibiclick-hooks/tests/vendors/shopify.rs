use crate::{Sent, assert_genuine, payload, subject};
use serde_json::{Value, json};
use wibiclick_hooks::{Event, WebhookErrorKind};

fn sent(topic: &str, file: &str) -> Sent {
    Sent::payload("shopify", file).with("X-Shopify-Topic", topic)
}

/// Shopify published no code: this one is made with Python's hmac module.
#[test]
fn the_code_is_in_base64_over_the_body() {
    for id in ["X-Shopify-Webhook-Id", "X-Shopify-Event-Id"] {
        assert_genuine(
            "shopify",
            "shpss_0123456789abcdef0123456789abcdef",
            &[
                (
                    "X-Shopify-Hmac-Sha256",
                    "PrChnRlxl0SL/be7fC4UMeseRU2MnH4hAm+Dgin6mVc=",
                ),
                (id, "1"),
            ],
            &payload("shopify", "customers.redact.json"),
            0,
        );
    }
}

#[test]
fn a_customer_to_be_forgotten_is_named_and_has_no_signal() {
    let (event, key) = sent("customers/redact", "customers.redact.json").event();
    assert_eq!(
        (event.kind.as_str(), event.signal),
        ("customers/redact", None)
    );
    assert_eq!(
        subject(&event),
        json!({ "email": "john@example.com", "id": "191167", "login": null, "name": null })
    );
    assert_eq!(key, "delivery-1");

    // Field names: shopify.dev, "Privacy law compliance".
    let (asked, _) = sent("customers/data_request", "customers.redact.json").event();
    assert_eq!((asked.signal, subject(&asked)), (None, subject(&event)));
}

#[test]
fn an_order_names_its_customer_and_means_nothing() {
    let (event, _) = sent("orders/create", "orders.create.json").event();
    assert_eq!(event.signal, None);
    assert_eq!(subject(&event)["email"], "john@example.com");
    assert_eq!(subject(&event)["name"], "John Smith");
}

#[test]
fn a_shop_to_be_forgotten_is_nobody() {
    let (event, _) = sent("shop/redact", "shop.redact.json").event();
    assert_eq!((event.signal, subject(&event)), (None, Value::Null));
}

#[test]
fn without_a_topic_what_happened_is_unknown_and_without_an_id_it_is_refused() {
    let (event, _) = Sent::payload("shopify", "customers.redact.json").event();
    assert_eq!(event.kind, Event::UNKNOWN);
    let error = sent("shop/redact", "shop.redact.json")
        .without("x-shopify-webhook-id")
        .received();
    assert_eq!(error.unwrap_err().kind(), WebhookErrorKind::MissingHeader);
}
