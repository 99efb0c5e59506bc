//! The Worker, end to end: the built wasm in workerd with its queue and its
//! journal, and the sandbox API behind it.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::sync::OnceCell;
use wibiclick_sandbox::{Effect, Fault};
use wibiclick_tests::{Webhook, alone, calls, id, payload, unique};

const API_KEY: &str = wibiclick_tests::Stage::API_KEY;
const OKTA: &str = "test-okta-token-0123456789-0123456789";
const OKTA_NEXT: &str = "test-okta-token-next-0123456789-01234";
const CLERK: &str = "whsec_dGVzdC1jbGVyay1zZWNyZXQtMDEyMzQ1Njc4OTA=";
const STANDARD: &str = "whsec_dGVzdC1zdGFuZGFyZC1zZWNyZXQtMDEyMzQ1Njc=";
const VENDOR: &str = "vendor-secret-0123456789-0123456789-01";
const DISCONNECT: &str = "/disconnect-user-from-website";

#[test]
fn an_accepted_event_is_carried_out() -> Result<()> {
    on_stage(async |stage| {
        let (status, body) = stage.okta(&deactivation("john.doe@example.com")).await?;
        assert_eq!(status, 202);
        assert_eq!(body["deliveries"][0]["status"], "accepted");
        let delivery = stage.worker.until("okta", id(&body), "done").await?;
        assert_eq!(stage.websites_of("user_1")?, json!([]));
        let calls = calls(&delivery);
        assert_eq!(
            calls,
            [
                ("user.getMany", "done"),
                ("user.disconnectFromWebsite", "done"),
                ("user.disconnectFromWebsite", "done"),
                ("user.reassignNotes", "done"),
            ]
        );
        Ok(())
    })
}

#[test]
fn every_call_and_its_outcome_is_in_the_journal() -> Result<()> {
    on_stage(async |stage| {
        let (_, body) = stage.okta(&deactivation("john.doe@example.com")).await?;
        let delivery = stage.worker.until("okta", id(&body), "done").await?;
        let call = &delivery["calls"][1];
        assert_eq!(call["rule"], "A leaver loses every website");
        assert_eq!(
            call["params"],
            json!({ "userId": "user_1", "websiteId": "site_1" })
        );
        assert_eq!(call["status"], 200);
        assert_eq!(call["attempt"], 1);
        assert!(call["endedAt"].as_i64() >= delivery["receivedAt"].as_i64());
        Ok(())
    })
}

#[test]
fn the_same_event_again_is_a_duplicate_and_repeats_nothing() -> Result<()> {
    on_stage(async |stage| {
        let event = deactivation("john.doe@example.com");
        let (_, first) = stage.okta(&event).await?;
        stage.worker.until("okta", id(&first), "done").await?;
        let before = stage.sandbox.requests().len();
        let (status, second) = stage.okta(&event).await?;
        assert_eq!(status, 200);
        assert_eq!(
            second["deliveries"],
            json!([{ "id": id(&first), "status": "duplicate" }])
        );
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(stage.sandbox.requests().len(), before);
        Ok(())
    })
}

#[test]
fn twenty_copies_at_once_are_carried_out_once() -> Result<()> {
    on_stage(async |stage| {
        let event = deactivation("john.doe@example.com");
        let copies = (0..20).map(|_| stage.okta(&event));
        let answers = futures_util::future::try_join_all(copies).await?;
        assert_eq!(
            answers.iter().filter(|(status, _)| *status == 202).count(),
            1
        );
        assert_eq!(
            answers.iter().filter(|(status, _)| *status == 200).count(),
            19
        );
        stage
            .worker
            .until("okta", id(&answers[0].1), "done")
            .await?;
        assert_eq!(stage.requests_to(DISCONNECT), 2);
        Ok(())
    })
}

#[test]
fn a_forged_request_is_refused_and_stores_nothing() -> Result<()> {
    on_stage(async |stage| {
        let event = deactivation("john.doe@example.com");
        let wrong = "wrong-token-0123456789-0123456789-01234";
        let (status, body) = stage
            .worker
            .send("okta", "okta", None, &event, wrong)
            .await?;
        assert_eq!(status, 401);
        assert!(
            !body.to_string().contains("token"),
            "the answer says why: {body}"
        );
        let response = stage.post("okta").body(event.clone()).send().await?;
        assert_eq!(response.status(), 401, "without any signature");
        // Had it been stored, the genuine one would now be a duplicate.
        assert_eq!(stage.okta(&event).await?.0, 202);
        Ok(())
    })
}

#[test]
fn while_rotating_either_secret_is_accepted() -> Result<()> {
    on_stage(async |stage| {
        for secret in [OKTA, OKTA_NEXT] {
            let event = deactivation("nobody@example.com");
            assert_eq!(
                stage
                    .worker
                    .send("okta", "okta", None, &event, secret)
                    .await?
                    .0,
                202
            );
        }
        Ok(())
    })
}

#[test]
fn a_genuine_body_that_is_not_understood_is_malformed() -> Result<()> {
    on_stage(async |stage| {
        for body in [
            &b"{"[..],
            b"",
            b"[]",
            b"null",
            b"\xff\xfe",
            b"{\"data\":{\"events\":7}}",
        ] {
            let (status, answer) = stage.worker.send("okta", "okta", None, body, OKTA).await?;
            assert_eq!(status, 400, "{body:?}: {answer}");
        }
        Ok(())
    })
}

#[test]
fn an_unknown_source_is_not_found() -> Result<()> {
    on_stage(async |stage| {
        let response = stage.post("nowhere").body("{}").send().await?;
        assert_eq!(response.status(), 404);
        Ok(())
    })
}

#[test]
fn other_methods_are_not_allowed() -> Result<()> {
    on_stage(async |stage| {
        for (method, source) in [("PUT", "okta"), ("DELETE", "okta"), ("GET", "clerk")] {
            let path = format!("/hooks/{source}");
            let response = stage.worker.request(method, &path)?.send().await?;
            assert_eq!(response.status(), 405, "{method} {source}");
            assert!(response.headers().contains_key("allow"));
        }
        Ok(())
    })
}

#[test]
fn another_content_type_is_not_supported() -> Result<()> {
    on_stage(async |stage| {
        let path = "/hooks/okta";
        let request = stage
            .worker
            .request("POST", path)?
            .header("content-type", "text/plain");
        assert_eq!(request.body("{}").send().await?.status(), 415);
        Ok(())
    })
}

#[test]
fn a_body_over_the_sources_limit_is_too_large_before_it_is_verified() -> Result<()> {
    on_stage(async |stage| {
        let body = |size: usize| format!("{{\"type\":\"x\",\"pad\":\"{}\"}}", "a".repeat(size));
        for (size, expected) in [(900, 200), (1_000, 413), (3_000_000, 413)] {
            let (id, body) = (format!("msg_{}", unique()), body(size));
            let sent = stage.worker.send(
                "small",
                "standard-webhooks",
                Some(&id),
                body.as_bytes(),
                STANDARD,
            );
            assert_eq!(sent.await?.0, expected, "{size} bytes");
        }
        let unsigned = stage.post("small").body("a".repeat(1_001)).send().await?;
        assert_eq!(unsigned.status(), 413);
        Ok(())
    })
}

#[test]
fn a_source_without_a_usable_secret_answers_500() -> Result<()> {
    on_stage(async |stage| {
        for source in ["unset", "weak"] {
            let body = deactivation("a@example.com");
            let (status, _) = stage
                .worker
                .send(source, "okta", None, &body, "short")
                .await?;
            assert_eq!(status, 500, "{source}");
        }
        Ok(())
    })
}

#[test]
fn a_handshake_is_answered_at_once() -> Result<()> {
    on_stage(async |stage| {
        let request = stage.worker.request("GET", "/hooks/okta")?;
        let response = request
            .header("x-okta-verification-challenge", "abc123")
            .send()
            .await?;
        assert_eq!(response.status(), 200);
        assert_eq!(
            response.json::<Value>().await?,
            json!({ "verification": "abc123" })
        );
        Ok(())
    })
}

#[test]
fn of_a_batch_each_event_goes_its_own_way() -> Result<()> {
    on_stage(async |stage| {
        let mut batch: Value = serde_json::from_slice(&deactivation("john.doe@example.com"))?;
        let other: Value = serde_json::from_slice(&payload("okta/user.session.start.json")?)?;
        let mut login = other["data"]["events"][0].clone();
        login["uuid"] = json!(unique());
        batch["data"]["events"]
            .as_array_mut()
            .context("events")?
            .push(login);
        let (status, body) = stage.okta(&serde_json::to_vec(&batch)?).await?;
        assert_eq!(status, 202);
        let words: Vec<_> = body["deliveries"]
            .as_array()
            .context("deliveries")?
            .iter()
            .map(|d| d["status"].clone())
            .collect();
        assert_eq!(words, ["accepted", "ignored"]);
        stage.worker.until("okta", id(&body), "done").await?;
        let ignored = body["deliveries"][1]["id"].as_str().context("id")?;
        stage.worker.until("okta", ignored, "ignored").await?;
        Ok(())
    })
}

#[test]
fn a_rule_whose_condition_does_not_hold_leaves_the_event_ignored() -> Result<()> {
    on_stage(async |stage| {
        for (email, expected) in [("a@example.com", 202), ("a@elsewhere.org", 200)] {
            let (status, _) = stage
                .standard(&json!({ "type": "conditional", "data": { "email": email } }))
                .await?;
            assert_eq!(status, expected, "{email}");
        }
        Ok(())
    })
}

#[test]
fn after_a_503_the_delivery_waits_and_then_succeeds_without_repeating_what_is_done() -> Result<()> {
    on_stage(async |stage| {
        stage.sandbox.fault(Fault {
            path: DISCONNECT.to_owned(),
            times: 1,
            effect: Effect::Status(503),
            contains: Some("site_2".to_owned()),
        });
        let (_, body) = stage.okta(&deactivation("john.doe@example.com")).await?;
        let waiting = stage.worker.until("okta", id(&body), "waiting").await?;
        assert!(
            waiting["reason"]
                .as_str()
                .context("reason")?
                .contains("503"),
            "{waiting}"
        );
        let delivery = stage.worker.until("okta", id(&body), "done").await?;
        assert_eq!(delivery["attempts"], 2);
        assert_eq!(
            calls(&delivery),
            [
                ("user.getMany", "done"),
                ("user.disconnectFromWebsite", "done"),
                ("user.disconnectFromWebsite", "failed"),
                ("user.disconnectFromWebsite", "done"),
                ("user.reassignNotes", "done"),
            ]
        );
        assert_eq!(stage.requests_to("/users"), 1);
        assert_eq!(stage.requests_to(DISCONNECT), 3);
        assert_eq!(stage.websites_of("user_1")?, json!([]));
        Ok(())
    })
}

#[test]
fn a_dropped_connection_is_tried_again() -> Result<()> {
    on_stage(async |stage| {
        stage.sandbox.fault(Fault {
            path: DISCONNECT.to_owned(),
            times: 1,
            effect: Effect::Drop,
            contains: None,
        });
        let (_, body) = stage.okta(&deactivation("john.doe@example.com")).await?;
        let delivery = stage.worker.until("okta", id(&body), "done").await?;
        assert_eq!(delivery["attempts"], 2);
        Ok(())
    })
}

#[test]
fn a_user_who_is_disconnected_already_is_a_success() -> Result<()> {
    on_stage(async |stage| {
        let event =
            json!({ "type": "disconnect", "data": { "user": "user_1", "website": "site_3" } });
        let (status, body) = stage.standard(&event).await?;
        assert_eq!(status, 202);
        let delivery = stage.worker.until("standard", id(&body), "done").await?;
        assert_eq!(
            calls(&delivery),
            [("user.disconnectFromWebsite", "alreadyGone")]
        );
        assert_eq!(delivery["calls"][0]["status"], 404);
        Ok(())
    })
}

#[test]
fn a_refusal_of_the_api_ends_the_delivery_at_once_with_its_reason() -> Result<()> {
    on_stage(async |stage| {
        stage.sandbox.fault(Fault {
            path: DISCONNECT.to_owned(),
            times: 1,
            effect: Effect::Status(403),
            contains: None,
        });
        let (_, body) = stage.okta(&deactivation("john.doe@example.com")).await?;
        let delivery = stage.worker.until("okta", id(&body), "dead").await?;
        assert_eq!(delivery["attempts"], 1);
        assert!(
            delivery["reason"]
                .as_str()
                .context("reason")?
                .contains("user.disconnectFromWebsite")
        );
        Ok(())
    })
}

#[test]
fn an_undefined_value_is_an_error_of_that_delivery() -> Result<()> {
    on_stage(async |stage| {
        let (_, body) = stage
            .standard(&json!({ "type": "disconnect", "data": {} }))
            .await?;
        let delivery = stage.worker.until("standard", id(&body), "dead").await?;
        let reason = delivery["reason"].as_str().context("reason")?;
        assert!(
            reason.contains("Disconnect by hand") && reason.contains("user"),
            "{reason}"
        );
        assert_eq!(stage.requests_to(DISCONNECT), 0);
        Ok(())
    })
}

#[test]
fn the_target_is_disconnected_never_the_actor() -> Result<()> {
    on_stage(async |stage| {
        let before = stage.websites_of("user_4")?;
        let real = payload("okta/user.lifecycle.deactivate.json")?;
        let (_, body) = stage.okta(&with_uuid(&real)?).await?;
        stage.worker.until("okta", id(&body), "done").await?;
        assert_eq!(
            stage.websites_of("user_1")?,
            json!([]),
            "john.doe@example.com is the target"
        );
        assert_eq!(
            stage.websites_of("user_4")?,
            before,
            "okta.trainer@okta.com is the actor"
        );
        Ok(())
    })
}

#[test]
fn an_event_with_an_id_alone_gets_the_email_from_an_earlier_one() -> Result<()> {
    on_stage(async |stage| {
        let mut created: Value = serde_json::from_slice(&payload("clerk/user.created.json")?)?;
        created["data"]["email_addresses"][0]["email_address"] = json!("Casey.Clerk@example.com");
        created["data"]["id"] = json!("user_29wBMCtzATuFJut8jO2VNTVekS4");
        assert_eq!(stage.clerk(&serde_json::to_vec(&created)?).await?.0, 200);
        let (status, body) = stage.clerk(&payload("clerk/user.deleted.json")?).await?;
        assert_eq!(status, 202);
        stage.worker.until("clerk", id(&body), "done").await?;
        assert_eq!(stage.websites_of("user_3")?, json!([]));
        Ok(())
    })
}

#[test]
fn handshakes_are_answered_as_the_vendors_ask() -> Result<()> {
    on_stage(async |stage| {
        let ask = async |method, path: &str| {
            let request = stage.worker.request(method, path)?;
            let response = request.header("content-type", "text/plain").send().await?;
            let kind = response.headers().get("content-type").cloned();
            let kind = kind.map(|kind| kind.to_str().unwrap_or_default().to_owned());
            let status = response.status().as_u16();
            anyhow::Ok((status, kind.unwrap_or_default(), response.text().await?))
        };
        let (status, kind, text) =
            ask("POST", "/hooks/graph?validationToken=a%3Cb%3E+c%2Bd").await?;
        assert_eq!((status, text.as_str()), (200, "a<b> c+d"));
        assert!(kind.starts_with("text/plain"), "{kind}");

        let subscribe = |token: &str| {
            format!("/hooks/meta?hub.mode=subscribe&hub.verify_token={token}&hub.challenge=115")
        };
        let (status, _, text) = ask("GET", &subscribe(VENDOR)).await?;
        assert_eq!((status, text.as_str()), (200, "115"));
        let (status, _, text) = ask("GET", &subscribe("guessed")).await?;
        assert_eq!(status, 401, "{text}");
        Ok(())
    })
}

#[test]
fn events_are_acknowledged_as_the_vendors_ask() -> Result<()> {
    on_stage(async |stage| {
        let post = async |kind, body: &[u8], secret, content_type| {
            let webhook = Webhook {
                source: kind,
                kind,
                id: None,
                body,
                secret,
                headers: &[("content-type", content_type)],
            };
            let response = stage.worker.post(&webhook).await?;
            anyhow::Ok((response.status().as_u16(), response.text().await?))
        };
        // Xero's intent to receive: 200 and nothing else, or 401.
        let nothing =
            br#"{"events":[],"lastEventSequence":0,"firstEventSequence":0,"entropy":"a"}"#;
        let json = "application/json";
        assert_eq!(
            post("xero", nothing, VENDOR, json).await?,
            (200, String::new())
        );
        assert_eq!(post("xero", nothing, STANDARD, json).await?.0, 401);

        let message = payload("twilio/message.received.txt")?;
        let form = "application/x-www-form-urlencoded";
        let (status, text) = post("twilio", &message, VENDOR, form).await?;
        assert_eq!((status, text.as_str()), (200, "<Response></Response>"));
        let (status, _) = post("twilio", &message, STANDARD, form).await?;
        assert_eq!(status, 401);
        Ok(())
    })
}

#[test]
fn health_says_what_is_wrong_and_nothing_secret() -> Result<()> {
    on_stage(async |stage| {
        let response = stage.worker.request("GET", "/health")?.send().await?;
        // Two sources of this stage have no usable secret, on purpose.
        assert_eq!(response.status(), 503);
        let body: Value = response.json().await?;
        assert_eq!(body["hooks"], json!({ "sources": 10, "rules": 3 }));
        assert_eq!(body["faults"].as_array().map(Vec::len), Some(1), "{body}");
        assert!(!body.to_string().contains("OKTA"), "{body}");
        Ok(())
    })
}

#[test]
fn the_admin_api_opens_for_its_token_alone() -> Result<()> {
    on_stage(async |stage| {
        let path = "/admin/api/deliveries";
        assert_eq!(
            stage.worker.request("GET", path)?.send().await?.status(),
            401
        );
        let wrong = stage
            .worker
            .request("GET", path)?
            .bearer_auth("wrong")
            .send()
            .await?;
        assert_eq!(wrong.status(), 401);
        Ok(())
    })
}

#[test]
fn no_secret_and_no_person_is_in_the_log() -> Result<()> {
    on_stage(async |stage| {
        let (_, body) = stage.okta(&deactivation("john.doe@example.com")).await?;
        stage.worker.until("okta", id(&body), "done").await?;
        let log = std::fs::read_to_string(stage.worker.log())?;
        assert!(log.contains(id(&body)), "the delivery is in the log");
        for secret in [API_KEY, OKTA, OKTA_NEXT, "john.doe"] {
            assert!(!log.contains(secret), "{secret} is in the log");
        }
        Ok(())
    })
}

// ---- the stage ----

struct Stage(wibiclick_tests::Stage);

impl std::ops::Deref for Stage {
    type Target = wibiclick_tests::Stage;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Stage {
    async fn start() -> Result<Self> {
        let hooks = include_str!("../hooks.toml").to_owned();
        let secrets = vec![
            ("OKTA_HOOK_TOKEN", OKTA.to_owned()),
            ("OKTA_HOOK_TOKEN_NEXT", OKTA_NEXT.to_owned()),
            ("CLERK_WEBHOOK_SECRET", CLERK.to_owned()),
            ("STANDARD_WEBHOOK_SECRET", STANDARD.to_owned()),
            ("VENDOR_SECRET", VENDOR.to_owned()),
            ("WEAK_TOKEN", "short".to_owned()),
        ];
        wibiclick_tests::Stage::start("worker", hooks, secrets)
            .await
            .map(Self)
    }

    async fn okta(&self, body: &[u8]) -> Result<(u16, Value)> {
        self.worker.send("okta", "okta", None, body, OKTA).await
    }

    async fn clerk(&self, body: &[u8]) -> Result<(u16, Value)> {
        let id = format!("msg_{}", unique());
        self.worker
            .send("clerk", "clerk", Some(&id), body, CLERK)
            .await
    }

    async fn standard(&self, body: &Value) -> Result<(u16, Value)> {
        let (id, body) = (format!("msg_{}", unique()), serde_json::to_vec(body)?);
        self.worker
            .send("standard", "standard-webhooks", Some(&id), &body, STANDARD)
            .await
    }

    fn post(&self, source: &str) -> wibiclick_tests::Request {
        let request = self
            .worker
            .request("POST", &format!("/hooks/{source}"))
            .expect("a request");
        request.header("content-type", "application/json")
    }
}

/// Plays one test on the one stage of this file, alone, on fresh data.
fn on_stage(test: impl AsyncFnOnce(&Stage) -> Result<()>) -> Result<()> {
    static STAGE: OnceCell<Stage> = OnceCell::const_new();
    alone(async {
        let stage = STAGE.get_or_try_init(Stage::start).await?;
        stage.clear().await?;
        test(stage).await
    })
}

/// The real Okta payload, as a new event about somebody.
fn deactivation(email: &str) -> Vec<u8> {
    let real = payload("okta/user.lifecycle.deactivate.json").expect("the payload");
    let text = String::from_utf8(with_uuid(&real).expect("JSON")).expect("text");
    text.replace("john.doe@example.com", email).into_bytes()
}

fn with_uuid(real: &[u8]) -> Result<Vec<u8>> {
    let mut event: Value = serde_json::from_slice(real)?;
    event["data"]["events"][0]["uuid"] = json!(unique());
    Ok(serde_json::to_vec(&event)?)
}
