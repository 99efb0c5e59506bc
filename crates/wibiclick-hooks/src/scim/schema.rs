//! The attributes of a user, as data (RFC 7643, sections 4.1, 4.3 and 8.7): what
//! `/Schemas` shows, how names are spelt, and of which form values are.

use std::fmt::Write;

/// The schema of a user.
pub(super) const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// What companies add to it.
pub(super) const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// An attribute of a user.
#[derive(Debug)]
pub(super) struct Attribute {
    /// As the RFC spells it; empty where it does not name it.
    pub(super) name: &'static str,
    pub(super) form: Form,
    /// What is inside, or inside each of several.
    pub(super) within: &'static [Attribute],
}

/// Of which form a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Of any, and kept as it comes.
    Any,
    Text,
    Flag,
    /// With attributes within.
    Complex,
    /// Several of those.
    List,
}

/// The attributes of [`CORE`].
pub(super) static USER: &[Attribute] = &[
    text("externalId"),
    text("userName"),
    complex(
        "name",
        &[
            text("formatted"),
            text("familyName"),
            text("givenName"),
            text("middleName"),
            text("honorificPrefix"),
            text("honorificSuffix"),
        ],
    ),
    text("displayName"),
    text("nickName"),
    text("profileUrl"),
    text("title"),
    text("userType"),
    text("preferredLanguage"),
    text("locale"),
    text("timezone"),
    flag("active"),
    list("emails", &VALUES),
    list("phoneNumbers", &VALUES),
    list("ims", &VALUES),
    list("photos", &VALUES),
    list(
        "addresses",
        &[
            text("formatted"),
            text("streetAddress"),
            text("locality"),
            text("region"),
            text("postalCode"),
            text("country"),
            text("type"),
            flag("primary"),
        ],
    ),
    list("entitlements", &VALUES),
    list("roles", &VALUES),
    list("x509Certificates", &VALUES),
];

/// The attributes of [`ENTERPRISE`].
pub(super) static COMPANY: &[Attribute] = &[
    text("employeeNumber"),
    text("costCenter"),
    text("organization"),
    text("division"),
    text("department"),
    complex(
        "manager",
        &[text("value"), text("$ref"), text("displayName")],
    ),
];

static VALUES: [Attribute; 4] = [
    text("value"),
    text("display"),
    text("type"),
    flag("primary"),
];

const fn text(name: &'static str) -> Attribute {
    Attribute {
        name,
        form: Form::Text,
        within: &[],
    }
}

const fn flag(name: &'static str) -> Attribute {
    Attribute {
        form: Form::Flag,
        ..text(name)
    }
}

const fn complex(name: &'static str, within: &'static [Attribute]) -> Attribute {
    Attribute {
        name,
        form: Form::Complex,
        within,
    }
}

const fn list(name: &'static str, within: &'static [Attribute]) -> Attribute {
    Attribute {
        name,
        form: Form::List,
        within,
    }
}

/// One that the RFC does not name.
pub(super) static UNKNOWN: Attribute = Attribute {
    form: Form::Any,
    ..text("")
};

/// The attribute of that name, which may be written in any case.
pub(super) fn find(within: &'static [Attribute], name: &str) -> &'static Attribute {
    for attribute in within {
        if attribute.name.eq_ignore_ascii_case(name) {
            return attribute;
        }
    }
    &UNKNOWN
}

/// What can be in a user, or in an extension of users.
pub(super) fn within(schema: Option<&str>) -> &'static [Attribute] {
    match schema {
        None => USER,
        Some(ENTERPRISE) => COMPANY,
        Some(_) => &[],
    }
}

/// A schema as `/Schemas` shows it.
pub(super) fn shown(id: &str, name: &str) -> String {
    let mut shown = format!(
        r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Schema"],"id":"{id}","name":"{name}","description":"{name}","meta":{{"resourceType":"Schema"}},"attributes":["#
    );
    let schema = Some(id).filter(|id| *id != CORE);
    show(&mut shown, within(schema));
    shown.push_str("]}");
    shown
}

fn show(shown: &mut String, attributes: &[Attribute]) {
    for Attribute { name, form, within } in attributes {
        let of = match form {
            Form::Any | Form::Text => "string",
            Form::Flag => "boolean",
            Form::Complex | Form::List => "complex",
        };
        let several = *form == Form::List;
        // Who signs in is the one thing that is required, and nobody else's.
        let (required, uniqueness) = match *name {
            "userName" => (true, "server"),
            _ => (false, "none"),
        };
        if !shown.ends_with('[') {
            shown.push(',');
        }
        // Writing to a text cannot fail.
        let _ = write!(
            shown,
            r#"{{"name":"{name}","type":"{of}","multiValued":{several},"description":"{name}","required":{required},"caseExact":false,"mutability":"readWrite","returned":"default","uniqueness":"{uniqueness}""#
        );
        if !within.is_empty() {
            shown.push_str(r#","subAttributes":["#);
            show(shown, within);
            shown.push(']');
        }
        shown.push('}');
    }
}
