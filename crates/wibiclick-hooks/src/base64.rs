//! Bytes in base64 (RFC 4648, sections 4 and 5), canonical, in time that does not
//! depend on them.
//!
//! Every form by one alphabet, with padding: each other one would be two kilobytes
//! of wasm.

use base64ct::{Base64, Encoding as _};
use secrecy::zeroize::Zeroizing;

pub(crate) fn encode(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

/// With `-` and `_`, without padding.
pub(crate) fn encode_url(bytes: &[u8]) -> String {
    swapped(encode(bytes).trim_end_matches('='), ['+', '/'], ['-', '_'])
}

/// `None` for everything but base64 with its padding.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    Base64::decode_vec(text).ok()
}

/// With any padding or none: secrets are pasted, and pasting loses it.
pub(crate) fn decode_pasted(text: &str) -> Option<Vec<u8>> {
    let bare = text.trim_end_matches('=');
    let padding = match bare.len() % 4 {
        0 => "",
        2 => "==",
        _ => "=",
    };
    decode(&Zeroizing::new([bare, padding].concat()))
}

/// With `-` and `_`, with its padding or without any.
pub(crate) fn decode_url(text: &str) -> Option<Vec<u8>> {
    let is_padded = text.len().is_multiple_of(4) && !text.ends_with("===");
    if text.contains(['+', '/']) || (text.ends_with('=') && !is_padded) {
        return None;
    }
    decode_pasted(&swapped(text, ['-', '_'], ['+', '/']))
}

fn swapped(text: &str, from: [char; 2], to: [char; 2]) -> String {
    let mut swapped = String::with_capacity(text.len());
    for letter in text.chars() {
        swapped.push(match letter {
            _ if letter == from[0] => to[0],
            _ if letter == from[1] => to[1],
            _ => letter,
        });
    }
    swapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_in_every_form() {
        for length in 0..8 {
            let bytes = vec![0xfb; length];
            let (text, url) = (encode(&bytes), encode_url(&bytes));
            let bare = text.trim_end_matches('=');
            assert!(!url.contains(['+', '/', '=']), "{url}");
            for read in [
                decode(&text),
                decode_pasted(&text),
                decode_pasted(bare),
                decode_url(&url),
                decode_url(&text.replace('+', "-").replace('/', "_")),
            ] {
                assert_eq!(read.as_ref(), Some(&bytes), "{text}");
            }
        }
    }

    #[test]
    fn nothing_else_is_read() {
        for wrong in [
            "+w", "+w=", "+x==", "+", "+w===", "-w==", "+w==\n", "=", "====",
        ] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
        for wrong in ["-w=", "-x", "-", "+w", "/w==", "-w===", "-w\n", "=", "===="] {
            assert_eq!(decode_url(wrong), None, "{wrong}");
        }
        for wrong in ["+x", "+", "-w", "+w \n"] {
            assert_eq!(decode_pasted(wrong), None, "{wrong}");
        }
    }
}
