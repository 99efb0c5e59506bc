//! Paths of any shape over documents of any shape, held against a walker that has
//! its steps as a list.

use super::{At, Path};
use proptest::prelude::*;
use serde_json::Value;
use std::borrow::Cow;

#[derive(Debug, Clone)]
enum Hop {
    Field(&'static str),
    Place(usize),
    Only,
    Is(&'static str, &'static str),
    IsAt(&'static str, Vec<Hop>),
}

const NAMES: [&str; 4] = ["a", "b", "c-d", "é"];
const TEXTS: [&str; 3] = ["x", "y z", ""];

/// As a path is written.
fn written(hops: &[Hop]) -> String {
    let steps = hops.iter().enumerate().map(|(index, hop)| match hop {
        Hop::Field(name) if index == 0 => (*name).to_owned(),
        Hop::Field(name) => format!(".{name}"),
        Hop::Place(place) => format!("[{place}]"),
        Hop::Only => "[]".to_owned(),
        Hop::Is(field, is) => format!("[{field}={is}]"),
        Hop::IsAt(field, hops) => format!("[{field}=@{}]", written(hops)),
    });
    steps.collect()
}

fn walk<'v>(hops: &[Hop], value: &'v Value, top: &'v Value) -> Option<&'v Value> {
    let Some((hop, rest)) = hops.split_first() else {
        return Some(value).filter(|value| !value.is_null());
    };
    let elements = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let next = match hop {
        Hop::Field(name) => value.as_object()?.get(*name),
        Hop::Place(place) => elements.get(*place),
        Hop::Only => same(&elements.iter().collect::<Vec<_>>()),
        Hop::Is(field, is) => same(
            &elements
                .iter()
                .filter(|element| element[field] == **is)
                .collect::<Vec<_>>(),
        ),
        Hop::IsAt(field, hops) => {
            let wanted = walk(hops, top, top)?;
            same(
                &elements
                    .iter()
                    .filter(|element| element[field] == *wanted)
                    .collect::<Vec<_>>(),
            )
        }
    };
    walk(rest, next?, top)
}

/// The one that all of them are.
fn same<'v>(all: &[&'v Value]) -> Option<&'v Value> {
    let first = *all.first()?;
    all.iter().all(|other| *other == first).then_some(first)
}

fn any_hops() -> impl Strategy<Value = Vec<Hop>> {
    let name = || prop::sample::select(&NAMES[..]);
    let fields = prop::collection::vec(name().prop_map(Hop::Field), 1..3);
    let hop = prop_oneof![
        4 => name().prop_map(Hop::Field),
        1 => (0usize..3).prop_map(Hop::Place),
        1 => Just(Hop::Only),
        1 => (name(), prop::sample::select(&TEXTS[..])).prop_map(|(field, is)| Hop::Is(field, is)),
        1 => (name(), fields).prop_map(|(field, hops)| Hop::IsAt(field, hops)),
    ];
    prop::collection::vec(hop, 0..5)
}

fn any_document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..3).prop_map(Value::from),
        prop::sample::select(&TEXTS[..]).prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(prop::sample::select(&NAMES[..]), inner, 0..4).prop_map(
                |fields| {
                    let fields = fields.into_iter();
                    fields.map(|(name, it)| (name.to_owned(), it)).collect()
                }
            ),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_path_finds_what_a_walker_finds(
        ways in prop::collection::vec(any_hops(), 1..3),
        document in any_document(),
    ) {
        let texts: Vec<String> = ways.iter().map(|hops| written(hops)).collect();
        // Nothing is no way beside another.
        prop_assume!(ways.len() == 1 || texts.iter().all(|text| !text.is_empty()));
        let text = texts.join("|");
        prop_assert_eq!(Path(&text).problem(), None, "{}", text);
        let expected = ways.iter().find_map(|hops| walk(hops, &document, &document));
        prop_assert_eq!(Path(&text).find(&document), expected, "{}", text);
    }

    #[test]
    fn any_text_is_a_path_or_has_a_problem_and_leads_anywhere_or_nowhere(
        text in r"[ab\[\]=@.|0é]{0,16}|.{0,16}",
        document in any_document(),
    ) {
        let path = Path(&text);
        prop_assert_eq!(At::try_from(Cow::Owned(text.clone())).is_ok(), path.problem().is_none());
        let _ = (path.find(&document), path.all(&document), path.text(&document));
        prop_assert!(text.contains(path.last_field()));
    }
}
