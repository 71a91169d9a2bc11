//! Articles -> the stories they belong to. Takes articles' words and when they came; gives seats, with what ties each in.
//!
//! The stories of the recent past are a [`Window`]: a plain value that can be built again from the archive. It refuses
//! to know where articles are kept, and what number a new story will get.
//!
//! An article is read into its strongest words ([`Reading`]); a story is the sum of its articles' words. Newcomers that
//! came together are settled together: the two nearest groups become one as long as they are near enough
//! (`likeness` says when), and the postings of rare words say who is worth comparing, so that an article costs the same
//! in a large window as in a small one. Stories that news of both turns out to be one are merged under the older number.
//! From time to time the last articles are looked at again together (`review`): what joined too early is parted.
//!
//! Across languages only names, by how they sound, places, numbers, days and cited addresses are compared (`foreign`): of our
//! own twenty events in two or three languages each these found all, and of ten more that name states above all twelve of
//! sixteen pairs, where names and numbers alone had found three; they joined none of as many that share names with these.
//!
//! There are no embeddings: nothing is loaded, and what ties an article in can be told in words.

mod dates;
mod foreign;
mod group;
mod heirs;
mod keyed;
mod likeness;
mod links;
mod nearest;
mod places;
mod rarity;
mod reading;
mod review;
mod settle;
mod shelf;
mod sounds;
mod stopwords;
mod tie;
mod tongue;
mod vocabulary;
mod window;
mod words;

#[cfg(test)]
mod tests;

use jiff::Timestamp;

use crate::model::ids::FeedName;
use crate::model::language::Language;

pub use heirs::Heirs;
pub use heirs::Left;
pub use heirs::Moved;
pub use heirs::heirs;
pub use reading::Reading;
pub use review::Destination;
pub use review::Move;
pub use review::Review;
pub use settle::Merge;
pub use settle::Newcomer;
pub use settle::Seat;
pub use settle::Settlement;
pub use settle::Tie;
pub use window::Window;

/// What an article tells, as far as grouping is concerned.
#[derive(Clone, Copy, Debug)]
pub struct Telling<'a> {
    /// Who tells it: copies inside one outlet are something else than copies elsewhere.
    pub feed: Option<&'a FeedName>,
    /// Plain text.
    pub title: &'a str,
    /// Plain text.
    pub text: &'a str,
    /// Its address, canonical.
    pub link: Option<&'a str>,
    /// If known.
    pub language: Option<Language>,
    /// When it was first seen: the window moves by it.
    pub at: Timestamp,
}
