//! Signatures of messages to webhooks, as Standard Webhooks 1.0 has them: what was sent, when, and by whom, in one HMAC.

use hmac::Hmac;
use hmac::Mac;
use sha2::Sha256;

use crate::model::base64;
use crate::model::pledge_key::keyed;
use crate::model::secret::Secret;

/// Before a secret that is written in base64.
const IN_BASE64: &str = "whsec_";

/// The value of the `webhook-signature` header: `v1,` and the HMAC-SHA256 of `id.seconds.body`.
///
/// A secret that begins with `whsec_` is the base64 after that, as the standard writes it; any other stands for its own bytes.
#[must_use]
pub fn sign(secret: &Secret, id: &str, seconds: i64, body: &[u8]) -> String {
    let text = secret.reveal();
    let key = text
        .strip_prefix(IN_BASE64)
        .and_then(base64::decode)
        .unwrap_or_else(|| text.as_bytes().to_vec());
    let tag = keyed::<Hmac<Sha256>>(&key)
        .chain_update(format!("{id}.{seconds}."))
        .chain_update(body)
        .finalize()
        .into_bytes();
    format!("v1,{}", base64::encode(&tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the standard's own libraries.
    #[test]
    fn a_message_is_signed_as_the_standard_says() {
        let secret = Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        let signature = sign(
            &secret,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            b"{\"test\": 2432232314}",
        );

        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn everything_that_is_signed_counts() {
        let sign = |secret: &str, id, seconds, body: &str| {
            sign(&Secret::new(secret), id, seconds, body.as_bytes())
        };
        let all = [
            sign("a", "1", 1, "x"),
            sign("b", "1", 1, "x"),
            sign("a", "2", 1, "x"),
            sign("a", "1", 2, "x"),
            sign("a", "1", 1, "y"),
        ];
        for (at, one) in all.iter().enumerate() {
            assert!(!all[..at].contains(one), "{at}");
        }
    }
}
