//! What every action must have: a title, texts, a reference page, and a test.

use std::collections::HashSet;

use serde_json::{Map, Value};
use wibiclick::action::{ActionSpec, Docs, ParamDocs, RecordSpec};

/// Where it is known that an action is tested: the calls that the tests make
/// against the sandbox, in Rust and in JavaScript.
pub(crate) const CALLS: &str = "tests/calls.json";

/// All that is missing. `page` is the reference page of a resource.
pub(crate) fn problems<'a>(
    actions: impl Iterator<Item = (ActionSpec<'a>, &'a Docs)>,
    records: &[RecordSpec],
    calls: &Map<String, Value>,
    page: impl Fn(&str) -> Option<String>,
) -> Vec<String> {
    let mut problems = Vec::new();
    let (mut titles, mut ids) = (HashSet::new(), HashSet::new());
    for (spec, docs) in actions {
        let id = spec.id;
        let mut missing = |what: &str| problems.push(format!("{id} has {what}"));
        if docs.title.trim().is_empty() {
            missing("no title: say `title = \"…\"`");
        } else if !titles.insert((spec.resource(), docs.title)) {
            missing("the title of another action of its resource");
        }
        if docs.text.trim().is_empty() {
            missing("no description: write a doc comment on its struct");
        }
        for (param, docs) in spec.params.iter().zip(docs.params) {
            if is_silent(docs) {
                missing(&format!("no description of `{}`", param.name));
            }
        }
        let is_described = |name: &str| records.iter().any(|record| record.name == name);
        if !matches!(docs.reply, "Value" | "File") && !is_described(docs.reply) {
            let what = format!(
                "no description of its reply `{}`: add it to `model::records`",
                docs.reply
            );
            missing(&what);
        }
        ids.insert(id);
        if !calls.contains_key(id) {
            missing(&format!("no test: add a call to {CALLS}"));
        }
        let heading = format!("\n## `{id}`\n");
        if !page(spec.resource()).is_some_and(|text| text.contains(&heading)) {
            missing("no reference page: run `cargo xtask generate`");
        }
    }
    for id in calls.keys().filter(|id| !ids.contains(id.as_str())) {
        problems.push(format!("{CALLS} calls {id}, which is no action"));
    }
    for record in records {
        if record.doc.trim().is_empty() {
            problems.push(format!("the record {} has no description", record.name));
        }
        for field in record.fields {
            if field.doc.trim().is_empty() {
                let (record, field) = (record.name, field.wire);
                problems.push(format!(
                    "the record {record} has no description of `{field}`"
                ));
            }
        }
    }
    problems
}

fn is_silent(docs: &ParamDocs) -> bool {
    docs.text.trim().is_empty() || docs.fields.iter().any(is_silent)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wibiclick::{
        action::{Action, Field},
        actions::note::Delete,
    };

    use super::*;

    const DOCS: Docs = Docs {
        title: "Delete Note",
        text: "Deletes a note.",
        reply: "Value",
        params: &[ParamDocs {
            text: "The note.",
            fields: &[],
            named: None,
        }],
    };

    fn found(docs: &'static Docs, calls: &Value, page: &str) -> Vec<String> {
        let calls = calls.as_object().cloned().unwrap_or_default();
        let page = |_: &str| Some(page.to_owned());
        problems([(Delete::spec(), docs)].into_iter(), &[], &calls, page)
    }

    #[test]
    fn an_action_that_has_everything_is_right() {
        let calls = json!({ "note.delete": {} });
        assert_eq!(
            found(&DOCS, &calls, "# note\n\n## `note.delete`\n"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn whatever_is_missing_is_named() {
        static SILENT: Docs = Docs {
            title: "",
            text: " ",
            params: &[ParamDocs {
                text: "",
                fields: &[],
                named: None,
            }],
            ..DOCS
        };
        let problems = found(&SILENT, &json!({}), "# note\n");
        for part in [
            "note.delete has no title",
            "note.delete has no description:",
            "no description of `noteId`",
            "no test",
            "no reference page",
        ] {
            assert!(problems.iter().any(|it| it.contains(part)), "{problems:#?}");
        }
    }

    #[test]
    fn a_reply_is_described_and_a_call_is_of_an_action() {
        static DOCS_OF_REPLY: Docs = Docs {
            reply: "Nowhere",
            ..DOCS
        };
        let calls = json!({ "note.delete": {}, "note.remove": {} });
        assert_eq!(
            found(&DOCS_OF_REPLY, &calls, "\n## `note.delete`\n"),
            [
                "note.delete has no description of its reply `Nowhere`: add it to `model::records`",
                "tests/calls.json calls note.remove, which is no action",
            ]
        );
    }

    #[test]
    fn two_actions_of_a_resource_have_two_titles() {
        let both = [(Delete::spec(), &DOCS), (Delete::spec(), &DOCS)];
        let calls = json!({ "note.delete": {} });
        let calls = calls.as_object().cloned().unwrap_or_default();
        let page = |_: &str| Some("\n## `note.delete`\n".to_owned());
        let problems = problems(both.into_iter(), &[], &calls, page);
        assert_eq!(
            problems,
            ["note.delete has the title of another action of its resource"]
        );
    }

    #[test]
    fn a_record_says_what_its_fields_are() {
        let record = RecordSpec {
            name: "Note",
            doc: "A note.",
            fields: &[Field {
                wire: "id",
                ty: "NoteId",
                doc: "",
            }],
        };
        let problems = problems([].into_iter(), &[record], &Map::new(), |_| None);
        assert_eq!(problems, ["the record Note has no description of `id`"]);
    }
}
