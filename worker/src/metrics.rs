//! Counters for Workers Analytics Engine: what became of how many, by source. About
//! nobody; and nothing, where the dataset is not bound.
//!
//! By hand, since the binding of the Worker crate brings what we never write.

use js_sys::{Array, Function, Object, Reflect};
use worker::{
    Env, js_sys,
    wasm_bindgen::{JsCast as _, JsValue},
};

/// The binding of wrangler.toml.
const BINDING: &str = "ANALYTICS";

/// Counts one: `blob1` is the source, `blob2` what became of it, and the index the
/// source, by which samples are taken.
pub(crate) fn count(env: &Env, source: &str, outcome: &str) {
    // A counter that fails is no reason for anything else to.
    let _ = try_count(env, source, outcome);
}

fn try_count(env: &Env, source: &str, outcome: &str) -> Result<(), JsValue> {
    let dataset = Reflect::get(env, &BINDING.into())?;
    if dataset.is_undefined() {
        return Ok(());
    }
    let source = JsValue::from(source);
    let point = Object::new();
    Reflect::set(
        &point,
        &"blobs".into(),
        &Array::of2(&source, &outcome.into()),
    )?;
    Reflect::set(&point, &"doubles".into(), &Array::of1(&1.into()))?;
    Reflect::set(&point, &"indexes".into(), &Array::of1(&source))?;
    let write: Function = Reflect::get(&dataset, &"writeDataPoint".into())?.dyn_into()?;
    write.call1(&dataset, &point)?;
    Ok(())
}
