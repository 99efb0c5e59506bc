//! JSON text: read by `serde_json`, written by hand.
//!
//! `serde_json`'s writer brings a table for floating-point numbers, an eighth of
//! this wasm. JavaScript knows how its numbers are written.

use serde_json::{Number, Value};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// A number as JavaScript writes it, which is also JSON where it is finite.
    #[wasm_bindgen(js_name = String)]
    fn text_of(number: f64) -> String;
}

/// What a JSON text says. Of bytes everywhere, since reading text would bring
/// another copy of the reader into the wasm.
pub(crate) fn read(text: &str) -> Option<Value> {
    serde_json::from_slice(text.as_bytes()).ok()
}

/// A value's JSON text.
pub(crate) fn written(value: &Value) -> String {
    let mut text = String::with_capacity(256);
    write(&mut text, value);
    text
}

/// Puts a value's JSON text at the end of a text.
pub(crate) fn write(text: &mut String, value: &Value) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Number(number) => write_number(text, number),
        Value::String(value) => write_text(text, value),
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write(text, item);
            }
            text.push(']');
        }
        Value::Object(fields) => {
            text.push('{');
            for (index, (name, value)) in fields.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write_text(text, name);
                text.push(':');
                write(text, value);
            }
            text.push('}');
        }
    }
}

/// Puts fields that are texts, or null, at the end of a text, without braces.
pub(crate) fn write_texts(text: &mut String, fields: &[(&str, Option<&str>)]) {
    for (index, (name, value)) in fields.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        write_text(text, name);
        text.push(':');
        match value {
            Some(value) => write_text(text, value),
            None => text.push_str("null"),
        }
    }
}

fn write_number(text: &mut String, number: &Number) {
    if let Some(whole) = number.as_u64() {
        text.push_str(&whole.to_string());
    } else if let Some(whole) = number.as_i64() {
        text.push_str(&whole.to_string());
    } else if let Some(number) = number.as_f64() {
        text.push_str(&text_of(number));
    }
}

fn write_text(text: &mut String, value: &str) {
    text.push('"');
    let mut rest = value;
    // What needs no escape is copied in one go: nearly always, that is all.
    while let Some((plain, from)) = rest
        .bytes()
        .position(|byte| matches!(byte, b'"' | b'\\' | 0..b' '))
        .and_then(|at| rest.split_at_checked(at))
    {
        text.push_str(plain);
        let mut letters = from.chars();
        match letters.next() {
            Some(letter @ ('"' | '\\')) => {
                text.push('\\');
                text.push(letter);
            }
            Some(letter) => {
                text.push_str("\\u00");
                for digit in [u32::from(letter) / 0x10, u32::from(letter) % 0x10] {
                    text.push(char::from_digit(digit, 0x10).unwrap_or('0'));
                }
            }
            None => {}
        }
        rest = letters.as_str();
    }
    text.push_str(rest);
    text.push('"');
}
