//! The compact text of a catalogue entry: one line per action, from which its
//! record is read when it is asked for. A table of structs would be twice as
//! large in every wasm, and could not hold actions that are declared at run time.
//!
//! ```text
//! user.disconnectFromWebsite;POST;/disconnect-user-from-website;dt;D;;websiteId*:i;userId*:i
//! ```
//!
//! | field | what |
//! |---|---|
//! | 1 to 3 | id, method, path |
//! | 4 | evidence `d` `o` `g`; then `t` if it takes something away, `n` without the API key, `m` multipart, `x` multipart where a file is given |
//! | 5 | reply: `O` object, `D` done, `F` file, `A` anything, `L` and the list's key; then `!` and the name of each secret field |
//! | 6 | the key that wraps the body, or nothing |
//! | others | a param each |
//!
//! A param is its name, its targets (`?` query, `/` path, `=` body, each with
//! the API's name; none for the usual place under the same name), `*` if it is
//! required, `:` and its kind. A kind is `t` text, `$` secret text, `i` id,
//! `n` integer, `m` month, `f` number, `b` boolean, `d` date, `D` date and time,
//! `w` WhatsApp, `|a|b` one of, `F` file, `l` and a kind for a list of it, `r`
//! an object, `r[a:t,b:t]` one of these fields, `a` anything; `~` before it
//! lets null be sent.

use std::borrow::Cow;

use crate::action::{
    ActionSpec, Auth, Encoding, Evidence, Kind, Method, Param, Place, ReplyShape, Target,
};

/// The entry of one action: what its record is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry(Cow<'static, str>);

impl Entry {
    /// One of the catalogue.
    pub(crate) fn of(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// One that was written at run time.
    pub(crate) fn new(text: String) -> Self {
        Self(Cow::Owned(text))
    }

    /// The action's id.
    pub fn id(&self) -> &str {
        id_of(&self.0)
    }

    /// The action's record.
    pub fn spec(&self) -> ActionSpec<'_> {
        read(&self.0)
    }
}

/// The id of an entry's action.
pub(crate) fn id_of(entry: &str) -> &str {
    entry.split(';').next().unwrap_or_default()
}

/// The texts of a [`Kind::OneOf`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Values<'a>(&'a str);

/// The kind of a [`Kind::List`]'s items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item<'a>(&'a str);

/// The fields of a [`Kind::Record`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fields<'a>(&'a str);

impl<'a> Values<'a> {
    /// Each text that is known.
    pub fn iter(self) -> impl Iterator<Item = &'a str> + Clone {
        self.0.split('|')
    }
}

impl<'a> Item<'a> {
    /// The kind of each item.
    pub fn kind(self) -> Kind<'a> {
        kind(self.0)
    }
}

impl<'a> Fields<'a> {
    /// Each field that is known; none where any is taken.
    pub fn iter(self) -> impl Iterator<Item = Param<'a>> {
        self.0
            .split(',')
            .filter(|text| !text.is_empty())
            .map(|text| param(text, Place::Body))
    }

    /// Whether any field is taken.
    pub fn are_free(self) -> bool {
        self.0.is_empty()
    }
}

/// The record that an entry describes.
///
/// Entries are written by the derive, or by [`Corrections`](crate::corrections::Corrections)
/// after checking; of any other text, what cannot be read is left at its default.
pub(crate) fn read(entry: &str) -> ActionSpec<'_> {
    let mut fields = entry.split(';');
    let mut next = || fields.next().unwrap_or_default();
    let (id, method, path) = (next(), next().parse().unwrap_or(Method::Get), next());
    let (flags, reply, wrap) = (next(), next(), next());
    let mut reply = reply.split('!');
    // Not `str::contains`, which brings the search for any text.
    let has = |flag| flags.bytes().any(|it| it == flag);
    let shape = reply.next().unwrap_or_default();
    ActionSpec {
        id,
        method,
        path,
        evidence: match flags.as_bytes().first() {
            Some(b'd') => Evidence::Documented,
            Some(b'o') => Evidence::Observed,
            _ => Evidence::Guessed,
        },
        destructive: has(b't'),
        auth: if has(b'n') { Auth::None } else { Auth::Bearer },
        encoding: if has(b'm') {
            Encoding::Multipart
        } else if has(b'x') {
            Encoding::JsonOrMultipart
        } else {
            Encoding::Json
        },
        wrap: Some(wrap).filter(|key| !key.is_empty()),
        reply: match shape.split_at_checked(1) {
            Some(("O", _)) => ReplyShape::Object,
            Some(("D", _)) => ReplyShape::Done,
            Some(("F", _)) => ReplyShape::File,
            Some(("L", key)) => ReplyShape::List(key),
            _ => ReplyShape::Any,
        },
        reply_secrets: reply.collect(),
        params: fields
            .map(|text| param(text, usual_place(method)))
            .collect(),
    }
}

/// Where a param goes when its declaration does not say.
pub(crate) fn usual_place(method: Method) -> Place {
    match method {
        Method::Get | Method::Delete => Place::Query,
        _ => Place::Body,
    }
}

fn param(text: &str, usual: Place) -> Param<'_> {
    let (head, ty) = text.split_once(':').unwrap_or((text, "a"));
    let (head, required) = match head.strip_suffix('*') {
        Some(head) => (head, true),
        None => (head, false),
    };
    let name_ends = head.find(is_place).unwrap_or(head.len());
    let (name, mut rest) = head.split_at_checked(name_ends).unwrap_or((head, ""));
    let mut targets = Vec::with_capacity(1);
    while let Some((mark, after)) = rest.split_at_checked(1) {
        let (wire, next) = after
            .split_at_checked(after.find(is_place).unwrap_or(after.len()))
            .unwrap_or((after, ""));
        targets.push(Target {
            place: match mark {
                "?" => Place::Query,
                "/" => Place::Path,
                _ => Place::Body,
            },
            wire,
        });
        rest = next;
    }
    if targets.is_empty() {
        targets.push(Target {
            place: usual,
            wire: name,
        });
    }
    let (ty, clearable) = match ty.strip_prefix('~') {
        Some(ty) => (ty, true),
        None => (ty, false),
    };
    Param {
        name,
        targets,
        kind: kind(ty),
        required,
        secret: ty == "$",
        clearable,
    }
}

fn is_place(mark: char) -> bool {
    matches!(mark, '?' | '/' | '=')
}

fn kind(text: &str) -> Kind<'_> {
    let Some((letter, rest)) = text.split_at_checked(1) else {
        return Kind::Any;
    };
    match letter {
        "t" | "$" => Kind::Text,
        "i" => Kind::Id,
        "n" => Kind::Integer,
        "m" => Kind::Month,
        "f" => Kind::Number,
        "b" => Kind::Boolean,
        "d" => Kind::Date,
        "D" => Kind::DateTime,
        "w" => Kind::WhatsApp,
        "|" => Kind::OneOf(Values(rest)),
        "F" => Kind::File,
        "l" => Kind::List(Item(rest)),
        "r" => Kind::Record(Fields(
            rest.strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
                .unwrap_or_default(),
        )),
        _ => Kind::Any,
    }
}

/// Writes the entry of a record: the inverse of [`read`].
pub(crate) fn write(spec: &ActionSpec<'_>) -> String {
    let mut entry = format!("{};{};{};", spec.id, spec.method, spec.path);
    entry.push(match spec.evidence {
        Evidence::Documented => 'd',
        Evidence::Observed => 'o',
        Evidence::Guessed => 'g',
    });
    if spec.destructive {
        entry.push('t');
    }
    if spec.auth == Auth::None {
        entry.push('n');
    }
    match spec.encoding {
        Encoding::Json => {}
        Encoding::Multipart => entry.push('m'),
        Encoding::JsonOrMultipart => entry.push('x'),
    }
    entry.push(';');
    match spec.reply {
        ReplyShape::Object => entry.push('O'),
        ReplyShape::Done => entry.push('D'),
        ReplyShape::File => entry.push('F'),
        ReplyShape::Any => entry.push('A'),
        ReplyShape::List(key) => {
            entry.push('L');
            entry.push_str(key);
        }
    }
    for secret in &spec.reply_secrets {
        entry.push('!');
        entry.push_str(secret);
    }
    entry.push(';');
    entry.push_str(spec.wrap.unwrap_or_default());
    for param in &spec.params {
        entry.push(';');
        write_param(&mut entry, param);
    }
    entry
}

fn write_param(entry: &mut String, param: &Param<'_>) {
    entry.push_str(param.name);
    for target in &param.targets {
        entry.push(match target.place {
            Place::Query => '?',
            Place::Path => '/',
            Place::Body => '=',
        });
        entry.push_str(target.wire);
    }
    if param.required {
        entry.push('*');
    }
    entry.push(':');
    if param.clearable {
        entry.push('~');
    }
    if param.secret {
        entry.push('$');
        return;
    }
    match param.kind {
        Kind::Text => entry.push('t'),
        Kind::Id => entry.push('i'),
        Kind::Integer => entry.push('n'),
        Kind::Month => entry.push('m'),
        Kind::Number => entry.push('f'),
        Kind::Boolean => entry.push('b'),
        Kind::Date => entry.push('d'),
        Kind::DateTime => entry.push('D'),
        Kind::WhatsApp => entry.push('w'),
        Kind::OneOf(Values(values)) => {
            entry.push('|');
            entry.push_str(values);
        }
        Kind::File => entry.push('F'),
        Kind::List(Item(kind)) => {
            entry.push('l');
            entry.push_str(kind);
        }
        Kind::Record(Fields("")) => entry.push('r'),
        Kind::Record(Fields(fields)) => {
            entry.push_str("r[");
            entry.push_str(fields);
            entry.push(']');
        }
        Kind::Any => entry.push('a'),
    }
}

/// The names of kinds that a declaration at run time can have.
pub(crate) const KIND_NAMES: &str = "text, id, integer, month, number, boolean, date, dateTime, \
                                     whatsapp, file, list, record or any";

/// The kind of this name, as [`Kind::name`] says it.
pub(crate) fn kind_named(name: &str) -> Option<Kind<'static>> {
    [
        "t", "i", "n", "m", "f", "b", "d", "D", "w", "F", "l", "r", "a",
    ]
    .into_iter()
    .map(kind)
    .find(|kind| kind.name() == name)
}

/// How many bytes texts have together; for the derive.
#[doc(hidden)]
pub const fn length(mut parts: &[&str]) -> usize {
    let mut length = 0;
    while let Some((first, rest)) = parts.split_first() {
        length += first.len();
        parts = rest;
    }
    length
}

/// Texts joined to one while the crate is compiled; for the derive, which
/// knows the names of types, and their constants only then.
#[doc(hidden)]
#[expect(
    clippy::indexing_slicing,
    reason = "evaluated by the compiler, which refuses what is out of bounds"
)]
pub const fn joined<const N: usize>(mut parts: &[&str]) -> [u8; N] {
    let mut bytes = [0; N];
    let mut at = 0;
    while let Some((first, rest)) = parts.split_first() {
        let part = first.as_bytes();
        let mut from = 0;
        while from < part.len() {
            bytes[at] = part[from];
            at += 1;
            from += 1;
        }
        parts = rest;
    }
    bytes
}

/// The text of joined texts; for the derive.
#[doc(hidden)]
pub const fn text(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue;

    #[test]
    fn an_entry_is_read_field_by_field() {
        let spec = read(
            "job.aiBooking;POST;/ai-booking/{jobId};gtn;Ljobs!token;data;jobId/jobId*:i;websiteId?id=websiteId*:i;\
             status=jobStatus:|done|to order;items:lr[name=item*:t,amount:f];when:~D;key:$",
        );
        assert_eq!((spec.resource(), spec.operation()), ("job", "aiBooking"));
        assert_eq!(
            (spec.method, spec.path),
            (Method::Post, "/ai-booking/{jobId}")
        );
        assert_eq!((spec.evidence, spec.auth), (Evidence::Guessed, Auth::None));
        assert!(spec.destructive);
        assert_eq!(spec.reply, ReplyShape::List("jobs"));
        assert_eq!(
            (spec.reply_secrets.as_slice(), spec.wrap),
            (&["token"][..], Some("data"))
        );
        let website = spec.param("websiteId").unwrap();
        assert!(website.required);
        assert_eq!(
            website.targets,
            [
                Target {
                    place: Place::Query,
                    wire: "id"
                },
                Target {
                    place: Place::Body,
                    wire: "websiteId"
                },
            ]
        );
        let Kind::OneOf(values) = spec.param("status").unwrap().kind else {
            panic!("one of");
        };
        assert_eq!(values.iter().collect::<Vec<_>>(), ["done", "to order"]);
        let Kind::List(item) = spec.param("items").unwrap().kind else {
            panic!("a list");
        };
        let Kind::Record(fields) = item.kind() else {
            panic!("of records");
        };
        let fields: Vec<_> = fields.iter().collect();
        assert_eq!((fields[0].wire(), fields[0].required), ("item", true));
        assert_eq!(fields[1].kind, Kind::Number);
        let when = spec.param("when").unwrap();
        assert_eq!((when.kind, when.clearable), (Kind::DateTime, true));
        assert!(spec.param("key").unwrap().secret);
    }

    #[test]
    fn every_entry_of_the_catalogue_survives_being_written_and_read() {
        for spec in catalogue::all() {
            assert_eq!(read(&write(&spec)), spec);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_reading_panic(text in ".*") {
            let _ = read(&text);
        }
    }
}
