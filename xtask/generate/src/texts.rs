//! The texts of the actions for the command-line program: the wasm has none, so
//! that nobody downloads them who does not read them.

use serde_json::{Map, Value, json};
use wibiclick::{
    action::{Docs, Field, Kind, Param, ParamDocs},
    model::records,
};

use crate::described;

/// `pkg/src/cli/texts.json`.
pub(crate) fn texts() -> String {
    let actions: Map<String, Value> = described()
        .map(|(spec, docs)| {
            let mut params = Map::new();
            for (param, docs) in spec.params.iter().zip(docs.params) {
                add_param(&mut params, param.name, param, docs);
            }
            (spec.id.to_owned(), action(docs, &params))
        })
        .collect();
    let records: Map<String, Value> = records()
        .into_iter()
        .map(|record| {
            let fields: Map<String, Value> = record.fields.iter().map(field).collect();
            let said = json!({ "text": record.doc, "fields": fields });
            (record.name.to_owned(), said)
        })
        .collect();
    let texts = json!({ "actions": actions, "records": records });
    format!("{texts:#}\n")
}

fn action(docs: &Docs, params: &Map<String, Value>) -> Value {
    json!({
        "title": docs.title,
        "text": docs.text,
        "reply": docs.reply,
        "params": params,
    })
}

/// By its path, and then those of its fields: `items`, `items.price`.
fn add_param(texts: &mut Map<String, Value>, path: &str, param: &Param<'_>, docs: &ParamDocs) {
    texts.insert(path.to_owned(), docs.text.into());
    let fields = match param.kind {
        Kind::List(item) => item.kind(),
        kind => kind,
    };
    if let Kind::Record(fields) = fields {
        for (field, docs) in fields.iter().zip(docs.fields) {
            add_param(texts, &format!("{path}.{}", field.name), &field, docs);
        }
    }
}

fn field(field: &Field) -> (String, Value) {
    (field.wire.to_owned(), field.doc.into())
}
