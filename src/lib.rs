//! wirewatch: from news feeds to letters that say why each story is in them. This page is the map.
//!
//! # The way of an article
//!
//! ```text
//! feed -> fetch -> parse -> normalise -> dedupe -> classify -> story -> store
//!                                                                        |
//!   reader <- deliver <- outbox <- digest / alert <- events <------------+
//! ```
//!
//! Each step is a module, listed below in this order; [`pipeline`] sets them in a row, and its four short files (`poll`,
//! `admit`, `issue`, `send`) are the program. Start there.
//!
//! # Invariants
//!
//! - **Pure inside, effects outside.** [`parse`], [`normalise`], [`dedupe`], [`classify`], [`story`], [`burst`], [`digest`] and
//!   [`export`] take values and return values and findings: no async, no I/O, no clock, no log line, no global, no chance. They import
//!   [`model`] and never each other.
//! - **One door for each outside crate.** Types of `rss` end in [`parse`], of `reqwest` in [`fetch`], of `rusqlite` in
//!   [`store`], of `lettre` in [`deliver`], of `toml` in [`config`], of `axum` in [`web`].
//! - **The store knows no policy.** A decision that depends on what is stored is made by a pure room inside one
//!   transaction; UNIQUE constraints have the last word.
//! - **No network call inside a transaction.** Work is claimed by a lease with an expiry and an attempt count.
//! - **Channels only wake; the truth is in tables.** A missed wake-up costs one nap of a loop.
//! - **Nothing leaves the outbox but by a recorded outcome.** The one double there can be is a letter cut off between the
//!   relay's 250 and our commit: it goes again with the same Message-ID and the same bytes.
//! - **Only [`clock`] asks the time.** Jitter, Message-ID and MIME boundary are derived, so the same input gives the same
//!   bytes.
//! - **Nothing from outside can end the process**, except its owner's signals.
//!
//! The table of who may import whom is checked by `tests/it/architecture.rs`.
//!
//! # Words
//!
//! One meaning each, in code, SQL, logs, TOML, page and letter. **Feed**: a watched source. **Channel**, **Item**: a feed's
//! own data and one entry, as published. **Validators**: ETag and Last-Modified, kept byte for byte. **Article**: an Item
//! normalised. **Identity**: guid, link or fingerprint: what makes it the same article. **Revision**: same identity, changed
//! text. **Watchlist**, **Topic**, **Term**: standing interests, one of them, one phrase of it. **Name set**: spellings of one
//! name. **Match**: an article meets a topic, with a score. **Evidence**: the terms and places that say so. **Story**: articles
//! about one event. **Placement**: opens a story or joins one. **Development**: a later article of a story already told.
//! **Burst**: a topic louder than its own history. **Digest**: one issue of the letter. **Alert**: an instant letter about one
//! story. **Edit**: what became of an article's words after a digest told them. **Outbox**: the sending queue in the database.
//! **Delivery**: one letter to one recipient. **Accepted**, **Deferred**,
//! **Failed**: the relay said 250; 4xx; 5xx or out of attempts. **Withdrawn**: a letter whose reader left before it went.
//! **Lease**: a claim with an expiry. **Relay**: our SMTP server.
//! **Recipient**: a mail address, or a **webhook** by its name. **Answer**: what a reader says by a link of their own letter.
//! **Hub**: a server that pushes what a feed publishes (WebSub). **Offer**: a feed names its hub. **Pledge**: a hub's promise
//! to push a feed until a moment. **Push**: what it then sends. **Trace**: what is kept of an article that was
//! dropped, so that its entry stays known. **Event**: one line of the stream. **Problem**: noted, work went on. **Error**: work
//! did not happen.

pub mod model;

pub mod fetch;
pub mod parse;

pub mod normalise;

pub mod dedupe;

pub mod classify;

pub mod story;

pub mod burst;

pub mod store;

pub mod digest;

pub mod deliver;

pub mod export;

pub mod pipeline;

pub mod config;

pub mod web;

pub mod daemon;

pub mod cli;

pub mod clock;
pub mod crash_point;
pub mod telemetry;

/// See `Cargo.toml` for why.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
