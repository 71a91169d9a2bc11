//! `wirewatch status` for people: one screen, whatever the number of feeds.

use std::fmt::Write;

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::cli::db::size;
use crate::cli::digest_readers;
use crate::cli::feed::line;
use crate::cli::hubs;
use crate::cli::status::Status;
use crate::cli::status::count;
use crate::cli::status::due_feeds;
use crate::cli::status::sentence;
use crate::cli::waiting::held_words;
use crate::config::describe_dictionary;
use crate::model::feed::FeedHealth;
use crate::model::feed::FeedState;

/// Feeds in trouble that are told one by one; a screen has no more room.
const MOST_FEEDS: usize = 5;

/// An error's line ends here; `--json` has it whole.
const LONGEST_LINE: usize = 80;

// Writing to a String cannot fail.
pub(super) fn words(status: &Status) -> String {
    let mut text = String::new();
    head(&mut text, status);
    watchlist(&mut text, status);
    for (name, next) in &status.due {
        let next = next.as_deref().unwrap_or("no time");
        let _ = writeln!(text, "digest     {name}, next at {next}");
    }
    for left in &status.left {
        let _ = writeln!(text, "{}", digest_readers::line(left));
    }
    for (topic, not_yet) in &status.learning {
        let state = not_yet.map_or("learns from marks".to_owned(), |not_yet| {
            format!("shall learn from marks and waits: {not_yet}")
        });
        let _ = writeln!(text, "topic      {topic} {state}");
    }
    letters(&mut text, status);
    if !status.pledges.is_empty() {
        let summary = hubs::summary(&status.pledges, &status.pushes);
        let _ = writeln!(text, "hubs       {summary}");
    }
    feeds(&mut text, status);
    errors(&mut text, status);
    text
}

fn head(text: &mut String, status: &Status) {
    let version = env!("CARGO_PKG_VERSION");
    let _ = match (status.pid, status.started) {
        (Some(pid), Some(started)) => writeln!(
            text,
            "wirewatch {version} runs as process {pid}, ready for {}",
            span(started, status.now)
        ),
        (Some(pid), None) => writeln!(text, "wirewatch {version} runs as process {pid}"),
        (None, _) => writeln!(text, "wirewatch is not running"),
    };
    let _ = writeln!(
        text,
        "database   {}, {}, {} articles",
        status.database,
        size(status.size.bytes),
        status.articles
    );
    if let Some(warning) = &status.database_warning {
        let _ = writeln!(text, "           WARNING: {warning}");
    }
}

fn watchlist(text: &mut String, status: &Status) {
    match (&status.watchlist_faults, &status.in_force) {
        (Some(faults), _) => {
            let _ = writeln!(
                text,
                "watchlist  the files have FAULTS and will not be taken up\n{faults}"
            );
        }
        (None, Some(in_force)) if *in_force != status.watchlist_version => {
            let what = match status.pid {
                Some(_) => "is in force; the files say something else: \"wirewatch reload\"",
                None => "was in force; the files say something else, for the next start",
            };
            let _ = writeln!(text, "watchlist  {in_force} {what}");
        }
        (None, _) => {
            let _ = writeln!(text, "watchlist  {}", status.watchlist_version);
        }
    }
    for dictionary in &status.dictionaries.0 {
        let _ = writeln!(text, "           {}", describe_dictionary(dictionary));
    }
    let Some(reload) = &status.reload else { return };
    if !reload.is_accepted {
        let _ = writeln!(
            text,
            "           reload REFUSED at {}, the older list is in force:\n{}",
            reload.at, reload.words
        );
    } else if let Some(by) = &reload.by {
        let who = reload
            .who
            .as_ref()
            .map_or(String::new(), |who| format!(" by {who}"));
        let _ = writeln!(text, "           last read at {} ({by}{who})", reload.at);
    }
}

fn letters(text: &mut String, status: &Status) {
    let outbox = &status.outbox;
    let withdrawn = match outbox.withdrawn {
        0 => String::new(),
        letters => format!(", {letters} withdrawn"),
    };
    let oldest = outbox.oldest_queued.map_or(String::new(), |at| {
        format!(" (the oldest for {})", span(at, status.now))
    });
    let _ = writeln!(
        text,
        "letters    {} waiting{oldest}, {} accepted, {} failed{withdrawn}",
        outbox.queued, outbox.accepted, outbox.failed
    );
    for waiting in &status.alerts {
        let _ = writeln!(
            text,
            "alerts     {} for digest {} {}",
            waiting.alerts,
            waiting.digest,
            held_words(waiting.held)
        );
    }
}

fn feeds(text: &mut String, status: &Status) {
    let others: String = FeedState::ALL
        .into_iter()
        .filter(|state| *state != FeedState::Ok)
        .filter_map(|state| match count(&status.feeds, state) {
            0 => None,
            count => Some(format!(", {count} {}", state.as_str())),
        })
        .collect();
    let next = status.feeds.iter().filter_map(|feed| feed.next_poll).min();
    let due = match (due_feeds(status), next) {
        (0, Some(next)) => format!("; next poll in {}", span(status.now, next)),
        (0, None) => String::new(),
        (due, _) => format!("; {due} due now"),
    };
    let _ = writeln!(
        text,
        "feeds      {} of {} ok{others}{due}",
        count(&status.feeds, FeedState::Ok),
        status.feeds.len()
    );
    let is_told = |feed: &&FeedHealth| {
        feed.state != FeedState::Ok || feed.is_partial || feed.moved_to.is_some()
    };
    let told: Vec<&FeedHealth> = status.feeds.iter().filter(is_told).collect();
    for feed in told.iter().take(MOST_FEEDS) {
        let _ = writeln!(text, "{}", line(feed));
    }
    if told.len() > MOST_FEEDS {
        let _ = writeln!(
            text,
            "         and {} more: \"wirewatch feed list\"",
            told.len() - MOST_FEEDS
        );
    }
}

fn errors(text: &mut String, status: &Status) {
    for (place, event) in status.errors.iter().enumerate() {
        let start = if place == 0 { "errors" } else { "" };
        let told = format!(
            "{start:<10} {} {} {}: {}",
            event.at.strftime("%m-%d %H:%M"),
            event.kind.as_str(),
            event.subject,
            sentence(event)
        );
        let _ = match told.char_indices().nth(LONGEST_LINE) {
            None => writeln!(text, "{told}"),
            Some(_) => {
                let cut: String = told.chars().take(LONGEST_LINE - 1).collect();
                writeln!(text, "{cut}…")
            }
        };
    }
}

/// "3 d 4 h", "12 min", "5 s": two units at most.
fn span(from: Timestamp, until: Timestamp) -> String {
    let seconds = until
        .duration_since(from)
        .max(SignedDuration::ZERO)
        .as_secs();
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}
