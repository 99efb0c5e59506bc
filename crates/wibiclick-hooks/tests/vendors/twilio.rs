use crate::{SIGNED_AT, Sent, millis, payload, subject};
use serde_json::json;
use wibiclick_hooks::{Headers, Received, Request, Secrets, WebhookError, WebhookErrorKind, kind};

/// The secret, the form and the bodies of the vectors: twilio-node,
/// `spec/validation.spec.js`, and twilio-python, `tests/unit/test_request_validator.py`.
const TOKEN: &str = "12345";
const CALL: &str = "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212";
const JSON_BODY: &str = r#"{"property": "value", "boolean": true}"#;
const JSON_HASH: &str = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";

fn received(
    url: &str,
    content_type: &str,
    body: &str,
    signature: &str,
) -> Result<Received, WebhookError> {
    let headers = Headers::new([
        ("X-Twilio-Signature", signature),
        ("Content-Type", content_type),
    ]);
    let request = Request {
        method: "POST",
        url,
        headers: &headers,
        body: body.as_bytes(),
    };
    let secrets = Secrets::new([TOKEN.to_owned()]).unwrap();
    kind("twilio")
        .unwrap()
        .receive(&request, &secrets, millis(SIGNED_AT), None)
}

fn refused(url: &str, content_type: &str, body: &str, signature: &str) -> Option<WebhookErrorKind> {
    let result = received(url, content_type, body, signature);
    result.err().map(|error| error.kind())
}

const FORM: &str = "application/x-www-form-urlencoded; charset=utf-8";
const BAD: Option<WebhookErrorKind> = Some(WebhookErrorKind::BadSignature);

/// Genuine as it is, and neither with another URL nor with another form.
#[track_caller]
fn assert_form(url: &str, form: &str, signature: &str) {
    assert_eq!(refused(url, FORM, form, signature), None, "{url}");
    let more = format!("{url}&more=1");
    assert_eq!(refused(&more, FORM, form, signature), BAD, "{url}");
    let more = format!("{form}&more=1");
    assert_eq!(refused(url, FORM, &more, signature), BAD, "{url}");
}

/// The vectors of twilio-node and twilio-python.
#[test]
fn the_published_signatures_are_genuine_whether_or_not_the_port_was_signed() {
    for (signed, other, signature) in [
        (
            "https://mycompany.com/myapp.php?foo=1&bar=2",
            "https://mycompany.com:443/myapp.php?foo=1&bar=2",
            "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        ),
        (
            "https://mycompany.com:443/myapp.php?foo=1&bar=2",
            "https://mycompany.com/myapp.php?foo=1&bar=2",
            "kvajT1Ptam85bY51eRf/AJRuM3w=",
        ),
        (
            "http://mycompany.com:1234/myapp.php?foo=1&bar=2",
            "http://mycompany.com:1234/myapp.php?foo=1&bar=2",
            "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
        ),
        (
            "http://mycompany.com:80/myapp.php?foo=1&bar=2",
            "http://mycompany.com/myapp.php?foo=1&bar=2",
            "0ZXoZLH/DfblKGATFgpif+LLRf4=",
        ),
        (
            "https://user:pass@mycompany.com/myapp.php?foo=1&bar=2",
            "https://user:pass@mycompany.com:443/myapp.php?foo=1&bar=2",
            "CukzLTc1tT5dXEDIHm/tKBanW10=",
        ),
        (
            "https://user@mycompany.com/myapp.php?foo=1&bar=2",
            "https://user@mycompany.com:443/myapp.php?foo=1&bar=2",
            "2YRLlVAflCqxaNicjMpJcSTgzSs=",
        ),
        (
            "https://user:pass@mycompany.com:443/myapp.php?foo=1&bar=2",
            "https://user:pass@mycompany.com/myapp.php?foo=1&bar=2",
            "ZQFR1PTIZXF2MXB8ZnKCvnnA+rI=",
        ),
    ] {
        assert_form(signed, CALL, signature);
        assert_form(other, CALL, signature);
    }
}

/// The same: Twilio signs an apostrophe of the query as `%27`.
#[test]
fn an_apostrophe_of_the_query_may_be_written_either_way() {
    let signature = "TfZzewPq8wqrGlMfyAud8+/IvJ0=";
    for query in ["It's+amazing", "It%27s+amazing"] {
        let url = format!("https://mycompany.com/myapp.php?foo=1&bar=2&Body={query}");
        assert_form(&url, CALL, signature);
    }
}

/// The same.
#[test]
fn a_name_that_comes_several_times_is_signed_once_for_each_value() {
    let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    for form in [
        "MessagingBinding.Address=%2B1325xxxxxxx&MessagingBinding.Address=%2B1415xxxxxxx",
        "MessagingBinding.Address=%2B1415xxxxxxx&MessagingBinding.Address=%2B1325xxxxxxx",
    ] {
        assert_form(url, form, "83O6e2vORAoJHUNzJjDWN1jz+BA=");
    }
    let form = "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234";
    assert_form(url, form, "IK+Dwps556ElfBT0I3Rgjkr1wJU=");
}

/// The same.
#[test]
fn json_is_genuine_where_the_signed_url_has_its_hash() {
    let nothing = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    for (query, body, signature) in [
        (
            format!("foo=1&bar=2&bodySHA256={JSON_HASH}"),
            JSON_BODY,
            "a9nBmqA0ju/hNViExpshrM61xv4=",
        ),
        (
            format!("bodySHA256={JSON_HASH}"),
            JSON_BODY,
            "y77kIzt2vzLz71DgmJGsen2scGs=",
        ),
        (
            format!("foo=1&bar=2&bodySHA256={nothing}"),
            "{}",
            "Ldidvp12m26NI7eqEvxnEpkd9Hc=",
        ),
    ] {
        let url = format!("https://mycompany.com/myapp.php?{query}");
        assert_eq!(refused(&url, "application/json", body, signature), None);
        assert_eq!(refused(&url, "application/json", "[]", signature), BAD);
        // Whoever calls it a form gets no further: the URL says what was signed.
        assert_eq!(refused(&url, FORM, "", signature), BAD);
        assert_eq!(refused(&url, FORM, "From=%2B1", signature), BAD);
    }
}

#[test]
fn json_without_its_hash_in_the_url_is_refused() {
    let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    // The signature of an empty form: made with Python's hmac module.
    let signature = "zYQTYrRWXE7LtzbG4PfP7/bkkGo=";
    assert_eq!(refused(url, FORM, "", signature), None);
    assert_eq!(refused(url, "application/json", "{}", signature), BAD);
}

fn with(file: &str, fields: &str) -> Sent {
    let body = [&payload("twilio", file), fields.as_bytes()].concat();
    Sent::new("twilio", &body)
}

#[test]
fn whoever_writes_is_known_by_phone_and_means_nothing_more() {
    let (event, key) = Sent::payload("twilio", "message.received.txt").event();
    assert_eq!(
        (event.kind.as_str(), event.signal),
        ("message.received", None)
    );
    assert_eq!(
        subject(&event),
        json!({ "email": null, "id": "+15005550001", "login": null, "name": null })
    );
    assert_eq!(key, "SM00000000000000000000000000000001");
    assert_eq!(event.occurred_at, None);
    assert_eq!(event.data["Body"], "Is it ready?");

    let (event, _) = with("message.received.txt", "&ProfileName=Jane+Roe").event();
    assert_eq!(subject(&event)["name"], "Jane Roe");
}

#[test]
fn the_status_of_what_we_wrote_is_about_whom_we_wrote_to() {
    let (event, key) = Sent::payload("twilio", "message.delivered.txt").event();
    assert_eq!(
        (event.kind.as_str(), event.signal),
        ("message.delivered", None)
    );
    assert_eq!(
        subject(&event),
        json!({ "email": null, "id": "+15005550001", "login": null, "name": null })
    );
    assert_eq!(key, "SM00000000000000000000000000000002:delivered");
}

/// Field names: twilio.com/docs, "Twilio's request to your application" (voice).
#[test]
fn a_call_is_about_who_is_at_the_other_end() {
    for (direction, id) in [
        ("inbound", "+15005550001"),
        ("outbound-api", "+15005550006"),
    ] {
        let body = format!(
            "CallSid=CA1&CallStatus=no-answer&Direction={direction}\
             &From=%2B15005550001&To=%2B15005550006"
        );
        let (event, key) = Sent::new("twilio", body.as_bytes()).event();
        assert_eq!(
            (event.kind.as_str(), event.signal),
            ("call.no-answer", None)
        );
        assert_eq!(subject(&event)["id"], id, "{direction}");
        assert_eq!(key, "CA1:no-answer");
    }
}

#[test]
fn the_answer_is_an_empty_response_in_xml() {
    let answer = kind("twilio").unwrap().acknowledgement().unwrap();
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (200, "<Response></Response>")
    );
    let xml = ("content-type".to_owned(), "text/xml".to_owned());
    assert_eq!(answer.headers, [xml]);
}
