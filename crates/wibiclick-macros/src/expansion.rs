//! Writes the impls of an action.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::declaration::{Declaration, Param};

pub(crate) fn write(declaration: &Declaration) -> TokenStream {
    let Declaration {
        ident,
        operation,
        head,
        params,
        ..
    } = declaration;
    let method = format_ident!("{}", head.method);
    let path = &head.path;
    let evidence = &head.evidence;
    let auth = head.auth.clone().unwrap_or_else(|| format_ident!("Bearer"));
    let encoding = head
        .encoding
        .clone()
        .unwrap_or_else(|| format_ident!("Json"));
    let wrap = option(head.wrap.as_ref());
    let reply = &head.reply;
    let records = params.iter().map(record);
    let docs = docs(declaration);
    let values = params.iter().map(|param| {
        let (field, name) = (&param.ident, &param.name);
        quote! {
            if let ::core::option::Option::Some(value) = ::wibiclick::action::ParamType::value(&self.#field) {
                params.insert(::std::string::String::from(#name), value);
            }
        }
    });
    let new = new(declaration);

    quote! {
        impl ::wibiclick::action::Action for #ident {
            const SPEC: ::wibiclick::action::ActionSpec = ::wibiclick::action::ActionSpec {
                resource: RESOURCE,
                operation: #operation,
                method: ::wibiclick::action::Method::#method,
                path: #path,
                evidence: ::wibiclick::action::Evidence::#evidence,
                auth: ::wibiclick::action::Auth::#auth,
                params: &[#(#records),*],
                encoding: ::wibiclick::action::Encoding::#encoding,
                wrap: #wrap,
                reply: <#reply as ::wibiclick::action::ReplyType>::SHAPE,
                reply_secrets: <#reply as ::wibiclick::action::ReplyType>::SECRETS,
                #docs
            };
            type Reply = #reply;

            fn params(&self) -> ::wibiclick::action::Params {
                #[allow(unused_mut)]
                let mut params = ::wibiclick::action::Params::new();
                #(#values)*
                params
            }
        }

        #new
    }
}

fn record(param: &Param) -> TokenStream {
    let Param { ty, name, wire, .. } = param;
    let place = format_ident!("{}", param.place);
    let doc = cfg!(feature = "docs").then(|| {
        let text = &param.text;
        quote! { doc: #text, }
    });
    quote! {
        ::wibiclick::action::Param {
            name: #name,
            wire: #wire,
            place: ::wibiclick::action::Place::#place,
            kind: <#ty as ::wibiclick::action::ParamType>::KIND,
            required: <#ty as ::wibiclick::action::ParamType>::REQUIRED,
            secret: <#ty as ::wibiclick::action::ParamType>::SECRET,
            #doc
        }
    }
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
        quote! {
            docs: ::wibiclick::action::Docs { title: #title, text: #text, reply: #reply },
        }
    })
}

/// `fn new` with the required params, so that a literal can end in `..Self::new(…)`.
fn new(declaration: &Declaration) -> TokenStream {
    let ident = &declaration.ident;
    let arguments = declaration
        .params
        .iter()
        .filter(|param| !param.optional)
        .map(|Param { ident, ty, .. }| quote! { #ident: impl ::core::convert::Into<#ty> });
    let fields = declaration.params.iter().map(
        |Param {
             ident, optional, ..
         }| {
            if *optional {
                quote! { #ident: ::core::option::Option::None }
            } else {
                quote! { #ident: #ident.into() }
            }
        },
    );
    quote! {
        impl #ident {
            /// This action with its required params, the others left out.
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#fields),* }
            }
        }
    }
}

fn option(value: Option<&impl quote::ToTokens>) -> TokenStream {
    value.map_or_else(
        || quote! { ::core::option::Option::None },
        |value| quote! { ::core::option::Option::Some(#value) },
    )
}
