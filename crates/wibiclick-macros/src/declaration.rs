//! Reads a struct and its attributes; whatever is wrong becomes a compile
//! error at the place where it was written.

use syn::{
    Attribute, Data, DeriveInput, Error, Expr, ExprLit, Fields, Ident, Lit, LitStr, Meta, Path,
    Result, Token, Type,
    parse::{Parse, ParseStream},
    spanned::Spanned,
};

/// An action as its author wrote it.
pub(crate) struct Declaration {
    pub(crate) ident: Ident,
    pub(crate) operation: String,
    pub(crate) text: String,
    pub(crate) head: Head,
    pub(crate) params: Vec<Param>,
}

/// One field.
pub(crate) struct Param {
    pub(crate) ident: Ident,
    pub(crate) ty: FieldType,
    pub(crate) name: String,
    /// Where it goes, each with its wire name; none for the usual place under
    /// the same name.
    pub(crate) targets: Vec<(Place, String)>,
    pub(crate) text: String,
}

/// A part of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Body,
}

/// A field's type, without what the notation has a mark for.
pub(crate) struct FieldType {
    /// The type as it is written, but for the `Option` around it.
    pub(crate) whole: Type,
    /// `Option<…>`: it may be left out.
    pub(crate) optional: bool,
    /// `~` and `l` for what was taken off.
    pub(crate) marks: String,
    /// What is left.
    pub(crate) inner: Type,
}

/// What stands in `#[action(…)]`.
pub(crate) struct Head {
    /// `Get`, `Post`, ….
    pub(crate) method: &'static str,
    pub(crate) path: LitStr,
    pub(crate) title: LitStr,
    pub(crate) evidence: char,
    /// Whether it takes something away.
    pub(crate) destructive: bool,
    pub(crate) reply: Path,
    pub(crate) wrap: Option<LitStr>,
    /// Whether the API key is sent along.
    pub(crate) auth: bool,
    /// `m` for a form, `x` for one where a file is given.
    pub(crate) encoding: Option<char>,
}

impl Declaration {
    pub(crate) fn read(input: &DeriveInput) -> Result<Self> {
        let Data::Struct(data) = &input.data else {
            return Err(Error::new(input.span(), "an action is a struct"));
        };
        let head: Head = input
            .attrs
            .iter()
            .find(|attribute| attribute.path().is_ident("action"))
            .ok_or_else(|| {
                Error::new(
                    input.ident.span(),
                    "an action needs `#[action(POST \"/path\", title = …, evidence = …, reply = …)]`",
                )
            })?
            .parse_args()?;
        let params = match &data.fields {
            Fields::Named(fields) => fields
                .named
                .iter()
                .map(|field| Param::read(field, usual_place(head.method)))
                .collect::<Result<Vec<_>>>()?,
            Fields::Unit => Vec::new(),
            Fields::Unnamed(fields) => {
                return Err(Error::new(fields.span(), "an action's params have names"));
            }
        };
        head.holds_exactly(&params)?;
        Ok(Self {
            operation: lower_first(&input.ident.to_string()),
            ident: input.ident.clone(),
            text: doc_text(&input.attrs),
            head,
            params,
        })
    }
}

/// The fields of an object that a param holds.
pub(crate) fn read_fields(input: &DeriveInput) -> Result<Vec<Param>> {
    match &input.data {
        Data::Struct(data) => data
            .fields
            .iter()
            .map(|field| Param::read(field, Place::Body))
            .collect(),
        _ => Err(Error::new(input.span(), "an object is a struct")),
    }
}

impl Head {
    /// Every `{name}` of the path is a param in the path, and the other way round.
    fn holds_exactly(&self, params: &[Param]) -> Result<()> {
        let path = self.path.value();
        let mut named: Vec<&str> = path
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
            .collect();
        for param in params.iter().filter(|param| param.is_in_path()) {
            let Some(at) = named.iter().position(|name| *name == param.name) else {
                return Err(Error::new(
                    self.path.span(),
                    format!("the path has no `{{{}}}`", param.name),
                ));
            };
            named.remove(at);
        }
        match named.first() {
            Some(name) => Err(Error::new(
                self.path.span(),
                format!("no field is the param `{name}` of the path: mark it `#[param(path)]`"),
            )),
            None => Ok(()),
        }
    }
}

impl Parse for Head {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let method: Ident = input.parse()?;
        let method = match method.to_string().as_str() {
            "GET" => "Get",
            "POST" => "Post",
            "PUT" => "Put",
            "PATCH" => "Patch",
            "DELETE" => "Delete",
            _ => {
                return Err(Error::new(
                    method.span(),
                    "expected GET, POST, PUT, PATCH or DELETE",
                ));
            }
        };
        let path: LitStr = input.parse()?;
        if !path.value().starts_with('/') {
            return Err(Error::new(path.span(), "a path starts with `/`"));
        }
        let (mut title, mut evidence, mut reply) = (None, None, None);
        let (mut wrap, mut auth, mut encoding) = (None, true, None);
        let mut destructive = false;
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            let key: Ident = input.parse()?;
            if key == "destructive" {
                destructive = true;
                continue;
            }
            input.parse::<Token![=]>()?;
            match key.to_string().as_str() {
                "title" => title = Some(input.parse()?),
                "evidence" => evidence = Some(evidence_mark(&input.parse()?)?),
                "reply" => reply = Some(input.parse()?),
                "wrap" => wrap = Some(input.parse()?),
                "auth" => {
                    let none: Ident = input.parse()?;
                    if none != "None" {
                        return Err(Error::new(none.span(), "expected None"));
                    }
                    auth = false;
                }
                "encoding" => encoding = Some(encoding_mark(&input.parse()?)?),
                _ => {
                    return Err(Error::new(
                        key.span(),
                        "expected title, evidence, reply, wrap, auth, encoding or destructive",
                    ));
                }
            }
        }
        let missing = |what| Error::new(path.span(), format!("`{what} = …` is missing"));
        Ok(Self {
            title: title.ok_or_else(|| missing("title"))?,
            evidence: evidence.ok_or_else(|| missing("evidence"))?,
            reply: reply.ok_or_else(|| missing("reply"))?,
            method,
            path,
            destructive,
            wrap,
            auth,
            encoding,
        })
    }
}

fn encoding_mark(name: &Ident) -> Result<char> {
    match name.to_string().as_str() {
        "Multipart" => Ok('m'),
        "JsonOrMultipart" => Ok('x'),
        _ => Err(Error::new(
            name.span(),
            "expected Multipart or JsonOrMultipart",
        )),
    }
}

/// `d`, `o` or `g`.
fn evidence_mark(name: &Ident) -> Result<char> {
    match name.to_string().as_str() {
        "Documented" => Ok('d'),
        "Observed" => Ok('o'),
        "Guessed" => Ok('g'),
        _ => Err(Error::new(
            name.span(),
            "expected Documented, Observed or Guessed",
        )),
    }
}

impl Param {
    pub(crate) fn read(field: &syn::Field, usual: Place) -> Result<Self> {
        let Some(ident) = field.ident.clone() else {
            return Err(Error::new(field.span(), "a param has a name"));
        };
        let name = camel_case(&ident.to_string());
        let mut targets = Vec::new();
        for attribute in &field.attrs {
            if attribute.path().is_ident("param") {
                attribute.parse_nested_meta(|meta| {
                    let word = meta.path.get_ident().map(ToString::to_string);
                    let place = match word.as_deref() {
                        Some("path") => Place::Path,
                        Some("query") => Place::Query,
                        Some("body") => Place::Body,
                        Some("name") => usual,
                        _ => return Err(meta.error("expected path, query, body or name")),
                    };
                    let wire = if meta.input.peek(Token![=]) {
                        meta.value()?.parse::<LitStr>()?.value()
                    } else {
                        name.clone()
                    };
                    targets.push((place, wire));
                    Ok(())
                })?;
            }
        }
        let param = Self {
            ty: FieldType::of(&field.ty),
            targets,
            text: doc_text(&field.attrs),
            name,
            ident,
        };
        if param.is_in_path() && param.ty.optional {
            return Err(Error::new(
                field.span(),
                "a param in the path is never optional",
            ));
        }
        Ok(param)
    }

    fn is_in_path(&self) -> bool {
        self.targets.iter().any(|(place, _)| *place == Place::Path)
    }

    /// The param in the notation of the catalogue, up to its kind.
    pub(crate) fn notation(&self) -> String {
        let mut text = self.name.clone();
        for (place, wire) in &self.targets {
            text.push(match place {
                Place::Query => '?',
                Place::Path => '/',
                Place::Body => '=',
            });
            text.push_str(wire);
        }
        if !self.ty.optional {
            text.push('*');
        }
        text + ":" + &self.ty.marks
    }
}

impl FieldType {
    fn of(ty: &Type) -> Self {
        let (whole, optional) = match inside(ty, "Option") {
            Some(inner) => (inner, true),
            None => (ty, false),
        };
        let (mut inner, mut marks) = (whole, String::new());
        for (generic, mark) in [("Clearable", '~'), ("Vec", 'l')] {
            if let Some(it) = inside(inner, generic) {
                marks.push(mark);
                inner = it;
            }
        }
        Self {
            whole: whole.clone(),
            inner: inner.clone(),
            optional,
            marks,
        }
    }
}

pub(crate) fn usual_place(method: &str) -> Place {
    if matches!(method, "Get" | "Delete") {
        Place::Query
    } else {
        Place::Body
    }
}

/// The type in the angle brackets of this generic one.
fn inside<'a>(ty: &'a Type, generic: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|it| it.ident == generic)?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        syn::GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}

/// The doc comment, its lines joined as rustdoc does.
pub(crate) fn doc_text(attributes: &[Attribute]) -> String {
    let lines: Vec<String> = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }) => Some(text.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        })
        .collect();
    lines.join("\n").trim().to_owned()
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().collect::<String>() + letters.as_str()
    })
}

pub(crate) fn camel_case(name: &str) -> String {
    let mut words = name.trim_start_matches("r#").split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut all, word| {
        let mut letters = word.chars();
        all.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        all.push_str(letters.as_str());
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    fn refusal(input: &DeriveInput) -> String {
        Declaration::read(input)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn a_field_becomes_a_param_under_its_camel_case_name() {
        let declaration = Declaration::read(&parse_quote! {
            /// Adds.
            #[action(POST "/add", title = "Add", evidence = Observed, reply = Done)]
            struct AddNote {
                /// Which website.
                #[param(query = "id")]
                website_id: WebsiteId,
                #[param(name = "password-confirm")]
                password_confirm: Option<String>,
            }
        })
        .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(declaration.operation, "addNote");
        assert_eq!(declaration.text, "Adds.");
        let [website, password] = declaration.params.as_slice() else {
            panic!("two params");
        };
        assert_eq!(website.notation(), "websiteId?id*:");
        assert_eq!(password.notation(), "passwordConfirm=password-confirm:");
    }

    #[test]
    fn what_may_be_left_out_cleared_or_repeated_is_seen_in_the_type() {
        let marks = |ty: Type| {
            let ty = FieldType::of(&ty);
            (ty.optional, ty.marks)
        };
        assert_eq!(
            marks(parse_quote!(Option<Clearable<UserId>>)),
            (true, "~".into())
        );
        assert_eq!(marks(parse_quote!(Vec<UserId>)), (false, "l".into()));
        assert_eq!(marks(parse_quote!(UserId)), (false, String::new()));
    }

    #[test]
    fn that_something_is_taken_away_is_a_word_alone() {
        let read = |input: &DeriveInput| Declaration::read(input).map(|it| it.head.destructive);
        let destructive = parse_quote! {
            #[action(DELETE "/a", title = "A", evidence = Observed, destructive, reply = Done)]
            struct A {}
        };
        let harmless = parse_quote! {
            #[action(POST "/a", title = "A", evidence = Observed, reply = Done)]
            struct A {}
        };
        assert!(matches!(read(&destructive), Ok(true)));
        assert!(matches!(read(&harmless), Ok(false)));
    }

    #[test]
    fn a_path_and_its_params_must_agree() {
        let without_field = parse_quote! {
            #[action(GET "/a/{userId}", title = "A", evidence = Observed, reply = Done)]
            struct A {}
        };
        assert!(refusal(&without_field).contains("`userId`"));
        let without_place = parse_quote! {
            #[action(GET "/a", title = "A", evidence = Observed, reply = Done)]
            struct A { #[param(path)] user_id: UserId }
        };
        assert!(refusal(&without_place).contains("{userId}"));
    }

    #[test]
    fn what_is_misspelt_or_missing_is_named() {
        let misspelt = parse_quote! {
            #[action(GET "/a", titel = "A")]
            struct A {}
        };
        assert!(refusal(&misspelt).contains("expected title"));
        let missing = parse_quote! {
            #[action(GET "/a", title = "A", reply = Done)]
            struct A {}
        };
        assert!(refusal(&missing).contains("`evidence = …` is missing"));
    }
}
