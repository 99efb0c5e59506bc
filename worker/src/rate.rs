//! How often one address may call, by the platform's rate limiter, which asks no
//! storage: so a flood is turned away before anything is verified or stored.

use js_sys::{Function, Object, Promise, Reflect};
use worker::{
    Env, Headers, Result, js_sys,
    wasm_bindgen::{JsCast as _, JsValue},
    wasm_bindgen_futures::JsFuture,
};

/// The binding of wrangler.toml. Without it nothing is limited.
const BINDING: &str = "RATE_LIMITER";
/// In how many seconds a request may come again: the period in wrangler.toml.
pub(crate) const PERIOD: &str = "60";
/// Who calls, as the platform says; nobody else can set it there.
const ADDRESS: &str = "cf-connecting-ip";

/// Whether whoever sent these headers may go on to that place.
pub(crate) async fn allows(env: &Env, headers: &Headers, place: &str) -> Result<bool> {
    let limiter = Reflect::get(env, &BINDING.into())?;
    if limiter.is_undefined() {
        return Ok(true);
    }
    let address = headers.get(ADDRESS)?.unwrap_or_default();
    let options = Object::new();
    Reflect::set(
        &options,
        &"key".into(),
        &format!("{place} {address}").into(),
    )?;
    let limit: Function = Reflect::get(&limiter, &"limit".into())?.dyn_into()?;
    let promise: JsValue = limit.call1(&limiter, &options)?;
    let outcome = JsFuture::from(Promise::resolve(&promise)).await?;
    Ok(Reflect::get(&outcome, &"success".into())?.is_truthy())
}
