//! What JavaScript is told, and asked, while calls are made.

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wibiclick::{
    callbacks::{Attempt, Callbacks},
    model::Secret,
    transport::Failure,
};

/// Functions of the package's TypeScript, which keeps what they throw away from
/// here.
#[derive(Debug, Clone)]
pub(crate) struct JsCallbacks {
    /// Promises a token, or rejects with a message.
    pub(crate) refresh: Option<Function>,
    pub(crate) told: Option<Function>,
}

impl Callbacks for JsCallbacks {
    fn tried(&self, attempt: &Attempt<'_>) {
        let Some(told) = &self.told else {
            return;
        };
        let outcome = match attempt.outcome {
            Ok(status) => status.into(),
            Err(Failure::Timeout) => "timeout".into(),
            Err(Failure::Aborted) => "aborted".into(),
            Err(Failure::TooLarge) => "bad-reply".into(),
            Err(_) => "network".into(),
        };
        let _ = told.call6(
            &JsValue::UNDEFINED,
            &attempt.action.into(),
            &attempt.method.as_str().into(),
            &attempt.url.into(),
            &attempt.number.into(),
            &outcome,
            &(attempt.duration.as_secs_f64() * 1_000.0).into(),
        );
    }

    async fn refresh(&self) -> Option<Result<Secret, String>> {
        let refresh = self.refresh.as_ref()?;
        let token = async {
            let promise = refresh.call0(&JsValue::UNDEFINED)?;
            JsFuture::from(Promise::resolve(&promise)).await
        };
        let text = |value: JsValue| value.as_string().unwrap_or_default();
        Some(
            token
                .await
                .map(|token| Secret::from(text(token)))
                .map_err(text),
        )
    }
}
