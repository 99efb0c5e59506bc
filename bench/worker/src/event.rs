//! What is sent: somebody leaves, in the words of Standard Webhooks.

use crate::contender::SECRET;
use anyhow::{Context, Result};
use serde_json::json;
use wibiclick_hooks::{ToSign, kind};
use wibiclick_tests::{now, unique};

/// A request as it goes out.
#[derive(Debug, Clone)]
pub(crate) struct Webhook {
    /// The headers that sign it.
    pub(crate) headers: Vec<(String, String)>,
    /// The body.
    pub(crate) body: Vec<u8>,
}

/// One with an id that no other has.
pub(crate) fn webhook(body: Vec<u8>) -> Result<Webhook> {
    let id = format!("msg_{}", unique());
    let to_sign = ToSign {
        method: "POST",
        url: "",
        body: &body,
        id: Some(&id),
        timestamp: now()?,
    };
    let scheme = kind("standard-webhooks").context("no such kind")?;
    let signed = scheme.sign(&to_sign, SECRET)?;
    let headers = signed
        .into_iter()
        .map(|(name, value)| (name.clone(), value.clone()));
    Ok(Webhook {
        headers: headers.collect(),
        body,
    })
}

/// The person of that address leaves; so many bytes, or as few as there must be.
pub(crate) fn leaver(email: &str, bytes: usize) -> Result<Vec<u8>> {
    let mut event = json!({
        "type": "person.left",
        "timestamp": now()?.to_string(),
        "data": { "email": email, "name": "Robin Leaver", "note": "", "history": [] },
    });
    let missing = |event: &serde_json::Value| -> Result<usize> {
        Ok(bytes.saturating_sub(serde_json::to_vec(event)?.len()))
    };
    let entry = json!({
        "at": "2026-01-15T09:00:00Z", "field": "department", "by": 1042, "approved": true,
        "from": { "id": "dep_17", "name": "Field \"North\"" }, "to": { "id": "dep_23", "name": "Café" },
    });
    let each = serde_json::to_vec(&entry)?.len() + 1;
    let entries = vec![entry; missing(&event)? / each];
    *event.pointer_mut("/data/history").context("a list")? = entries.into();
    let padding = "n".repeat(missing(&event)?);
    *event.pointer_mut("/data/note").context("a note")? = padding.into();
    Ok(serde_json::to_vec(&event)?)
}
