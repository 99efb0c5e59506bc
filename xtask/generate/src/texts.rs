//! The texts of the actions for the command-line program: the wasm has none, so
//! that nobody downloads them who does not read them.

use serde_json::{Map, Value, json};
use wibiclick::{
    action::{Docs, Field},
    model::records,
};

use crate::described;

/// `pkg/src/cli/texts.json`.
pub(crate) fn texts() -> String {
    let actions: Map<String, Value> = described()
        .map(|(spec, docs)| {
            let names = spec.params.iter().map(|param| param.name.to_owned());
            let params = names.zip(docs.params.iter().map(|param| param.text.into()));
            (spec.id.to_owned(), action(docs, params.collect()))
        })
        .collect();
    let records: Map<String, Value> = records()
        .into_iter()
        .map(|record| {
            let fields: Map<String, Value> = record.fields.iter().map(field).collect();
            let record_of_it = json!({ "text": record.doc, "fields": fields });
            (record.name.to_owned(), record_of_it)
        })
        .collect();
    let texts = json!({ "actions": actions, "records": records });
    format!("{texts:#}\n")
}

fn action(docs: &Docs, params: Map<String, Value>) -> Value {
    json!({
        "title": docs.title,
        "text": docs.text,
        "reply": docs.reply,
        "params": params,
    })
}

fn field(field: &Field) -> (String, Value) {
    (field.wire.to_owned(), field.doc.into())
}
