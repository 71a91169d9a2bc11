//! wirewatch as its users see it: the real program, a real HTTP origin, a real SMTP relay, a real database in a
//! directory of its own. [`support`] builds that world in one line; the other modules are the behaviour, by subject.
//! Nothing here looks inside the program, except `architecture`, which reads its source as text.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up should stop at once, and say where"
)]

mod alert_readers;
mod alerts;
mod answers;
mod architecture;
mod archive_care;
mod archive_full;
mod backtest;
mod bad_answers;
mod bursts;
mod channels;
mod clock;
mod commands;
mod copies;
mod delivery_proof;
mod demo;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod disks;
mod docs;
mod doctoring;
mod edits;
mod explaining;
mod exporting;
mod feed_access;
mod feed_commands;
mod feed_schemas;
mod first_run;
mod footing;
mod frame;
mod full_text;
mod gallery;
mod gone_pages;
mod good_guest;
mod hard_times;
mod host_rests;
mod http2;
mod hunspell;
mod identity;
mod kill_campaign;
mod language_habit;
mod learning;
mod letters;
mod letters_kept;
mod limits;
mod lint;
mod machine_forms;
mod marks;
mod mended;
mod moves;
mod operations;
mod outbox;
mod polling;
mod reading;
mod rebuild;
mod reload;
mod rhythm;
mod rough_words;
mod schemas;
mod service;
mod stories;
mod support;
mod topics;
mod watchlist_errors;
mod watchlist_language;
mod websub;
mod withdrawn;
