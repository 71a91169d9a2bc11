//! Nouns, checked when built. Imports nothing of ours; everything else imports this.

pub mod access;
pub mod article;
pub mod burst;
pub mod delivery;
pub mod dictionary;
pub mod digest;
pub mod event;
pub mod feed;
pub mod host_rest;
pub mod ids;
pub mod item;
pub mod language;
pub mod lesson;
pub mod mail_address;
pub mod mark;
pub mod matching;
pub mod pledge;
pub mod pledge_key;
pub mod problem;
pub mod rhythm;
pub mod secret;
pub mod settings;
pub mod story;
pub mod watchlist;
