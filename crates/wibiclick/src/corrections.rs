//! Corrections of the catalogue without a release: overrides of its actions,
//! and actions of one's own, both declared as data.
//!
//! The same records are read from JavaScript's options, from hooks.toml and
//! from Rust (`json!`):
//!
//! ```
//! # use wibiclick::corrections::Corrections;
//! # use serde_json::json;
//! let corrections = Corrections::read(
//!     // Overrides: what is left out stays as the catalogue has it.
//!     &json!({ "user.reassignNotes": {
//!         "path": "/notes/reassign",
//!         "params": { "oldUserId": { "wire": "from" }, "newUserId": { "wire": "to" } },
//!     } }),
//!     // Actions that the catalogue does not have.
//!     &json!({ "own.archive": {
//!         "method": "POST",
//!         "path": "/jobs/{jobId}/archive",
//!         "params": { "jobId": { "type": "id", "place": "path", "required": true } },
//!         "reply": "done",
//!     } }),
//! )?;
//! assert_eq!(corrections.find("own.archive").unwrap().spec().path, "/jobs/{jobId}/archive");
//! # Ok::<(), wibiclick::corrections::CorrectionError>(())
//! ```

use std::fmt;

use serde_json::{Map, Value};

use crate::{
    action::{
        ActionSpec, Auth, Encoding, Evidence, Kind, Method, Param, Place, ReplyShape, Target,
    },
    catalogue::{self, nearest_of},
    json,
    notation::{self, Entry},
    request::is_path,
};

/// Corrections of the catalogue, checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    /// In the order of their ids.
    entries: Vec<Entry>,
}

/// Corrections that cannot be applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionError {
    /// All that is wrong.
    pub problems: Vec<CorrectionProblem>,
}

/// One thing that is wrong with a correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionProblem {
    /// The action that was to be corrected or declared.
    pub action: String,
    /// What was expected, what came, and what to do.
    pub message: String,
}

impl std::error::Error for CorrectionError {}

impl fmt::Display for CorrectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.problems.iter().enumerate() {
            let comma = if at == 0 { "" } else { "; " };
            write!(f, "{comma}{}: {}", problem.action, problem.message)?;
        }
        Ok(())
    }
}

impl Corrections {
    /// Reads overrides and own actions: objects by the action's id, or null for
    /// none.
    ///
    /// | key | what |
    /// |---|---|
    /// | `method`, `path` | `GET`, `POST`, `PUT`, `PATCH` or `DELETE`; starts with `/` |
    /// | `params` | by our name: `type`, `place` (`path`, `query`, `body`), `wire`, `required`, `secret`, `values`; null takes a param away |
    /// | `wrap` | the key that wraps the body, or null |
    /// | `encoding` | `json`, `multipart`, or `jsonOrMultipart` |
    /// | `auth` | `bearer` or `none` |
    /// | `destructive` | whether it takes something away for good, or ends somebody's access |
    /// | `reply` | `object`, `done`, `file`, `any`, or `{ "list": "key" }` |
    ///
    /// # Errors
    /// All that is wrong with them, at once.
    pub fn read(overrides: &Value, actions: &Value) -> Result<Self, CorrectionError> {
        let mut read = Read::default();
        read.all(overrides, "overrides", true);
        read.all(actions, "actions", false);
        if !read.problems.is_empty() {
            return Err(CorrectionError {
                problems: read.problems,
            });
        }
        let mut corrections = Self::default();
        for entry in read.entries {
            // No id twice: it is either in the catalogue or not.
            if let Err(at) = corrections.position(entry.id()) {
                corrections.entries.insert(at, entry);
            }
        }
        Ok(corrections)
    }

    /// The action of this id: corrected, one's own, or as the catalogue has it.
    pub fn find(&self, id: &str) -> Option<Entry> {
        match self.position(id) {
            Ok(at) => self.entries.get(at).cloned(),
            Err(_) => catalogue::entry(id).map(Entry::of),
        }
    }

    /// The id of an action that somebody who wrote this may have meant.
    pub fn nearest<'a>(&'a self, id: &str) -> Option<&'a str> {
        let own = nearest_of(id, &mut self.entries.iter().map(Entry::id));
        own.or_else(|| catalogue::nearest(id))
    }

    /// Every action, in the order of their ids, with these corrections.
    pub fn all(&self) -> Vec<Entry> {
        let mut all: Vec<Entry> = catalogue::ids().filter_map(|id| self.find(id)).collect();
        for entry in &self.entries {
            if let Err(at) = all.binary_search_by(|it| it.id().cmp(entry.id())) {
                all.insert(at, entry.clone());
            }
        }
        all
    }

    fn position(&self, id: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|entry| entry.id().cmp(id))
    }
}

#[derive(Default)]
struct Read {
    entries: Vec<Entry>,
    problems: Vec<CorrectionProblem>,
}

impl Read {
    fn all(&mut self, given: &Value, what: &str, known: bool) {
        let records = match given {
            Value::Null => return,
            Value::Object(records) => records,
            _ => return self.problem(what, "expected an object of records by action id"),
        };
        for (id, record) in records {
            let Value::Object(record) = record else {
                self.problem(id, "expected an object { method, path, params, … }");
                continue;
            };
            let existing = catalogue::find(id);
            match (existing, known) {
                (Some(spec), true) => self.one(spec, record),
                (None, true) => {
                    let hint = catalogue::nearest(id)
                        .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                    self.problem(
                        id,
                        &format!("there is no such action to override; a new one is declared as an action{hint}"),
                    );
                }
                (Some(_), false) => {
                    self.problem(id, "the catalogue has it already: override it");
                }
                (None, false) if !is_id(id) => {
                    self.problem(id, "expected an id like `own.archive`: two names and a dot");
                }
                // A later version may have an action of that name.
                (None, false) if is_taken(id) => {
                    self.problem(
                        id,
                        "expected a resource that the catalogue does not have, like `own.archiveJob`",
                    );
                }
                (None, false) => {
                    for key in ["method", "path"] {
                        if !record.contains_key(key) {
                            self.problem(id, &format!("`{key}` is missing"));
                        }
                    }
                    let spec = ActionSpec {
                        id,
                        method: Method::Get,
                        path: "/",
                        evidence: Evidence::Guessed,
                        destructive: false,
                        auth: Auth::Bearer,
                        encoding: Encoding::Json,
                        wrap: None,
                        reply: ReplyShape::Any,
                        reply_secrets: Vec::new(),
                        params: Vec::new(),
                    };
                    self.one(spec, record);
                }
            }
        }
    }

    fn problem(&mut self, action: &str, message: &str) {
        self.problems.push(CorrectionProblem {
            action: action.to_owned(),
            message: message.to_owned(),
        });
    }

    fn one<'a>(&mut self, mut spec: ActionSpec<'a>, record: &'a Map<String, Value>) {
        let before = self.problems.len();
        let id = spec.id;
        // What a param's place is by default depends on the method.
        if let Some(value) = record.get("method") {
            match self.chosen(
                id,
                "method",
                value,
                &["GET", "POST", "PUT", "PATCH", "DELETE"],
            ) {
                Some(0) => spec.method = Method::Get,
                Some(1) => spec.method = Method::Post,
                Some(2) => spec.method = Method::Put,
                Some(3) => spec.method = Method::Patch,
                Some(_) => spec.method = Method::Delete,
                None => {}
            }
        }
        for (key, value) in record {
            match key.as_str() {
                // Read above; and a word for whoever reads the file.
                "method" | "description" => {}
                "path" => match value.as_str() {
                    Some(path) if is_path(path) && is_plain(path, ";") => spec.path = path,
                    _ => self.wrong(
                        id,
                        key,
                        value,
                        "a path that starts with `/`, without a query",
                    ),
                },
                "wrap" => match value.as_str() {
                    Some(name) if is_plain(name, ";") => spec.wrap = Some(name),
                    None if value.is_null() => spec.wrap = None,
                    _ => self.wrong(id, key, value, "the name of a key, or null"),
                },
                "encoding" => {
                    match self.chosen(id, key, value, &["json", "multipart", "jsonOrMultipart"]) {
                        Some(0) => spec.encoding = Encoding::Json,
                        Some(1) => spec.encoding = Encoding::Multipart,
                        Some(_) => spec.encoding = Encoding::JsonOrMultipart,
                        None => {}
                    }
                }
                "auth" => match self.chosen(id, key, value, &["bearer", "none"]) {
                    Some(0) => spec.auth = Auth::Bearer,
                    Some(_) => spec.auth = Auth::None,
                    None => {}
                },
                "destructive" => match value.as_bool() {
                    Some(destructive) => spec.destructive = destructive,
                    None => self.wrong(id, key, value, "true or false"),
                },
                "reply" => match value.get("list").and_then(Value::as_str) {
                    Some(name) if is_plain(name, ";!") => spec.reply = ReplyShape::List(name),
                    _ if value.is_object() => self.wrong(id, key, value, "{ list = key }"),
                    _ => match self.chosen(id, key, value, &["object", "done", "file", "any"]) {
                        Some(0) => spec.reply = ReplyShape::Object,
                        Some(1) => spec.reply = ReplyShape::Done,
                        Some(2) => spec.reply = ReplyShape::File,
                        Some(_) => spec.reply = ReplyShape::Any,
                        None => {}
                    },
                },
                "params" => match value {
                    Value::Object(params) => self.params(&mut spec, params),
                    _ => self.wrong(id, key, value, "an object of params by our names"),
                },
                _ => {
                    let keys = [
                        "method",
                        "path",
                        "params",
                        "wrap",
                        "encoding",
                        "auth",
                        "destructive",
                        "reply",
                    ];
                    let hint = nearest_of(key, &mut keys.into_iter()).unwrap_or("method");
                    self.problem(
                        id,
                        &format!("there is no `{key}` of an action; did you mean `{hint}`?"),
                    );
                }
            }
        }
        self.check_path(&spec);
        if self.problems.len() == before {
            self.entries.push(Entry::new(notation::write(&spec)));
        }
    }

    /// Which of some words a value is.
    fn chosen(&mut self, id: &str, key: &str, value: &Value, words: &[&str]) -> Option<usize> {
        let text = value.as_str().unwrap_or_default();
        let at = words.iter().position(|word| *word == text);
        if at.is_none() {
            self.wrong(id, key, value, &words.join(", "));
        }
        at
    }

    fn params<'a>(&mut self, spec: &mut ActionSpec<'a>, params: &'a Map<String, Value>) {
        let id = spec.id;
        for (name, record) in params {
            let at = spec.params.iter().position(|param| param.name == name);
            let record = match (record, at) {
                (Value::Null, Some(at)) => {
                    spec.params.remove(at);
                    continue;
                }
                (Value::Object(record), _) => record,
                _ => {
                    self.wrong(
                        id,
                        name,
                        record,
                        "an object { type, place, wire, required }",
                    );
                    continue;
                }
            };
            let mut param = match at {
                Some(at) => spec.params.remove(at),
                None if record.contains_key("type") && is_name(name) => Param {
                    name,
                    targets: Vec::new(),
                    kind: Kind::Any,
                    required: false,
                    secret: false,
                    clearable: false,
                },
                None => {
                    let hint = nearest_of(name, &mut spec.params.iter().map(|param| param.name))
                        .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                    let message = format!(
                        "there is no param `{name}`; a new one has a name of letters and a `type`{hint}"
                    );
                    self.problem(id, &message);
                    continue;
                }
            };
            self.param(id, spec.method, &mut param, record);
            spec.params.insert(at.unwrap_or(spec.params.len()), param);
        }
    }

    fn param<'a>(
        &mut self,
        id: &str,
        method: Method,
        param: &mut Param<'a>,
        record: &'a Map<String, Value>,
    ) {
        let name = param.name;
        let mut target = Target {
            place: param
                .targets
                .first()
                .map_or(notation::usual_place(method), |target| target.place),
            wire: param.wire(),
        };
        let moves = record.contains_key("place") || record.contains_key("wire");
        for (key, value) in record {
            let at = format!("{name}.{key}");
            match (key.as_str(), value) {
                ("place", _) => match self.chosen(id, &at, value, &["path", "query", "body"]) {
                    Some(0) => target.place = Place::Path,
                    Some(1) => target.place = Place::Query,
                    Some(_) => target.place = Place::Body,
                    None => {}
                },
                ("wire", Value::String(wire)) if is_plain(wire, ";:*?/=") => target.wire = wire,
                ("wire", _) => self.wrong(id, &at, value, "the API's name, without ; : * ? / ="),
                ("required", Value::Bool(required)) => param.required = *required,
                ("secret", Value::Bool(secret)) => param.secret = *secret,
                ("required" | "secret", _) => self.wrong(id, &at, value, "true or false"),
                ("type", _) => match notation::kind_named(value.as_str().unwrap_or_default()) {
                    Some(kind) => param.kind = kind,
                    None => self.wrong(id, &at, value, notation::KIND_NAMES),
                },
                ("description", _) => {}
                _ => self.problem(
                    id,
                    &format!(
                        "there is no `{key}` of a param; expected type, place, wire, required or secret"
                    ),
                ),
            }
        }
        if moves || param.targets.is_empty() {
            param.targets = vec![target];
        }
    }

    /// Every `{name}` of the path is a required param in the path, and the other
    /// way round.
    fn check_path(&mut self, spec: &ActionSpec<'_>) {
        let named: Vec<&str> = spec
            .path
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
            .collect();
        for name in &named {
            let fits = spec
                .param(name)
                .is_some_and(|param| param.place() == Place::Path && param.required);
            if !fits {
                let message = format!(
                    "the path has `{{{name}}}`: `params` needs it, with place = path and required = true"
                );
                self.problem(spec.id, &message);
            }
        }
        for param in &spec.params {
            if param.place() == Place::Path && !named.contains(&param.name) {
                self.problem(spec.id, &format!("the path has no `{{{}}}`", param.name));
            }
        }
    }

    fn wrong(&mut self, id: &str, key: &str, value: &Value, expected: &str) {
        let value = json::text(value);
        self.problem(id, &format!("`{key}` is {value}; expected {expected}"));
    }
}

fn is_id(text: &str) -> bool {
    text.split_once('.')
        .is_some_and(|(resource, operation)| is_name(resource) && is_name(operation))
}

/// Whether the catalogue has actions of the id's resource.
fn is_taken(id: &str) -> bool {
    let resource = id.split_once('.').map(|(resource, _)| resource);
    catalogue::ids().any(|it| it.split_once('.').map(|(resource, _)| resource) == resource)
}

fn is_name(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || it == '_')
}

/// Whether a text can stand in an entry.
fn is_plain(text: &str, but: &str) -> bool {
    !text.is_empty()
        && !text
            .chars()
            .any(|it| it.is_control() || but.chars().any(|not| not == it))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn problems(overrides: &Value, actions: &Value) -> Vec<String> {
        Corrections::read(overrides, actions)
            .err()
            .map(|error| {
                error
                    .problems
                    .iter()
                    .map(|it| format!("{}: {}", it.action, it.message))
                    .collect()
            })
            .unwrap_or_default()
    }

    #[test]
    fn an_override_changes_what_it_names_and_nothing_else() {
        let corrections = Corrections::read(
            &json!({ "user.reassignNotes": { "method": "PUT", "path": "/notes/reassign",
                     "params": { "oldUserId": { "wire": "from", "place": "query" } } } }),
            &Value::Null,
        )
        .unwrap();
        let entry = corrections.find("user.reassignNotes").unwrap();
        let spec = entry.spec();
        assert_eq!((spec.method, spec.path), (Method::Put, "/notes/reassign"));
        let old = spec.param("oldUserId").unwrap();
        assert_eq!(
            (old.place(), old.wire(), old.required),
            (Place::Query, "from", true)
        );
        let new = catalogue::find("user.reassignNotes").unwrap();
        assert_eq!(spec.param("newUserId"), new.param("newUserId"));
        assert_eq!(
            corrections.find("user.update").unwrap().spec(),
            catalogue::find("user.update").unwrap()
        );
    }

    #[test]
    fn an_own_action_is_found_beside_those_of_the_catalogue() {
        let corrections = Corrections::read(
            &Value::Null,
            &json!({ "own.archive": { "method": "POST", "path": "/jobs/{jobId}/archive", "reply": { "list": "jobs" },
                     "params": { "jobId": { "type": "id", "place": "path", "required": true }, "why": { "type": "text" } } } }),
        )
        .unwrap();
        let entry = corrections.find("own.archive").unwrap();
        assert_eq!(entry.spec().reply, ReplyShape::List("jobs"));
        assert_eq!(entry.spec().param("why").unwrap().place(), Place::Body);
        assert_eq!(corrections.nearest("own.archve"), Some("own.archive"));
        assert_eq!(corrections.all().len(), catalogue::all().len() + 1);
    }

    #[test]
    fn what_takes_something_away_can_be_said_of_an_own_action_and_of_any() {
        let corrections = Corrections::read(
            &json!({ "user.update": { "destructive": true }, "note.delete": { "destructive": false } }),
            &json!({ "own.drop": { "method": "DELETE", "path": "/x", "destructive": true },
                     "own.keep": { "method": "POST", "path": "/x" } }),
        )
        .unwrap();
        for (id, destructive) in [
            ("user.update", true),
            ("note.delete", false),
            ("own.drop", true),
            ("own.keep", false),
            ("job.delete", true),
        ] {
            let entry = corrections.find(id).unwrap();
            assert_eq!(entry.spec().destructive, destructive, "{id}");
        }
        let found = problems(
            &json!({ "user.update": { "destructive": "yes" } }),
            &Value::Null,
        );
        assert_eq!(
            found,
            ["user.update: `destructive` is \"yes\"; expected true or false"]
        );
    }

    #[test]
    fn all_that_is_wrong_is_told_with_what_to_do() {
        let found = problems(
            &json!({
                "user.reasignNotes": { "path": "/x" },
                "user.update": { "methd": "PUT", "path": "x y", "params": { "userID": { "wire": "a" }, "email": 7 } },
            }),
            &json!({
                "user.login": { "method": "GET", "path": "/x" },
                "archive": { "method": "GET", "path": "/x" },
                "job.archive": { "method": "GET", "path": "/x" },
                "own.archive": { "path": "/jobs/{jobId}", "params": { "a;b": { "type": "id" }, "c": { "type": "colour" } } },
            }),
        );
        let expected = [
            "user.reasignNotes: there is no such action to override; a new one is declared as an action; did you mean `user.reassignNotes`?",
            "user.update: there is no `methd` of an action; did you mean `method`?",
            "user.update: `path` is \"x y\"; expected a path that starts with `/`, without a query",
            "user.login: the catalogue has it already: override it",
            "job.archive: expected a resource that the catalogue does not have, like `own.archiveJob`",
            "archive: expected an id like `own.archive`: two names and a dot",
            "own.archive: `method` is missing",
            "own.archive: the path has `{jobId}`: `params` needs it, with place = path and required = true",
        ];
        for message in expected {
            assert!(
                found.iter().any(|it| it == message),
                "{message}\n{found:#?}"
            );
        }
        for part in [
            "did you mean `userId`?",
            "`email` is 7",
            "`a;b`",
            "`c.type` is \"colour\"",
        ] {
            assert!(
                found.iter().any(|it| it.contains(part)),
                "{part}\n{found:#?}"
            );
        }
    }

    #[test]
    fn no_correction_reaches_another_host() {
        for path in [
            "//elsewhere.example/x",
            "https://elsewhere.example",
            "/a/../b",
            "/a?b",
            "/a#b",
        ] {
            let overrides = json!({ "user.update": { "path": path } });
            // A second slash is part of the path below the base URL.
            let refused = !problems(&overrides, &Value::Null).is_empty();
            assert_eq!(refused, path != "//elsewhere.example/x", "{path}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_accepted_is_what_was_said(wire in ".{0,12}", wrap in ".{0,12}", path in ".{0,12}", list in ".{0,12}") {
            let path = format!("/{path}");
            let overrides = json!({ "user.update": {
                "path": path, "wrap": wrap, "reply": { "list": list },
                "params": { "email": { "wire": wire } },
            } });
            if let Ok(corrections) = Corrections::read(&overrides, &Value::Null) {
                let entry = corrections.find("user.update").unwrap();
                let spec = entry.spec();
                proptest::prop_assert_eq!((spec.path, spec.wrap), (path.as_str(), Some(wrap.as_str())));
                proptest::prop_assert_eq!(spec.reply, ReplyShape::List(&list));
                proptest::prop_assert_eq!(spec.param("email").unwrap().wire(), wire.as_str());
                proptest::prop_assert_eq!(spec.params.len(), catalogue::find("user.update").unwrap().params.len());
            }
        }
    }
}
