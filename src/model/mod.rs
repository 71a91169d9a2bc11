//! Nouns, checked when built. Imports nothing of ours; everything else imports this.

pub mod article;
pub mod delivery;
pub mod digest;
pub mod event;
pub mod feed;
pub mod ids;
pub mod item;
pub mod language;
pub mod mail_address;
pub mod mark;
pub mod matching;
pub mod problem;
pub mod secret;
pub mod settings;
pub mod story;
pub mod watchlist;
