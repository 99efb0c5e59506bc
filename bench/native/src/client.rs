//! An action becomes a request, and a response its reply.

use std::hint::black_box;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use wibiclick::{
    action::Params, actions::user::GetMany, catalogue, client::Config, reply, request,
    transport::HttpResponse,
};

use crate::{Measured, Path, rules::users};

pub(crate) const PATHS: &[Path] = &[
    Path {
        name: "find an action in the catalogue",
        prepare: || {
            Ok(Box::new(|| {
                let spec = catalogue::find(black_box("user.disconnectFromWebsite"));
                black_box(spec.context("an action")?);
                Ok(())
            }))
        },
        is_counted: true,
    },
    Path {
        name: "build a request, two params",
        prepare: || {
            let params = json!({ "websiteId": "site_1", "userId": "user_1" });
            building("user.disconnectFromWebsite", &params)
        },
        is_counted: true,
    },
    Path {
        name: "build a request, an invoice with three items",
        prepare: || {
            let item = json!({ "name": "Geyser", "amount": 6800.5, "quantity": 1 });
            let params = json!({
                "websiteId": "site_1", "contactId": "contact_1", "name": "A geyser",
                "status": "pending", "issuedAt": "2026-01-15T09:00:00Z",
                "items": [item, item, item],
            });
            building("estimate.addOrUpdate", &params)
        },
        is_counted: true,
    },
    Path {
        name: "read a reply, done",
        prepare: || {
            reading(
                "user.disconnectFromWebsite",
                &json!({ "message": "Disconnected" }),
            )
        },
        is_counted: true,
    },
    Path {
        name: "read a reply, twenty users",
        prepare: || reading("user.getMany", &users()),
        is_counted: true,
    },
    Path {
        name: "read a typed reply, twenty users",
        prepare: reading_typed,
        is_counted: false,
    },
];

fn building(action: &'static str, params: &Value) -> Result<Measured> {
    let params: Params = params.as_object().context("params")?.clone();
    let config = Config::new(None, Some("the-api-key"))?;
    let spec = catalogue::find(action).context("an action")?;
    Ok(Box::new(move || {
        black_box(request::build(&spec, black_box(&params), &config)?);
        Ok(())
    }))
}

fn reading(action: &'static str, body: &Value) -> Result<Measured> {
    let response = HttpResponse::json(200, &body.to_string());
    let spec = catalogue::find(action).context("an action")?;
    Ok(Box::new(move || {
        black_box(reply::read(&spec, black_box(&response))?);
        Ok(())
    }))
}

fn reading_typed() -> Result<Measured> {
    let response = HttpResponse::json(200, &users().to_string());
    let spec = catalogue::find("user.getMany").context("an action")?;
    Ok(Box::new(move || {
        let reply = reply::read_typed::<GetMany>(&spec, black_box(&response))?;
        ensure!(reply.users.len() == 20, "not all users were read");
        Ok(())
    }))
}
