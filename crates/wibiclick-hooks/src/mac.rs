//! Message authentication codes, by name.

use crate::scheme::Algorithm;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The code of `parts`, one after the other, under `key`.
pub(crate) fn mac<'p>(
    algorithm: Algorithm,
    key: &[u8],
    parts: impl Iterator<Item = &'p [u8]>,
) -> Vec<u8> {
    match algorithm {
        Algorithm::HmacSha256 => {
            // An HMAC takes keys of every length; the `Err` of the trait's
            // signature is for ciphers, and gives a code that matches nothing.
            let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
                return Vec::new();
            };
            for part in parts {
                mac.update(part);
            }
            mac.finalize().into_bytes().to_vec()
        }
    }
}

/// SHA-256 in lower-case hex.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            for nibble in [byte >> 4, byte & 15] {
                hex.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
            hex
        })
}
