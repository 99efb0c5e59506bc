//! Codes and signatures, by name.

use crate::{hex, scheme::Algorithm};
use ed25519_dalek::{Signature, VerifyingKey};
use secrecy::zeroize::Zeroizing;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

/// The code of `content` under `key`; `None` where a code cannot be computed by
/// whoever verifies.
pub(crate) fn code(algorithm: Algorithm, key: &[u8], content: &[u8]) -> Option<Vec<u8>> {
    match algorithm {
        Algorithm::HmacSha1 => Some(hmac(hash::<Sha1>, 64, key, content)),
        Algorithm::HmacSha256 => Some(hmac(hash::<Sha256>, 64, key, content)),
        Algorithm::HmacSha512 => Some(hmac(hash::<Sha512>, 128, key, content)),
        Algorithm::Sha256 => Some(hash::<Sha256>(key, content)),
        Algorithm::Ed25519 => None,
    }
}

/// HMAC with SHA-256 (RFC 2104), for whoever makes tokens of their own with what is
/// here already. Compare codes in constant time.
pub fn hmac_sha256(key: &[u8], content: &[u8]) -> Vec<u8> {
    hmac(hash::<Sha256>, 64, key, content)
}

fn hash<H: Digest>(first: &[u8], then: &[u8]) -> Vec<u8> {
    let hash = H::new_with_prefix(first).chain_update(then);
    hash.finalize().to_vec()
}

/// RFC 2104, with a hash that takes its input in blocks of so many bytes. By hand:
/// a library's is compiled once for each hash.
fn hmac(hash: fn(&[u8], &[u8]) -> Vec<u8>, block: usize, key: &[u8], content: &[u8]) -> Vec<u8> {
    let mut pad = Zeroizing::new(if key.len() > block {
        hash(key, b"")
    } else {
        key.to_vec()
    });
    pad.resize(block, 0);
    mask(&mut pad, INNER);
    let inner = hash(&pad, content);
    mask(&mut pad, INNER ^ OUTER);
    hash(&pad, &inner)
}

/// The bytes `ipad` and `opad`.
const INNER: u8 = 0x36;
const OUTER: u8 = 0x5c;

fn mask(pad: &mut [u8], with: u8) {
    for byte in pad {
        *byte ^= with;
    }
}

/// Whether it is a public key under which something can be signed: not every list
/// of 32 bytes is a point of the curve, and under some points nothing counts.
pub(crate) fn is_public_key(key: &[u8]) -> bool {
    public_key(key).is_some_and(|key| !key.is_weak())
}

fn public_key(key: &[u8]) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(key.try_into().ok()?).ok()
}

/// Whether the signature of `content` was made with the private half of `key`.
pub(crate) fn is_signed(key: &[u8], content: &[u8], signature: &[u8]) -> bool {
    let (Some(key), Ok(signature)) = (public_key(key), Signature::from_slice(signature)) else {
        return false;
    };
    key.verify_strict(content, &signature).is_ok()
}

/// The signature of `content` with a private key.
pub(crate) fn signature(key: &[u8], content: &[u8]) -> Option<Vec<u8>> {
    use ed25519_dalek::{Signer, SigningKey};
    let key = SigningKey::from_bytes(key.try_into().ok()?);
    Some(key.try_sign(content).ok()?.to_bytes().to_vec())
}

/// SHA-256 in lower-case hex.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes))
}
