//! Message authentication codes, by name.

use crate::{hex, scheme::Algorithm};
use hmac::{EagerHash, Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

/// The code of `parts`, one after the other, under `key`.
pub(crate) fn mac<'p>(
    algorithm: Algorithm,
    key: &[u8],
    parts: impl Iterator<Item = &'p [u8]>,
) -> Vec<u8> {
    match algorithm {
        Algorithm::HmacSha1 => hmac::<Sha1>(key, parts),
        Algorithm::HmacSha256 => hmac::<Sha256>(key, parts),
        Algorithm::HmacSha512 => hmac::<Sha512>(key, parts),
    }
}

fn hmac<'p, H: EagerHash>(key: &[u8], parts: impl Iterator<Item = &'p [u8]>) -> Vec<u8> {
    // An HMAC takes keys of every length; the `Err` of the trait's signature is
    // for ciphers, and gives a code that matches nothing.
    let Ok(mut mac) = Hmac::<H>::new_from_slice(key) else {
        return Vec::new();
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

/// SHA-256 in lower-case hex.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes))
}
