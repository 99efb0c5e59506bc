//! From secrets to keys: which form each has, and whether it is strong.

use super::{Code, Proof, Scheme, SecretForm, TokenAt, Way};
use crate::{
    base64,
    error::WebhookError,
    hex, mac,
    secrets::{Secrets, Weakness},
};
use secrecy::zeroize::Zeroizing;

/// A key never outlives its use.
pub(super) type Key = Zeroizing<Vec<u8>>;

/// What stands before the keys of Standard Webhooks.
const WHSEC: &str = "whsec_";
const WHPK: &str = "whpk_";
const WHSK: &str = "whsk_";

/// The bytes of an Ed25519 key, public or private.
const ED25519_BYTES: usize = 32;

impl SecretForm {
    /// The key that verifies; else what was expected.
    pub(super) fn key(self, secret: &str) -> Result<Key, &'static str> {
        let (key, expected) = match self {
            Self::Text => (Some(secret.as_bytes().to_vec()), "a text that is not empty"),
            Self::Hex => (hex::decode(secret), "hexadecimal digits in pairs"),
            Self::Base64 => (base64::decode_pasted(secret), "base64"),
            Self::Whsec => (
                base64::decode_pasted(secret.strip_prefix(WHSEC).unwrap_or(secret)),
                "base64, with or without `whsec_` before it",
            ),
            Self::Whpk => (
                secret
                    .strip_prefix(WHPK)
                    .and_then(base64::decode_pasted)
                    .filter(|key| mac::is_public_key(key)),
                "a public key: `whpk_` and base64 of its 32 bytes",
            ),
        };
        key.filter(|key| !key.is_empty())
            .map(Zeroizing::new)
            .ok_or(expected)
    }

    /// The key that signs; else what was expected.
    pub(super) fn signing_key(self, secret: &str) -> Result<Key, &'static str> {
        if self != Self::Whpk {
            return self.key(secret);
        }
        // The private key, or the private and then the public one.
        secret
            .strip_prefix(WHSK)
            .and_then(base64::decode_pasted)
            .filter(|key| [ED25519_BYTES, 2 * ED25519_BYTES].contains(&key.len()))
            .map(|mut key| {
                key.truncate(ED25519_BYTES);
                Zeroizing::new(key)
            })
            .ok_or("a private key: `whsk_` and base64 of 32 or 64 bytes")
    }

    /// Whether the secret says by its prefix that it is of another form.
    fn disowns(self, secret: &str) -> bool {
        let is_asymmetric = secret.starts_with(WHPK) || secret.starts_with(WHSK);
        match self {
            Self::Whsec => is_asymmetric,
            Self::Whpk => !is_asymmetric,
            Self::Text | Self::Hex | Self::Base64 => false,
        }
    }

    /// The lengths that are strong, in bytes of the key.
    fn strong_bytes(self) -> std::ops::RangeInclusive<usize> {
        match self {
            // What a hash of 256 bits is worth, cut to what people type.
            Self::Text | Self::Hex | Self::Base64 => 16..=usize::MAX,
            // Standard Webhooks, "Signature scheme": 24 to 64 random bytes.
            Self::Whsec => 24..=64,
            Self::Whpk => ED25519_BYTES..=ED25519_BYTES,
        }
    }
}

impl Code {
    /// The way in which a secret is used.
    pub(super) fn way(&self, secret: &str) -> Option<&Way> {
        self.ways
            .iter()
            .find(|way| !way.secret.disowns(secret))
            .or(self.ways.first())
    }

    /// All secrets as keys, each with its way. The first that cannot be one is an
    /// error, and a loud one: a source with a broken secret is broken even while
    /// another one works. Where other schemes may take it, it is passed over while
    /// there is another.
    pub(super) fn keys(
        &self,
        secrets: &Secrets,
        others_may_take_it: bool,
    ) -> Result<Vec<(&Way, Key)>, WebhookError> {
        let mut keys = Vec::new();
        let mut unusable = None;
        for (secret, number) in secrets.iter().zip(1..) {
            let Some(way) = self.way(secret) else {
                continue;
            };
            match way.secret.key(secret) {
                Ok(key) => keys.push((way, key)),
                Err(expected) => {
                    unusable.get_or_insert(WebhookError::BadSecret { number, expected });
                }
            }
        }
        match unusable {
            Some(error) if keys.is_empty() || !others_may_take_it => Err(error),
            _ => Ok(keys),
        }
    }
}

/// The shortest static token that is strong, in characters: 32 of hex are 128
/// bits.
const STRONG_TOKEN_CHARS: usize = 32;

impl Scheme {
    /// The first secret that is easily guessed or can never match, if any.
    pub fn weakness(&self, secrets: &Secrets) -> Option<Weakness> {
        let mut numbered = secrets.iter().zip(1..);
        numbered.find_map(|(secret, number)| self.weakness_of(secret, number))
    }

    pub(crate) fn weakness_of(&self, secret: &str, number: usize) -> Option<Weakness> {
        match &self.proof {
            Proof::Code(code) => {
                let form = code.way(secret)?.secret;
                match form.key(secret) {
                    Err(expected) => Some(Weakness::Unusable { number, expected }),
                    Ok(key) => {
                        let (strong, got, unit) = (form.strong_bytes(), key.len(), "bytes");
                        if got < *strong.start() {
                            Some(Weakness::TooShort {
                                number,
                                least: *strong.start(),
                                got,
                                unit,
                            })
                        } else if got > *strong.end() {
                            Some(Weakness::TooLong {
                                number,
                                most: *strong.end(),
                                got,
                                unit,
                            })
                        } else {
                            None
                        }
                    }
                }
            }
            // HTTP takes white space off both ends of a header's value.
            Proof::Token(_) if secret.trim() != secret => Some(Weakness::Unusable {
                number,
                expected: "a token without white space around it",
            }),
            Proof::Token(TokenAt::Header { prefix, .. })
                if !prefix.is_empty() && after_prefix(secret, prefix).is_some() =>
            {
                Some(Weakness::Unusable {
                    number,
                    expected: "the token alone, without what stands before it in the header",
                })
            }
            Proof::Token(_) => {
                let got = secret.chars().count();
                (got < STRONG_TOKEN_CHARS).then_some(Weakness::TooShort {
                    number,
                    least: STRONG_TOKEN_CHARS,
                    got,
                    unit: "characters",
                })
            }
        }
    }

    /// Whether the secret says by its form that it is for this scheme.
    pub(crate) fn claims(&self, secret: &str) -> bool {
        match &self.proof {
            Proof::Code(code) => code.ways.iter().any(|way| match way.secret {
                SecretForm::Whsec => secret.starts_with(WHSEC),
                SecretForm::Whpk => secret.starts_with(WHPK) || secret.starts_with(WHSK),
                SecretForm::Text | SecretForm::Hex | SecretForm::Base64 => true,
            }),
            Proof::Token(_) => true,
        }
    }
}

/// What follows the prefix, which may be written in any case, as the names of
/// authentication schemes may be (RFC 9110, section 11.1).
pub(crate) fn after_prefix<'v>(value: &'v str, prefix: &str) -> Option<&'v str> {
    let (start, rest) = value.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}
