//! Nouns, checked when built. Imports nothing of ours; everything else imports this.

pub mod item;
pub mod language;
pub mod problem;
