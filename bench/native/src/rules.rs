//! The rules for an event are found, and their calls are planned.

use std::{fmt::Write as _, hint::black_box};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use wibiclick_hooks::Event;
use wibiclick_rules::{Env, Hooks};

use crate::{Measured, Path};

pub(crate) const PATHS: &[Path] = &[
    Path {
        name: "match, 1 rule",
        prepare: || matching(1),
        is_counted: true,
    },
    Path {
        name: "match, 10 rules",
        prepare: || matching(10),
        is_counted: false,
    },
    Path {
        name: "match, 100 rules",
        prepare: || matching(100),
        is_counted: false,
    },
    Path {
        name: "match, 1,000 rules",
        prepare: || matching(1_000),
        is_counted: true,
    },
    Path {
        name: "match, 1,000 rules that are all on the event",
        prepare: matching_each,
        is_counted: false,
    },
    Path {
        name: "plan, a leaver",
        prepare: planning,
        is_counted: true,
    },
    Path {
        name: "carry out, a leaver of 3 websites",
        prepare: carrying_out,
        is_counted: true,
    },
    Path {
        name: "compile, a hooks.toml of 1 rule",
        prepare: || compiling(1),
        is_counted: true,
    },
    Path {
        name: "compile, a hooks.toml of 100 rules",
        prepare: || compiling(100),
        is_counted: false,
    },
];

const SOURCE: &str = "hr";

/// The model case: what the README sets out with.
const LEAVER: &str = r#"
[[rule]]
name = "A leaver loses every website"
source = "hr"
on = "person.left"
when = "event.subject.email is endingwith '@example.com'"

  [[rule.step]]
  name = "user"
  action = "user.getMany"
  with = { websiteId = "{{ env.WEBSITE_ID }}" }
  pick = "reply.users | selectattr('email', 'sameemail', event.subject.email) | first"

  [[rule.step]]
  each = "user.websites"
  action = "user.disconnectFromWebsite"
  with = { userId = "{{ user.id }}", websiteId = "{{ item.id }}" }

  [[rule.step]]
  action = "user.reassignNotes"
  with = { oldUserId = "{{ user.id }}", newUserId = "{{ env.SUCCESSOR_ID }}" }
"#;

fn leaver() -> Result<Event> {
    Ok(Event::try_from(json!({
        "id": "evt_1",
        "type": "employee.left",
        "signal": "person.left",
        "occurredAt": "2026-11-24T12:00:00Z",
        "subject": { "email": "john.doe@example.com", "id": "hr_1", "name": "John Doe" },
        "data": { "type": "employee.left", "data": { "email": "john.doe@example.com" } },
    }))?)
}

fn env() -> Env {
    let names = [("WEBSITE_ID", "site_1"), ("SUCCESSOR_ID", "user_2")];
    names
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect()
}

/// The model case, and before it rules of the same source for other events.
fn hooks_toml(rules: usize) -> Result<String> {
    let mut text = String::from(
        "env = [\"WEBSITE_ID\", \"SUCCESSOR_ID\"]\n\n\
         [[source]]\nname = \"hr\"\nkind = \"standard-webhooks\"\nsecret = [\"HR_SECRET\"]\n",
    );
    for number in 1..rules {
        rule(&mut text, number, &format!("employee.changed.{number}"))?;
    }
    text.push_str(LEAVER);
    Ok(text)
}

/// A rule with a condition that does not hold for the model case.
fn rule(text: &mut String, number: usize, on: &str) -> Result<()> {
    Ok(write!(
        text,
        "\n[[rule]]\nname = \"Rule {number}\"\nsource = \"hr\"\non = \"{on}\"\n\
         when = \"event.subject.id == 'hr_{}'\"\n\n  \
         [[rule.step]]\n  action = \"user.disconnectFromWebsite\"\n  \
         with = {{ userId = \"{{{{ event.subject.id }}}}\", websiteId = \"site_{number}\" }}\n",
        number + 1
    )?)
}

fn matching(rules: usize) -> Result<Measured> {
    matched(Hooks::parse(&hooks_toml(rules)?)?)
}

/// Where no index helps: each rule's condition must be evaluated.
fn matching_each() -> Result<Measured> {
    let mut text = hooks_toml(1)?;
    for number in 1..1_000 {
        rule(&mut text, number, "person.left")?;
    }
    matched(Hooks::parse(&text)?)
}

/// The model case alone matches.
fn matched(hooks: Hooks) -> Result<Measured> {
    let (event, env) = (leaver()?, env());
    Ok(Box::new(move || {
        let mut matches = 0;
        for rule in hooks.wants(SOURCE, black_box(&event)) {
            matches += usize::from(hooks.matches(rule, &event, &env)?);
        }
        ensure!(matches == 1, "{matches} rules match, not one");
        Ok(())
    }))
}

fn planning() -> Result<Measured> {
    let hooks = Hooks::parse(&hooks_toml(1)?)?;
    let (event, env) = (leaver()?, env());
    Ok(Box::new(move || {
        let plan = hooks.plan(SOURCE, black_box(&event), &env);
        let steps = plan.0.first().map_or(0, |rule| rule.steps.len());
        ensure!(steps == 3, "the plan has {steps} steps, not 3");
        black_box(plan);
        Ok(())
    }))
}

fn carrying_out() -> Result<Measured> {
    let hooks = Hooks::parse(&hooks_toml(1)?)?;
    let (event, env) = (leaver()?, env());
    let users = users();
    let done = json!({ "success": true });
    Ok(Box::new(move || {
        let rule = hooks.rules().first().context("a rule")?;
        let mut run = hooks.run(rule, black_box(&event), &env);
        let mut calls = 0;
        while let Some(call) = run.next()? {
            calls += 1;
            let reply = if call.action.id() == "user.getMany" {
                &users
            } else {
                &done
            };
            run.reply(&call.key, reply)?;
        }
        ensure!(calls == 5, "{calls} calls were made, not 5");
        Ok(())
    }))
}

/// Twenty users of three websites each, as the API lists them; the last is the leaver.
pub(crate) fn users() -> Value {
    let websites = [1, 2, 3].map(|id| json!({ "id": format!("site_{id}"), "name": "A website" }));
    let users: Vec<Value> = (0..20)
        .map(|number| {
            let email = if number == 19 {
                "john.doe@example.com".to_owned()
            } else {
                format!("person-{number}@example.com")
            };
            json!({
                "id": format!("user_{number}"), "firstName": "A", "lastName": "Person",
                "email": email, "websites": websites,
            })
        })
        .collect();
    json!({ "users": users, "total": 20 })
}

fn compiling(rules: usize) -> Result<Measured> {
    let text = hooks_toml(rules)?;
    Ok(Box::new(move || {
        let hooks = Hooks::parse(black_box(&text))?;
        ensure!(hooks.rules().len() == rules, "not all rules were compiled");
        Ok(())
    }))
}
