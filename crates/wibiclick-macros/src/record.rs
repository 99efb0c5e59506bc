//! `#[derive(Record)]`: the shape of a reply, and its description.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{Data, DeriveInput, Error, Field, Fields, LitStr, Result, Token, spanned::Spanned};

use crate::declaration::{camel_case, doc_text};

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new(input.span(), "a record is a struct"));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new(input.span(), "a record's fields have names"));
    };
    let ident = &input.ident;
    let mut shape = shape(input)?;
    for (wire, ty, _) in fields.named.iter().filter_map(describe) {
        if ty.contains("Secret") {
            shape.push('!');
            shape.push_str(&wire);
        }
    }
    let record = cfg!(feature = "docs").then(|| {
        let (name, doc) = (ident.to_string(), doc_text(&input.attrs));
        let fields = fields.named.iter().filter_map(|field| {
            let (wire, ty, doc) = describe(field)?;
            Some(quote! { ::wibiclick::action::Field { wire: #wire, ty: #ty, doc: #doc } })
        });
        quote! {
            impl ::wibiclick::action::Record for #ident {
                const RECORD: ::wibiclick::action::RecordSpec = ::wibiclick::action::RecordSpec {
                    name: #name,
                    doc: #doc,
                    fields: &[#(#fields),*],
                };
            }
        }
    });
    Ok(quote! {
        impl ::wibiclick::action::ReplyType for #ident {
            const SHAPE: &'static str = #shape;
        }
        #record
    })
}

/// `#[record(done)]`, `#[record(list = "users")]`, or nothing: an object; in the
/// notation of the catalogue.
fn shape(input: &DeriveInput) -> Result<String> {
    let mut shape = "O".to_owned();
    for attribute in &input.attrs {
        if attribute.path().is_ident("record") {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("done") {
                    "D".clone_into(&mut shape);
                } else if meta.path.is_ident("list") {
                    let key: LitStr = meta.value()?.parse()?;
                    shape = format!("L{}", key.value());
                } else {
                    return Err(meta.error("expected `done` or `list = \"key\"`"));
                }
                Ok(())
            })?;
        }
    }
    Ok(shape)
}

/// A field's wire name, type and doc; none of the one that keeps unknown fields.
fn describe(field: &Field) -> Option<(String, String, String)> {
    let mut wire = camel_case(&field.ident.as_ref()?.to_string());
    let mut flat = false;
    for attribute in &field.attrs {
        if attribute.path().is_ident("serde") {
            // serde checks its own attributes: what is not for us is skipped.
            let _ = attribute.parse_nested_meta(|meta| {
                flat |= meta.path.is_ident("flatten");
                if meta.path.is_ident("rename") {
                    wire = meta.value()?.parse::<LitStr>()?.value();
                } else if meta.input.peek(Token![=]) {
                    meta.value()?.parse::<LitStr>()?;
                }
                Ok(())
            });
        }
    }
    if flat {
        return None;
    }
    let ty = field.ty.to_token_stream().to_string().replace(' ', "");
    Some((wire, ty, doc_text(&field.attrs)))
}
