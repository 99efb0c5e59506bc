//! Checks that every name which a template reads is there.

use super::{Known, Reader};
use crate::problem::nearest;

impl Reader<'_, '_> {
    /// Checks that every name which is read is there; gives the names of steps.
    pub(super) fn check_reads(
        &mut self,
        at: usize,
        template: &str,
        known: &Known<'_>,
    ) -> Vec<String> {
        let mut steps = Vec::new();
        for path in self.hooks.engine.reads(template) {
            let mut parts = path.split('.');
            let root = parts.next().unwrap_or_default();
            match root {
                "event" => {
                    let field = parts.next();
                    self.reads_data |= field.is_none_or(|field| field == "data");
                    self.check_event(at, &path, field, parts.next());
                }
                "env" => self.check_env(at, parts.next()),
                _ if known.extra.contains(&root) => {}
                _ if known.steps.iter().any(|step| step == root) => steps.push(root.to_owned()),
                _ if self.hooks.engine.is_global(root) => {}
                _ => self.unknown_name(at, root, known),
            }
        }
        steps
    }

    fn unknown_name(&mut self, at: usize, name: &str, known: &Known<'_>) {
        if known.later.iter().any(|step| step == name) {
            let message = format!("`{name}` has no value yet: it is this step, or a later one");
            self.report.add(at, message);
            return;
        }
        let message = match name {
            "item" => "there is no `item` here: only the `with` of a step with `each` has one",
            "reply" => "there is no `reply` here: only `pick` has one",
            _ => "",
        };
        if message.is_empty() {
            let names = known
                .steps
                .iter()
                .map(String::as_str)
                .chain(known.extra.iter().copied())
                .chain(["event", "env"]);
            let message = format!("there is nothing named `{name}` here");
            self.report.add_with(at, message, nearest(name, names));
        } else {
            self.report.add(at, message);
        }
    }

    fn check_event(&mut self, at: usize, path: &str, field: Option<&str>, of: Option<&str>) {
        const FIELDS: &[&str] = &[
            "data",
            "effectiveAt",
            "id",
            "occurredAt",
            "signal",
            "subject",
            "type",
        ];
        const SUBJECT: &[&str] = &["email", "id", "login", "name"];
        let Some(field) = field else { return };
        if !FIELDS.contains(&field) {
            let message = format!(
                "an event has no field `{field}`; it has {}",
                FIELDS.join(", ")
            );
            self.report
                .add_with(at, message, nearest(field, FIELDS.iter().copied()));
        } else if field == "subject"
            && let Some(of) = of
            && !SUBJECT.contains(&of)
        {
            let message = format!("there is no `{path}`; a subject has {}", SUBJECT.join(", "));
            self.report
                .add_with(at, message, nearest(of, SUBJECT.iter().copied()));
        }
    }

    fn check_env(&mut self, at: usize, name: Option<&str>) {
        let Some(name) = name else { return };
        if !self.hooks.env.iter().any(|it| it == name) {
            let near = nearest(name, self.hooks.env.iter().map(String::as_str)).map(str::to_owned);
            let message = format!("`{name}` is not in the list `env` at the top of the file");
            self.report.add_with(at, message, near.as_deref());
        }
    }
}
