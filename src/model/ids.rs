//! Names and numbers of things, one type each, so that a story's number never stands where a digest's should.

use std::fmt;
use std::str::FromStr;

/// A name that is not made of letters, digits, `-`, `_` and `.`, or is empty or longer than 64 characters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not a name: use up to 64 letters, digits, \"-\", \"_\" and \".\", beginning with a letter or digit"
)]
pub struct NotAName(String);

fn check_name(text: &str) -> Result<String, NotAName> {
    let is_sound = text.chars().count() <= 64
        && text.chars().next().is_some_and(char::is_alphanumeric)
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if is_sound {
        Ok(text.to_owned())
    } else {
        Err(NotAName(text.to_owned()))
    }
}

macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(String);

        impl $name {
            /// The name as written in the watchlist.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NotAName;

            fn from_str(text: &str) -> Result<Self, NotAName> {
                check_name(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name_type! {
    /// The key of a `[feed.NAME]` table.
    FeedName
}
name_type! {
    /// The key of a `[topic.NAME]` table.
    TopicName
}
name_type! {
    /// The key of a `[digest.NAME]` table.
    DigestName
}

macro_rules! number_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number_type! {
    /// An article's row; grows with `first_seen`.
    ArticleId
}
number_type! {
    /// A story's public number; never reused.
    StoryId
}
number_type! {
    /// The running number of a digest or alert, over all definitions.
    DigestNumber
}
number_type! {
    /// One letter to one recipient.
    DeliveryId
}
number_type! {
    /// Something noticed as worth an instant letter.
    AlertId
}
number_type! {
    /// A topic's burst, as it was told then.
    BurstId
}
number_type! {
    /// A place in the stream of events.
    EventId
}

/// Which watchlist judged: the first 12 hex digits of the SHA-256 of its meaning.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct WatchlistVersion(pub String);

impl fmt::Display for WatchlistVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
