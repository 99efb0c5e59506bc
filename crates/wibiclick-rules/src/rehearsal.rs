//! Trying a hooks.toml out: what a payload would lead to, without anything being
//! stored or called.

use serde_json::Value;
use wibiclick_hooks::{Headers, Request, WebhookError};

use crate::{
    Env,
    hooks::{Hooks, Source},
    plan::object,
};

impl Hooks {
    /// The events that a payload is if it comes to a source, and what each leads to:
    /// `{ "events": [{ "event": …, "plan": … }] }`. As JSON, since nothing is to be done
    /// with it but to show it: nobody has shown that the payload is genuine, see
    /// [`Kind::rehearse`](wibiclick_hooks::Kind::rehearse).
    ///
    /// # Errors
    /// A payload that is not understood, and a handshake, which has no events.
    pub fn rehearse(
        &self,
        source: &Source,
        headers: &Headers,
        payload: &[u8],
        env: &Env,
    ) -> Result<Value, WebhookError> {
        let request = Request {
            method: "POST",
            url: &format!("https://dry-run/hooks/{}", source.name),
            headers,
            body: payload,
        };
        let mut events = Vec::new();
        for event in source.kind.rehearse(&request)? {
            let plan = self.plan(&source.name, &event, env);
            events.push(object(&mut [
                ("event", event.into()),
                ("plan", plan.into()),
            ]));
        }
        Ok(object(&mut [("events", events.into())]))
    }
}
