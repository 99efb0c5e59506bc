//! A call of an action, as a program in TypeScript has it.

use std::fmt::Write as _;

use serde_json::Value;
use wibiclick::action::{ActionSpec, Kind, ReplyShape};

use crate::typescript::property;

/// The longest line; an editor shows little more.
const WIDTH: usize = 90;

/// The method with the params of a call in the tests; none where there is nothing to
/// show about params.
pub(crate) fn call(spec: &ActionSpec<'_>, call: &Value) -> Option<String> {
    let given = call.get("params")?;
    let params: Vec<String> = spec
        .params
        .iter()
        .filter_map(|param| {
            let value = match (param.kind, given.get(param.name)?) {
                (Kind::File, file) => with_bytes(file),
                (_, value) => literal(value),
            };
            Some(format!("{}: {value}", property(param.name)))
        })
        .collect();
    if params.is_empty() {
        return None;
    }
    let reply = match spec.reply {
        ReplyShape::List(key) => format!("const {{ {key} }} = "),
        ReplyShape::Object | ReplyShape::File => "const reply = ".to_owned(),
        _ => String::new(),
    };
    let head = format!("{reply}await wibi.{}({{", spec.id);
    let line = format!("{head} {} }});", params.join(", "));
    if line.len() <= WIDTH {
        return Some(line);
    }
    let mut lines = head;
    for param in params {
        let _ = write!(lines, "\n  {param},");
    }
    Some(lines + "\n});")
}

/// A file whose bytes, which are base64 in JSON, are the program's own.
fn with_bytes(file: &Value) -> String {
    let fields = file.as_object().into_iter().flatten();
    let fields = fields.map(|(name, value)| match name.as_str() {
        "data" => "data: bytes".to_owned(),
        _ => format!("{name}: {}", literal(value)),
    });
    in_braces("{ ", &fields.collect::<Vec<_>>(), " }")
}

/// A value as JavaScript's own style has it.
fn literal(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields = fields
                .iter()
                .map(|(name, value)| format!("{}: {}", property(name), literal(value)));
            in_braces("{ ", &fields.collect::<Vec<_>>(), " }")
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(literal).collect();
            in_braces("[", &items, "]")
        }
        plain => plain.to_string(),
    }
}

fn in_braces(open: &str, items: &[String], close: &str) -> String {
    format!("{open}{}{close}", items.join(", "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wibiclick::catalogue;

    use super::*;

    fn example(id: &str, params: &Value) -> String {
        let spec = catalogue::find(id).unwrap();
        call(&spec, &json!({ "params": params })).unwrap()
    }

    #[test]
    fn a_list_is_taken_out_of_its_reply() {
        assert_eq!(
            example(
                "user.getMany",
                &json!({ "limit": 2, "websiteId": "site_1" })
            ),
            r#"const { users } = await wibi.user.getMany({ websiteId: "site_1", limit: 2 });"#
        );
    }

    #[test]
    fn what_is_too_long_for_a_line_has_a_line_for_each_param() {
        let long = "x".repeat(WIDTH);
        assert_eq!(
            example("note.add", &json!({ "contactId": 1, "notes": long })),
            format!("await wibi.note.add({{\n  contactId: 1,\n  notes: \"{long}\",\n}});")
        );
    }

    #[test]
    fn a_file_has_bytes_and_not_their_base64() {
        let file = json!({ "contentType": "image/png", "data": "AAEC", "fileName": "a.png" });
        let call = example("user.uploadLogo", &json!({ "logo": file }));
        assert!(call.contains("data: bytes"), "{call}");
    }

    #[test]
    fn a_call_without_params_needs_no_example() {
        let spec = catalogue::find("billing.getCredits").unwrap();
        assert_eq!(call(&spec, &json!({ "params": {} })), None);
    }
}
