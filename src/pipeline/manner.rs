//! Manner: how feeds are asked, as far as it can decide whether an answer comes. A feed that failed waits longer and longer;
//! when the owner has mended what it was asked with, it is asked at once.

use std::collections::HashMap;
use std::fmt::Write;

use jiff::Timestamp;
use sha2::Digest;
use sha2::Sha256;
use url::Url;

use crate::model::feed::Feed;
use crate::model::feed::FeedState;
use crate::model::ids::FeedName;
use crate::model::settings::FetchSettings;
use crate::store::StoreError;
use crate::store::Tx;

/// Hex digits of the hash of what anybody may know,
const SHOWN: usize = 12;

/// and of passwords and headers: enough to see that they are others, too few to guess them by.
const SHOWN_OF_SECRETS: usize = 3;

/// How every feed is asked.
#[derive(Clone, Debug)]
pub struct Manner {
    general: String,
}

impl Manner {
    /// By what `wirewatch.toml` says.
    #[must_use]
    pub fn new(settings: &FetchSettings) -> Self {
        let mut allowed: Vec<String> = settings
            .allow_private
            .0
            .iter()
            .map(ToString::to_string)
            .collect();
        allowed.sort();
        // Another version of the program alone mends nothing.
        let own = concat!("wirewatch/", env!("CARGO_PKG_VERSION"));
        let general = format!(
            "{allowed:?} {:?} {:?} {:?} {} {}",
            settings.proxy.as_ref().map(Url::as_str),
            settings.connect_timeout,
            settings.timeout,
            settings.max_body_bytes,
            settings.user_agent.replace(own, "wirewatch"),
        );
        Self { general }
    }

    /// The manner in which one feed is asked. Its address is not in it: a feed at another one has no past.
    fn of(&self, feed: &Feed) -> String {
        let auth = feed.access.auth.as_ref();
        let names = feed.headers.iter().map(|(name, _)| name.as_str());
        let known = format!(
            "{} {:?} {:?} {:?} {:?} {:?}",
            self.general,
            feed.via.as_ref().map(Url::as_str),
            names.collect::<Vec<_>>(),
            auth.map(|auth| &auth.username),
            feed.access.authority.as_ref().map(|authority| &authority.0),
            feed.encoding,
        );
        let secrets = format!(
            "{:?} {:?}",
            auth.map(|auth| auth.password.reveal()),
            feed.headers,
        );
        format!(
            "{}-{}",
            hash_of(&known, SHOWN),
            hash_of(&secrets, SHOWN_OF_SECRETS)
        )
    }

    /// Remembers in what manner a feed was asked in vain.
    pub(super) fn note(
        &self,
        tx: &mut Tx,
        feed: &Feed,
        state: FeedState,
    ) -> Result<(), StoreError> {
        if state != FeedState::Failing {
            return Ok(());
        }
        tx.keep_manner(&feed.name, &self.of(feed))
    }

    /// Makes those failing feeds due that are asked otherwise than before from now on; which.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub fn ask_anew(
        &self,
        tx: &mut Tx,
        feeds: &[Feed],
        now: Timestamp,
    ) -> Result<Vec<FeedName>, StoreError> {
        tx.forget_manners()?;
        let put_off = tx.put_off_feeds(now)?;
        if put_off.is_empty() {
            return Ok(Vec::new());
        }
        let feeds: HashMap<&FeedName, &Feed> =
            feeds.iter().map(|feed| (&feed.name, feed)).collect();
        let mut anew = Vec::new();
        for (name, before) in put_off {
            let is_other = feeds.get(&name).is_some_and(|feed| self.of(feed) != before);
            if is_other && tx.poll_at(&name, now)? {
                anew.push(name);
            }
        }
        Ok(anew)
    }
}

fn hash_of(text: &str, digits: usize) -> String {
    let hash = Sha256::digest(text.as_bytes());
    let mut hex = hash.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}"); // writing to a String cannot fail
        hex
    });
    hex.truncate(digits);
    hex
}
