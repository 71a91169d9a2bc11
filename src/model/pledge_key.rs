//! What only this archive and its hubs can know, callback addresses and the secrets that hubs sign with, and the archive's name: all
//! derived from one key by HMAC (RFC 2104), so that nothing of it need be written down but the key.

use hmac::Hmac;
use hmac::KeyInit;
use hmac::Mac;
use sha1::Sha1;
use sha2::Sha256;
use sha2::Sha384;
use sha2::Sha512;
use url::Url;

use crate::model::pledge::Offer;
use crate::model::secret::Secret;

/// The archive's own key. `Debug` does not print it.
#[derive(Clone, Debug)]
pub struct PledgeKey(Secret);

impl PledgeKey {
    /// The key written as `text`, which must come from the system's source of chance.
    #[must_use]
    pub fn new(text: Secret) -> Self {
        Self(text)
    }

    /// The last part of the callback for this offer: 64 hexadecimal digits. Another public address gives another one, as a
    /// hub knows us by it.
    #[must_use]
    pub fn token(&self, offer: &Offer, public_url: &Url) -> String {
        let Offer { feed, hub, topic } = offer;
        // None of the parts can hold a line break: names have a rule and addresses are escaped.
        self.derive(&format!("callback\n{feed}\n{hub}\n{topic}\n{public_url}"))
    }

    /// What the hub that knows this token signs with: under WebSub's 200 bytes.
    #[must_use]
    pub fn secret(&self, token: &str) -> Secret {
        Secret::new(self.derive(&format!("secret\n{token}")))
    }

    /// Did the hub that knows `token` sign this body? `signature` is the X-Hub-Signature header: `method=digits` (WebSub,
    /// section 8). Compared in constant time.
    #[must_use]
    pub fn has_signed(&self, token: &str, signature: &str, body: &[u8]) -> bool {
        is_signed(self.secret(token).reveal(), signature, body)
    }

    /// What only this archive can say of a reader's answer: 64 hexadecimal digits.
    #[must_use]
    pub fn derive_for_answer(&self, about: &str) -> String {
        self.derive(&format!("answer\n{about}"))
    }

    /// What others may know the archive by, as no two have one key: 32 hexadecimal digits.
    #[must_use]
    pub fn name(&self) -> String {
        let mut name = self.derive("name");
        name.truncate(32);
        name
    }

    fn derive(&self, what: &str) -> String {
        let mac = keyed::<Hmac<Sha256>>(self.0.reveal().as_bytes());
        let tag = mac.chain_update(what).finalize().into_bytes();
        tag.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

fn is_signed(secret: &str, signature: &str, body: &[u8]) -> bool {
    let Some((method, digits)) = signature.trim().split_once('=') else {
        return false;
    };
    let Some(tag) = bytes_of(digits) else {
        return false;
    };
    match method.to_ascii_lowercase().as_str() {
        "sha1" => is_tag::<Hmac<Sha1>>(secret, body, &tag),
        "sha256" => is_tag::<Hmac<Sha256>>(secret, body, &tag),
        "sha384" => is_tag::<Hmac<Sha384>>(secret, body, &tag),
        "sha512" => is_tag::<Hmac<Sha512>>(secret, body, &tag),
        _ => false,
    }
}

fn is_tag<M: Mac + KeyInit>(secret: &str, body: &[u8], tag: &[u8]) -> bool {
    keyed::<M>(secret.as_bytes())
        .chain_update(body)
        .verify_slice(tag)
        .is_ok()
}

/// An HMAC with this key, before it has read anything.
pub(super) fn keyed<M: Mac + KeyInit>(key: &[u8]) -> M {
    <M as KeyInit>::new_from_slice(key).expect("HMAC takes keys of any length")
}

fn bytes_of(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| {
            let is_digits = pair.len() == 2 && pair.iter().all(u8::is_ascii_hexdigit);
            let text = std::str::from_utf8(pair).ok().filter(|_| is_digits)?;
            u8::from_str_radix(text, 16).ok()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 2202 and RFC 4231, test case 2.
    const BODY: &[u8] = b"what do ya want for nothing?";
    const SIGNED: [&str; 4] = [
        "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
        "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "sha384=af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
        "sha512=164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
    ];

    #[test]
    fn all_four_methods_are_checked() {
        for signature in SIGNED {
            assert!(is_signed("Jefe", signature, BODY), "{signature}");
            assert!(is_signed("Jefe", &signature.to_uppercase(), BODY));
            assert!(!is_signed("Jefe", signature, b"what do you want?"));
            assert!(!is_signed("Jeff", signature, BODY));
        }
    }

    #[test]
    fn what_is_no_signature_signs_nothing() {
        let cut = &SIGNED[1][..SIGNED[1].len() - 2];
        let longer = format!("{}00", SIGNED[1]);
        for signature in [
            "",
            "sha256",
            "sha256=",
            "sha256=5b",
            "sha256=zz",
            "sha256=+b",
            "md5=aa",
            "=",
            "sha1=é",
            cut,
            &longer,
        ] {
            assert!(!is_signed("Jefe", signature, BODY), "{signature:?}");
        }
    }

    #[test]
    fn every_offer_has_a_callback_and_a_secret_of_its_own() {
        let key = PledgeKey::new(Secret::new("0011"));
        let offer = |feed: &str, hub: &str| Offer {
            feed: feed.parse().unwrap(),
            hub: hub.parse().unwrap(),
            topic: "https://news.example/feed".parse().unwrap(),
        };
        let here = "https://watch.example/".parse().unwrap();
        let there = "https://other.example/".parse().unwrap();
        let mut tokens = vec![
            key.token(&offer("a", "https://hub.example/"), &here),
            key.token(&offer("b", "https://hub.example/"), &here),
            key.token(&offer("a", "https://bus.example/"), &here),
            key.token(&offer("a", "https://hub.example/"), &there),
        ];
        tokens.push(key.secret(&tokens[0]).reveal().to_owned());

        tokens.sort();
        tokens.dedup();

        assert_eq!(tokens.len(), 5);
        assert!(tokens.iter().all(|token| token.len() == 64));
        assert_eq!(format!("{key:?}"), "PledgeKey(…)");
    }
}
