//! Writes the impls of an action, and of the objects that params hold.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use crate::declaration::{Declaration, Param};

pub(crate) fn write(declaration: &Declaration) -> TokenStream {
    let Declaration {
        ident,
        head,
        params,
        ..
    } = declaration;
    let entry = entry(declaration);
    let reply = &head.reply;
    let docs = docs(declaration);
    let inserts = inserts(params);
    let new = new(ident, params);
    quote! {
        impl ::wibiclick::action::Action for #ident {
            const ENTRY: &'static str = #entry;
            #docs
            type Reply = #reply;

            fn params(&self) -> ::wibiclick::action::Params {
                #[allow(unused_mut)]
                let mut params = ::wibiclick::action::Params::new();
                #(#inserts)*
                params
            }
        }

        #new
    }
}

/// An object that a param holds: its kind, its value, and `new`.
pub(crate) fn write_fields(ident: &Ident, doc: &str, params: &[Param]) -> TokenStream {
    let mut parts = vec![quote! { "r[" }];
    for (at, param) in params.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let (text, ty) = (comma.to_owned() + &param.notation(), &param.ty.inner);
        parts.push(quote! { #text, <#ty as ::wibiclick::action::ParamType>::KIND });
    }
    parts.push(quote! { "]" });
    let kind = joined(&parts);
    let inserts = inserts(params);
    let new = new(ident, params);
    let docs = cfg!(feature = "docs").then(|| {
        let (docs, name) = (param_docs(params), ident.to_string());
        quote! {
            const FIELDS: &'static [::wibiclick::action::ParamDocs] = &[#(#docs),*];
            const NAMED: ::core::option::Option<(&'static str, &'static str)> =
                ::core::option::Option::Some((#name, #doc));
        }
    });
    quote! {
        impl ::wibiclick::action::ParamType for #ident {
            const KIND: &'static str = #kind;
            #docs
        }

        impl ::wibiclick::action::ParamValue for #ident {
            fn value(&self) -> ::core::option::Option<::wibiclick::action::Value> {
                let mut params = ::wibiclick::action::Params::new();
                #(#inserts)*
                ::core::option::Option::Some(params.into())
            }
        }

        #new
    }
}

fn entry(declaration: &Declaration) -> TokenStream {
    let Declaration {
        operation,
        head,
        params,
        ..
    } = declaration;
    let mut flags = String::from(head.evidence);
    if head.destructive {
        flags.push('t');
    }
    if !head.auth {
        flags.push('n');
    }
    flags.extend(head.encoding);
    let wrap = head
        .wrap
        .as_ref()
        .map_or_else(String::new, syn::LitStr::value);
    let first = format!(
        ".{operation};{};{};{flags};",
        head.method.to_uppercase(),
        head.path.value()
    );
    let wrap = format!(";{wrap}");
    let reply = &head.reply;
    let mut parts = vec![quote! {
        RESOURCE, #first, <#reply as ::wibiclick::action::ReplyType>::SHAPE, #wrap
    }];
    for param in params {
        let (text, ty) = (format!(";{}", param.notation()), &param.ty.inner);
        parts.push(quote! { #text, <#ty as ::wibiclick::action::ParamType>::KIND });
    }
    joined(&parts)
}

/// An expression for texts joined while the crate is compiled.
pub(crate) fn joined(parts: &[TokenStream]) -> TokenStream {
    quote! {{
        const PARTS: &[&str] = &[#(#parts),*];
        const BYTES: [u8; ::wibiclick::notation::length(PARTS)] =
            ::wibiclick::notation::joined(PARTS);
        ::wibiclick::notation::text(&BYTES)
    }}
}

fn inserts(params: &[Param]) -> impl Iterator<Item = TokenStream> {
    params.iter().map(|param| {
        let (field, name) = (&param.ident, &param.name);
        quote! {
            if let ::core::option::Option::Some(value) = ::wibiclick::action::ParamValue::value(&self.#field) {
                params.insert(::std::string::String::from(#name), value);
            }
        }
    })
}

fn docs(declaration: &Declaration) -> Option<TokenStream> {
    cfg!(feature = "docs").then(|| {
        let (title, text) = (&declaration.head.title, &declaration.text);
        let reply = declaration
            .head
            .reply
            .segments
            .last()
            .map_or_else(String::new, |segment| segment.ident.to_string());
        let params = param_docs(&declaration.params);
        quote! {
            const DOCS: ::wibiclick::action::Docs = ::wibiclick::action::Docs {
                title: #title,
                text: #text,
                reply: #reply,
                params: &[#(#params),*],
            };
        }
    })
}

fn param_docs(params: &[Param]) -> impl Iterator<Item = TokenStream> {
    params.iter().map(|param| {
        let (text, ty) = (&param.text, &param.ty.inner);
        quote! {
            ::wibiclick::action::ParamDocs {
                text: #text,
                fields: <#ty as ::wibiclick::action::ParamType>::FIELDS,
                named: <#ty as ::wibiclick::action::ParamType>::NAMED,
            }
        }
    })
}

/// `fn new` with the required params, so that a literal can end in `..Self::new(…)`.
fn new(ident: &Ident, params: &[Param]) -> TokenStream {
    let arguments = params
        .iter()
        .filter(|param| !param.ty.optional)
        .map(|param| {
            let (ident, ty) = (&param.ident, &param.ty.whole);
            quote! { #ident: impl ::core::convert::Into<#ty> }
        });
    let fields = params.iter().map(|param| {
        let ident = &param.ident;
        if param.ty.optional {
            quote! { #ident: ::core::option::Option::None }
        } else {
            quote! { #ident: #ident.into() }
        }
    });
    quote! {
        impl #ident {
            /// With what is required, the rest left out.
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#fields),* }
            }
        }
    }
}
