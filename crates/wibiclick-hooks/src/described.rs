//! What the docs say of a kind: its record, in words. Every text is Markdown that
//! fits into one line.

use crate::{
    event::Signal,
    handshake::{Handshake, Mark, Reply, ShownBy},
    kind::Kind,
    path::Path,
    reading::{Batch, Condition, Format, Identity, Inner, Is, Naming, Reading, When, Who},
    record::{About, Acknowledgement, Record, Sends},
    scheme::{
        Algorithm, Code, Encoding, HeaderNames, Part, Proof, Scheme, SecretForm, Template,
        TimestampAt, TokenAt, Unit, Way,
    },
};

/// A kind, in words.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Described {
    /// What does not follow from the record.
    pub about: About,
    /// Names for the secrets in a configuration.
    pub secrets: Vec<String>,
    /// What makes a request genuine: any of these.
    pub genuine: Vec<String>,
    /// How it says hello, and how it is answered.
    pub hello: Vec<String>,
    /// With what its events must be acknowledged.
    pub acknowledgement: Option<String>,
    /// Whether it provisions by SCIM, and whether it does nothing else.
    pub provisioning: Option<&'static str>,
    /// What of a request is an event.
    pub events: String,
    /// Where the event's id is.
    pub id: String,
    /// Where the event's type is.
    pub kind: String,
    /// Where the time is at which it happened.
    pub occurred_at: String,
    /// Where the time is at which it takes effect.
    pub effective_at: Option<String>,
    /// What must be so for an event to have a signal.
    pub outcome: Option<String>,
    /// What its types mean. Of several that fit, the first counts.
    pub meanings: Vec<Meaning>,
}

/// What a type means.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Meaning {
    /// The vendor's type.
    pub kind: String,
    /// What else must be so; empty where nothing must.
    pub condition: String,
    /// The signal's name; empty where it has none.
    pub signal: String,
    /// Where it says whom it is about.
    pub whom: String,
}

impl Kind {
    /// What the docs say of it; `None` for one that a configuration describes.
    pub fn described(&self) -> Option<Described> {
        self.record().map(described)
    }
}

fn described(record: &Record) -> Described {
    let reading = &record.reading;
    Described {
        about: record.about,
        secrets: secrets(record),
        genuine: record.schemes.iter().map(scheme).collect(),
        hello: record.handshakes.iter().map(handshake).collect(),
        acknowledgement: record.acknowledgement.map(acknowledgement),
        provisioning: match record.sends {
            Sends::Webhooks => None,
            Sends::Provisioning => Some("It provisions by SCIM, and sends no webhooks."),
            Sends::Both => Some("It may provision by SCIM too."),
        },
        events: events(reading),
        id: id(record),
        kind: naming(reading.kind),
        occurred_at: occurred_at(record),
        effective_at: reading.effective_at.map(when),
        outcome: reading.outcome.map(condition),
        meanings: meanings(reading),
    }
}

fn secrets(record: &Record) -> Vec<String> {
    let kind = record.name.to_ascii_uppercase().replace('-', "_");
    let is_token = |scheme: &Scheme| matches!(scheme.proof, Proof::Token(_));
    let what = if record.schemes.iter().all(is_token) {
        "TOKEN"
    } else {
        "SECRET"
    };
    let mut secrets = vec![format!("{kind}_{what}")];
    if record
        .handshakes
        .iter()
        .any(|handshake| matches!(handshake.shown_by, ShownBy::Query(_)))
    {
        secrets.push(format!("{kind}_VERIFY_TOKEN"));
    }
    secrets
}

fn scheme(scheme: &Scheme) -> String {
    let mut text = match &scheme.proof {
        Proof::Code(code) => signature(code),
        Proof::Token(TokenAt::Header { header, prefix }) if prefix.is_empty() => {
            format!("{} is the secret", names(header))
        }
        Proof::Token(TokenAt::Header { header, prefix }) => {
            format!("{} is `{}` and the secret", names(header), prefix.trim())
        }
        Proof::Token(TokenAt::Body(at)) => {
            format!("the body has the secret at {}", path(at.path()))
        }
    };
    if let Some(at) = &scheme.timestamp {
        text.push_str(&time(at));
    }
    text
}

fn signature(code: &Code) -> String {
    let ways: Vec<String> = code.ways.iter().map(way).collect();
    let what = format!("{} over {}", ways.join(" or "), signed(&code.signed));
    let header = names(&code.header);
    match code.separator {
        None => format!("{header} is {what}"),
        Some(' ') => format!("{header} holds, between spaces, {what}"),
        Some(separator) => format!("{header} holds, between `{separator}`, {what}"),
    }
}

fn way(way: &Way) -> String {
    let prefix = match way.prefix.as_ref() {
        "" => String::new(),
        prefix => format!("`{prefix}` and "),
    };
    let algorithm = match way.algorithm {
        Algorithm::HmacSha1 => "an HMAC-SHA-1",
        Algorithm::HmacSha256 => "an HMAC-SHA-256",
        Algorithm::HmacSha512 => "an HMAC-SHA-512",
        Algorithm::Sha256 => "a SHA-256, the secret first,",
        Algorithm::Ed25519 => "an Ed25519 signature",
    };
    let encoding = match way.encoding {
        Encoding::Base64 => "base64",
        Encoding::Base64url => "base64url",
        Encoding::Hex => "hex",
    };
    let key = match way.secret {
        SecretForm::Text => "",
        SecretForm::Hex => " (its key is the secret, read as hex)",
        SecretForm::Base64 => " (its key is the secret, read as base64)",
        SecretForm::Whsec => " (its key is the base64 after `whsec_`)",
        SecretForm::Whpk => " (its public key is the base64 after `whpk_`)",
    };
    format!("{prefix}{algorithm} in {encoding}{key}")
}

fn signed(template: &Template) -> String {
    if template.parts() == [Part::Body] {
        return "the body".to_owned();
    }
    let parts: String = template
        .parts()
        .iter()
        .map(|part| match part {
            Part::Id => "{id}",
            Part::Timestamp => "{timestamp}",
            Part::Body => "{body}",
            Part::Method => "{method}",
            Part::Url => "{url}",
            Part::UrlDecoded => "{url-decoded}",
            Part::UrlAndForm => "{url-and-form}",
            Part::Text(text) => text.as_ref(),
        })
        .collect();
    format!("`{parts}`")
}

fn time(at: &TimestampAt) -> String {
    let unit = match at.unit {
        Unit::Seconds => "in seconds",
        Unit::Milliseconds => "in milliseconds",
        Unit::SecondsOrIso8601 => "in seconds or as in ISO 8601",
    };
    let after = match at.prefix.as_ref() {
        "" => String::new(),
        prefix => format!("after `{prefix}` "),
    };
    format!(
        "; the time, {unit} {after}in {}, is at most {} s off",
        names(&at.header),
        at.tolerance_seconds
    )
}

fn handshake(handshake: &Handshake) -> String {
    let method = handshake.method;
    let asks = match handshake.known_by {
        Mark::Header(header) => format!("a {method} with the header `{header}`"),
        Mark::HeaderIs { header, is } => format!("a {method} whose header `{header}` is `{is}`"),
        Mark::Query(name) => format!("a {method} with `{name}` in its query"),
        Mark::QueryIs { name, is } => format!("a {method} with `{name}={is}` in its query"),
        Mark::FieldIs { at, is } => format!("a {method} whose {} is `{is}`", path(at)),
        Mark::FieldWithout { at, header } => {
            format!("a {method} with {}, without `{header}`", path(at))
        }
        Mark::BodyIs(texts) => format!("a {method} whose body is {}", any_of(texts)),
    };
    let checked = match handshake.shown_by {
        ShownBy::Signature => "once it is found genuine as events are".to_owned(),
        ShownBy::Query(name) => format!("if `{name}` in its query is one of the secrets"),
        ShownBy::Nothing => "whoever it is from".to_owned(),
    };
    let reply = match handshake.reply {
        Reply::Empty => "an empty 200".to_owned(),
        Reply::HeaderAsJson { field, header } => {
            format!("the value of `{header}`, as `{{\"{field}\":\"…\"}}`")
        }
        Reply::FieldAsText(at) => format!("what is at {}, as text", path(at)),
        Reply::QueryAsText(name) => format!("`{name}` of its query, as text"),
    };
    format!("{asks}; it is answered {checked}, with {reply}")
}

fn acknowledgement(acknowledgement: Acknowledgement) -> String {
    let Acknowledgement { content_type, body } = acknowledgement;
    let body = match body {
        "" => "no body".to_owned(),
        body => format!("the body `{body}`"),
    };
    match content_type {
        None => format!("200 and {body}"),
        Some(content_type) => format!("200 and {body}, as `{content_type}`"),
    }
}

fn events(reading: &Reading<'_>) -> String {
    let format = match reading.format {
        Format::Json => "JSON",
        Format::Form => "a form",
        Format::FormOrJson => "a form or JSON",
    };
    let batch = match reading.batch {
        Batch::One => "one event".to_owned(),
        Batch::Each(list) => format!("a list of events at {}", path(list)),
        Batch::EachOrOne(list) => format!("a list of events at {}, or one event", path(list)),
        Batch::Within(inner) => format!(
            "every element of {} is an event (of the first that is there and not empty), or the \
             body",
            lists(inner)
        ),
        Batch::EachWithin { outer, inner } => {
            format!(
                "a list at {}, of each element of which every element of {} is an event (of the \
                 first that is there and not empty)",
                path(outer),
                lists(inner)
            )
        }
    };
    format!("A body is {format}: {batch}.")
}

fn lists(inner: &[Inner<'_>]) -> String {
    let inner: Vec<String> = inner
        .iter()
        .map(|Inner { at: (field, list) }| format!("`{field}.{list}`"))
        .collect();
    inner.join(" or ")
}

fn id(record: &Record) -> String {
    let own = record.reading.id.map(|id| match id {
        Identity::Field(at) => path(at),
        Identity::Fields(all) => {
            let all: Vec<String> = all.iter().map(|at| path(*at)).collect();
            format!("{}, with a colon between them", all.join(" and "))
        }
        Identity::FieldAnd(at, more) => {
            format!("{} and, where there is one, {}", path(at), path(more))
        }
        Identity::Headers(within, number) => format!("the headers `{within}` and `{number}`"),
    });
    let of_request = record
        .schemes
        .iter()
        .find_map(|scheme| scheme.id.as_ref())
        .map(|header| format!("the header {}", names(header)));
    let found: Vec<String> = own.into_iter().chain(of_request).collect();
    match found.as_slice() {
        [] => "none; a repetition is known by the hash of its body".to_owned(),
        found => format!(
            "{}; without it, the hash of the body",
            found.join(", or else ")
        ),
    }
}

fn naming(kind: Naming<'_>) -> String {
    match kind {
        Naming::Field(at) => path(at),
        Naming::Fields(first, second) => {
            format!(
                "{} and {}, with a dot between them",
                path(first),
                path(second)
            )
        }
        Naming::Header { header, then: None } => format!("the header `{header}`"),
        Naming::Header {
            header,
            then: Some(at),
        } => format!(
            "the header `{header}` and, with a dot between them, {}",
            path(at)
        ),
        Naming::ListOr(lists, at) => {
            let lists: Vec<String> = lists.iter().map(|list| path(*list)).collect();
            format!(
                "the name of the first list of {} that is there, or else {}",
                lists.join(", "),
                path(at)
            )
        }
        Naming::To(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|(what, at)| format!("`{what}` and {}", path(*at)))
                .collect();
            format!(
                "{}, with a dot between them, whichever is there first",
                fields.join(", or ")
            )
        }
        Naming::Always(name) => format!("always `{name}`"),
    }
}

fn occurred_at(record: &Record) -> String {
    let has_time = |scheme: &Scheme| scheme.timestamp.is_some();
    let signed = if record.schemes.iter().all(has_time) {
        Some("the time of signing")
    } else if record.schemes.iter().any(has_time) {
        Some("the time of signing, where one is signed")
    } else {
        None
    };
    match (record.reading.occurred_at.map(when), signed) {
        (Some(own), Some(signed)) => format!("{own}; without it, {signed}"),
        (Some(own), None) => own,
        (None, signed) => signed.unwrap_or("not said").to_owned(),
    }
}

fn when(when: When<'_>) -> String {
    match when {
        When::Text(at) => path(at),
        When::Utc(at) => format!("{}, in UTC", path(at)),
        When::Date(at) => format!("{}, a date or a time", path(at)),
        When::Seconds(at) => format!("{}, in seconds", path(at)),
        When::Millis(at) => format!("{}, in milliseconds", path(at)),
        When::Any(at) => format!("{}, in whatever form", path(at)),
    }
}

fn meanings(reading: &Reading<'_>) -> Vec<Meaning> {
    let rows = reading.rows.iter().map(|row| Meaning {
        kind: format!("`{}`", row.kind),
        condition: row.condition.map(condition).unwrap_or_default(),
        signal: row
            .signal
            .map(|signal| format!("`{}`", signal.as_str()))
            .unwrap_or_default(),
        whom: whom(row.who),
    });
    let ours = reading.ours.iter().flat_map(|who| {
        Signal::ALL.map(|signal| {
            let name = format!("`{}`", signal.as_str());
            Meaning {
                kind: name.clone(),
                condition: String::new(),
                signal: name,
                whom: whom(who),
            }
        })
    });
    let others = Meaning {
        kind: "any other".to_owned(),
        condition: String::new(),
        signal: String::new(),
        whom: whom(reading.others),
    };
    rows.chain(ours).chain([others]).collect()
}

fn condition(condition: Condition<'_>) -> String {
    let at = path(condition.at);
    match condition.is {
        Is::Text(text) => format!("{at} is `{text}`"),
        Is::TextInAnyCase(text) => format!("{at} is `{text}`, in any case"),
        Is::True => format!("{at} is `true`"),
        Is::NotSet => format!("{at} is `false`, or not there"),
        Is::There => format!("there is {at}"),
    }
}

fn whom(who: &Who<'_>) -> String {
    let parts = [
        ("id", who.id),
        ("email", who.email),
        ("login", who.login),
        ("email or login", who.email_or_login),
    ];
    let mut said: Vec<String> = parts
        .into_iter()
        .filter_map(|(what, at)| Some(format!("{what} {}", path(at?))))
        .collect();
    if !who.name.is_empty() {
        let parts: Vec<String> = who.name.iter().map(|at| path(*at)).collect();
        said.push(format!("name {}", parts.join(" ")));
    }
    if said.is_empty() {
        "nobody".to_owned()
    } else {
        said.join(", ")
    }
}

fn names(header: &HeaderNames) -> String {
    let names: Vec<&str> = header.iter().collect();
    any_of(&names)
}

fn any_of(texts: &[&str]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| format!("`{text}`")).collect();
    texts.join(" or ")
}

fn path(path: Path<'_>) -> String {
    format!("`{}`", path.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kind, kinds};

    fn of(name: &str) -> Described {
        kind(name).unwrap().described().unwrap()
    }

    #[test]
    fn a_scheme_is_said_with_its_header_its_code_and_its_time() {
        assert_eq!(
            of("github").genuine,
            ["`x-hub-signature-256` is `sha256=` and an HMAC-SHA-256 in hex over the body"]
        );
        assert_eq!(
            of("stripe").genuine,
            [
                "`stripe-signature` holds, between `,`, `v1=` and an HMAC-SHA-256 in hex over \
                 `{timestamp}.{body}`; the time, in seconds after `t=` in `stripe-signature`, is \
                 at most 300 s off"
            ]
        );
        assert_eq!(
            of("auth0").genuine,
            ["`authorization` is `Bearer` and the secret"]
        );
    }

    #[test]
    fn each_scheme_is_said() {
        assert_eq!(of("gitlab").genuine.len(), 2);
    }

    #[test]
    fn a_handshake_is_said_with_its_answer() {
        assert_eq!(
            of("okta").hello,
            [
                "a GET with the header `x-okta-verification-challenge`; it is answered whoever it \
                 is from, with the value of `x-okta-verification-challenge`, as \
                 `{\"verification\":\"…\"}`"
            ]
        );
    }

    #[test]
    fn a_row_is_said_with_its_condition_and_whom() {
        let slack = of("slack").meanings;
        assert_eq!(slack[0].condition, "`event.user.is_bot` is `true`");
        assert_eq!(
            (slack[0].signal.as_str(), slack[0].whom.as_str()),
            ("", "nobody")
        );
        assert_eq!(slack[1].signal, "`person.left`");
        assert!(slack[1].whom.starts_with("id `event.user.id`, email "));
    }

    #[test]
    fn an_id_is_the_events_then_the_requests_then_a_hash() {
        assert!(of("hibob").id.starts_with("none"));
        assert_eq!(
            of("clerk").id,
            "the header `svix-id` or `webhook-id`; without it, the hash of the body"
        );
    }

    #[test]
    fn tokens_and_secrets_have_names_of_their_own() {
        assert_eq!(of("google-directory").secrets, ["GOOGLE_DIRECTORY_TOKEN"]);
        assert_eq!(of("github").secrets, ["GITHUB_SECRET"]);
    }

    #[test]
    fn every_kind_is_said_in_lines_without_gaps() {
        for kind in kinds() {
            let said = kind.described().unwrap();
            let texts = said.genuine.iter().chain(&said.hello).chain([
                &said.events,
                &said.id,
                &said.kind,
                &said.occurred_at,
            ]);
            for text in texts {
                let is_a_line = !text.is_empty() && !text.contains('\n') && !text.contains("``");
                assert!(is_a_line, "{}: {text:?}", kind.name());
            }
        }
    }
}
