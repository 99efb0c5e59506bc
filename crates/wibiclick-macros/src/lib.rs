//! `#[derive(Action)]`: the record of an action and the way from a typed struct
//! to its params, from one declaration.
//!
//! The declaration is read in `declaration`, and written out as Rust in
//! `expansion`. `#[derive(Record)]` does the smaller job for replies.
#![forbid(unsafe_code)]

mod declaration;
mod expansion;
mod record;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes an action of a struct whose fields are the params.
///
/// ```text
/// const RESOURCE: &str = "user";
///
/// /// Removes a user from a website.
/// #[derive(Debug, Clone, Action)]
/// #[action(POST "/disconnect-user-from-website",
///     title = "Disconnect User From Website", evidence = Documented, reply = Done)]
/// pub struct DisconnectFromWebsite {
///     /// The website to leave.
///     pub website_id: WebsiteId,
///     /// The user who leaves it.
///     pub user_id: UserId,
/// }
/// ```
///
/// The resource is the constant `RESOURCE` in scope; the operation is the
/// struct's name in camelCase, and a param's name is its field's.
///
/// In `#[action(…)]`, after method and path: `title`, `evidence` and `reply`
/// must be there; `wrap = "key"` puts the whole body under a key, `auth = None`
/// sends no API key, `encoding = Multipart` writes the body as a form, and
/// `encoding = JsonOrMultipart` does so where a file is given. `destructive`, without
/// a value, says that it takes something away that no other action simply gives
/// back, or ends somebody's access.
///
/// A param goes into the query of a GET or DELETE, and into the body of any
/// other request, under its own name. `#[param(query)]`, `#[param(body)]` and
/// `#[param(path)]` say another place, `#[param(query = "id")]` another name at
/// the API too, and `#[param(name = "Phone")]` the name alone. Several of them
/// send the value to each; `#[param(body = "item.id")]` is the field of an object.
/// A field of the type `Secret` is kept out of everything that is shown.
/// A field that is an `Option` may be left out of a call; one that is a
/// `Clearable` may be sent as null.
///
/// The struct gets a function `new` that takes the required params.
#[proc_macro_derive(Action, attributes(action, param))]
pub fn derive_action(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    declaration::Declaration::read(&input)
        .map_or_else(|error| error.to_compile_error(), |it| expansion::write(&it))
        .into()
}

/// Makes an object that a param holds of a struct: `#[param(name = "item")]`
/// says the name that the API has for a field.
#[proc_macro_derive(Fields, attributes(param))]
pub fn derive_fields(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    declaration::read_fields(&input)
        .map_or_else(
            |error| error.to_compile_error(),
            |params| {
                expansion::write_fields(&input.ident, &declaration::doc_text(&input.attrs), &params)
            },
        )
        .into()
}

/// Makes a reply of a struct: its shape for the catalogue, and its description.
///
/// `#[record(list = "users")]` is a list under that key, also where the API
/// sends the bare array; `#[record(done)]` is that something was done, also
/// where the API sends bare text or nothing; without either it is an object.
#[proc_macro_derive(Record, attributes(record))]
pub fn derive_record(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    record::expand(&input)
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}
