//! Codes and signatures, by name.

use crate::{hex, scheme::Algorithm};
use ed25519_dalek::{Signature, VerifyingKey};
use hmac::{EagerHash, Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use std::borrow::Cow;

/// The code of `parts`, one after the other, under `key`; `None` where a code
/// cannot be computed by whoever verifies.
pub(crate) fn code(algorithm: Algorithm, key: &[u8], parts: &[Cow<'_, [u8]>]) -> Option<Vec<u8>> {
    match algorithm {
        Algorithm::HmacSha1 => hmac::<Sha1>(key, parts),
        Algorithm::HmacSha256 => hmac::<Sha256>(key, parts),
        Algorithm::HmacSha512 => hmac::<Sha512>(key, parts),
        Algorithm::Sha256 => {
            let mut hash = Sha256::new_with_prefix(key);
            for part in parts {
                hash.update(part);
            }
            Some(hash.finalize().to_vec())
        }
        Algorithm::Ed25519 => None,
    }
}

fn hmac<H: EagerHash>(key: &[u8], parts: &[Cow<'_, [u8]>]) -> Option<Vec<u8>> {
    // An HMAC takes keys of every length; the `Err` of the trait's signature is
    // for ciphers.
    let mut mac = Hmac::<H>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(mac.finalize().into_bytes().to_vec())
}

/// Whether it is a public key under which something can be signed: not every list
/// of 32 bytes is a point of the curve, and under some points nothing counts.
pub(crate) fn is_public_key(key: &[u8]) -> bool {
    public_key(key).is_some_and(|key| !key.is_weak())
}

fn public_key(key: &[u8]) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(key.try_into().ok()?).ok()
}

/// Whether the signature of `message` was made with the private half of `key`.
pub(crate) fn is_signed(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let (Some(key), Ok(signature)) = (public_key(key), Signature::from_slice(signature)) else {
        return false;
    };
    key.verify_strict(message, &signature).is_ok()
}

/// The signature of `parts` with a private key.
pub(crate) fn signature(key: &[u8], parts: &[Cow<'_, [u8]>]) -> Option<Vec<u8>> {
    use ed25519_dalek::{Signer, SigningKey};
    let key = SigningKey::from_bytes(key.try_into().ok()?);
    Some(key.sign(&parts.concat()).to_bytes().to_vec())
}

/// SHA-256 in lower-case hex.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes))
}
