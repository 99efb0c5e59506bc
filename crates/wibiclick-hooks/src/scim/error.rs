//! What a client is told when its request is refused (RFC 7644, section 3.12): all
//! of it, as data.

use super::Answer;

/// Why a request is refused: for the client, whose administrators read it in
/// its log. Quotes nothing of the request.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    status: u16,
    /// The RFC's word for it; empty where it has none.
    scim_type: &'static str,
    /// Stands in JSON as it is.
    detail: &'static str,
    /// The methods that are allowed; empty where it is not about them.
    allow: &'static str,
}

/// Most results hold one, and a reference is small.
pub(super) type Refused = &'static Refusal;

impl Refusal {
    pub(super) fn answer(&self) -> Answer {
        let mut answer = answer(self.status, self.scim_type, self.detail);
        if !self.allow.is_empty() {
            answer.header = Some(("allow", self.allow.to_owned()));
        }
        answer
    }
}

pub(super) fn answer(status: u16, scim_type: &str, detail: &str) -> Answer {
    let mut body = format!(
        r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"{status}","detail":"{detail}""#
    );
    if !scim_type.is_empty() {
        body.push_str(r#","scimType":""#);
        body.push_str(scim_type);
        body.push('"');
    }
    body.push('}');
    Answer::new(status, body)
}

const fn bad(scim_type: &'static str, detail: &'static str) -> Refusal {
    Refusal {
        status: 400,
        scim_type,
        detail,
        allow: "",
    }
}

const fn status(status: u16, detail: &'static str) -> Refusal {
    Refusal {
        status,
        ..bad("", detail)
    }
}

const fn not_allowed(allow: &'static str) -> Refusal {
    Refusal {
        allow,
        ..status(405, "expected another method: see the header Allow")
    }
}

pub(super) static NO_OBJECT: Refusal =
    bad("invalidSyntax", "expected a body that is a JSON object");
pub(super) static NO_OPERATIONS: Refusal =
    bad("invalidSyntax", "expected Operations, a list of up to 1000");
pub(super) static NO_OP: Refusal = bad("invalidSyntax", "expected op to be add, replace or remove");
pub(super) static NO_PATH: Refusal = bad("noTarget", "expected the path of what to remove");
pub(super) static BAD_PATH: Refusal = bad(
    "invalidPath",
    r#"expected a path as in userName, name.givenName or emails[type eq \"work\"].value, with a filter on several values alone"#,
);
pub(super) static BAD_FILTER: Refusal = bad(
    "invalidFilter",
    r#"expected a filter of eq and and, as in userName eq \"jane\" and active eq true"#,
);
pub(super) static BAD_PAGE: Refusal = bad(
    "invalidValue",
    "expected whole numbers as startIndex and count",
);
pub(super) static NO_VALUE: Refusal = bad(
    "invalidValue",
    "expected a value: an object of them where there is no path",
);
pub(super) static BAD_VALUE: Refusal = bad(
    "invalidValue",
    "expected values of the form that Schemas says",
);
pub(super) static NO_USER_NAME: Refusal =
    bad("invalidValue", "expected a userName that is not blank");
pub(super) static TOO_MANY: Refusal = bad("invalidValue", "expected at most 1000 values in a list");
pub(super) static TOO_LARGE: Refusal =
    bad("invalidValue", "expected a user of at most 100000 bytes");
pub(super) static SERVERS: Refusal = bad(
    "mutability",
    "id, meta, groups and schemas cannot be changed by a client",
);
pub(super) static NOT_ACTIVE: Refusal = bad(
    "mutability",
    "active is true or false, and cannot be removed",
);
pub(super) static TAKEN: Refusal = Refusal {
    status: 409,
    ..bad("uniqueness", "another user has this userName")
};
pub(super) static NO_USER: Refusal = status(404, "there is no user with this id");
pub(super) static NOWHERE: Refusal = status(404, "there is no such resource; expected /Users");
pub(super) static NO_GROUP: Refusal = status(404, "there are no groups");
pub(super) static NO_GROUPS: Refusal = status(
    501,
    "groups are not kept: set the directory to provision users alone",
);
pub(super) static NOT_SUPPORTED: Refusal = status(501, "not supported: see ServiceProviderConfig");
pub(super) static READ_ONLY: Refusal = not_allowed("GET");
pub(super) static ALL_USERS: Refusal = not_allowed("GET, POST");
pub(super) static ONE_USER: Refusal = not_allowed("GET, PUT, PATCH, DELETE");
