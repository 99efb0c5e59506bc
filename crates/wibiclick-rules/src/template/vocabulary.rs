//! The filters, tests and functions of templates: those of Jinja that rules have
//! a use for. All of them, with what Unicode says of upper and lower case, would be
//! a tenth of the Worker.

use minijinja::{Environment, Error, ErrorKind, Value, filters, functions, tests};

use crate::time;

pub(super) fn teach(environment: &mut Environment<'static>) {
    environment.add_function("range", functions::range);

    environment.add_filter("default", filters::default);
    environment.add_filter("first", filters::first);
    environment.add_filter("float", filters::float);
    environment.add_filter("int", filters::int);
    environment.add_filter("join", filters::join);
    environment.add_filter("last", filters::last);
    environment.add_filter("later", later);
    environment.add_filter("length", filters::length);
    environment.add_filter("list", filters::list);
    environment.add_filter("lower", |text: String| text.to_ascii_lowercase());
    environment.add_filter("map", filters::map);
    environment.add_filter("rejectattr", filters::rejectattr);
    environment.add_filter("replace", filters::replace);
    // Not `round`, as long as xtask/src/panics.rs takes out what it calls.
    environment.add_filter("select", filters::select);
    environment.add_filter("selectattr", filters::selectattr);
    environment.add_filter("split", filters::split);
    environment.add_filter("string", filters::string);
    environment.add_filter("trim", filters::trim);
    environment.add_filter("upper", |text: String| text.to_ascii_uppercase());

    environment.add_test("boolean", tests::is_boolean);
    environment.add_test("defined", tests::is_defined);
    environment.add_test("endingwith", tests::is_endingwith);
    environment.add_test("eq", tests::is_eq);
    environment.add_test("false", tests::is_false);
    environment.add_test("ge", tests::is_ge);
    environment.add_test("gt", tests::is_gt);
    environment.add_test("in", tests::is_in);
    environment.add_test("le", tests::is_le);
    environment.add_test("lt", tests::is_lt);
    environment.add_test("mapping", tests::is_mapping);
    environment.add_test("ne", tests::is_ne);
    environment.add_test("none", tests::is_none);
    environment.add_test("number", tests::is_number);
    environment.add_test("sameemail", same_email);
    environment.add_test("sequence", tests::is_sequence);
    environment.add_test("startingwith", tests::is_startingwith);
    environment.add_test("string", tests::is_string);
    environment.add_test("true", tests::is_true);
    environment.add_test("undefined", tests::is_undefined);
}

/// A time that is so much later, or earlier: `event.effectiveAt | later('18h')`.
fn later(time: &Value, by: &Value) -> Result<String, Error> {
    let wrong = |message: String| Error::new(ErrorKind::InvalidOperation, message);
    let from = time::read(time).ok_or_else(|| wrong(time::unexpected(time)))?;
    match time::later(from, by.as_str().unwrap_or_default()) {
        Some(time) => Ok(time.to_string()),
        None => Err(wrong(
            "expected of `later` days, hours or minutes, as in '2d', '18h' or '-30m', that end \
             before the year 10000"
                .to_owned(),
        )),
    }
}

/// Whether two texts are the same address: as people write them, without regard
/// to case and space. Absent or empty, they are not.
fn same_email(one: &Value, other: &Value) -> bool {
    let (Some(one), Some(other)) = (one.as_str(), other.as_str()) else {
        return false;
    };
    let (one, other) = (one.trim(), other.trim());
    !one.is_empty() && one.eq_ignore_ascii_case(other)
}
