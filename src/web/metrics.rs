//! Numbers for Prometheus, in its text format 0.0.4. Pure.

use std::fmt::Write;

use crate::model::feed::FeedHealth;
use crate::model::feed::FeedState;
use crate::model::pledge::Pledge;
use crate::model::pledge::PledgeStatus;
use crate::store::OutboxCounts;
use crate::store::PushCounts;

const STATES: [FeedState; 5] = [
    FeedState::Ok,
    FeedState::Failing,
    FeedState::Quiet,
    FeedState::Paused,
    FeedState::Gone,
];

/// All metrics, each with its help.
pub(super) fn render(feeds: &[FeedHealth], outbox: &OutboxCounts, articles: u64) -> String {
    let mut text = String::new();
    head(&mut text, "wirewatch_feeds", "Feeds by state.");
    for state in STATES {
        let count = feeds.iter().filter(|feed| feed.state == state).count();
        line(
            &mut text,
            &format!("wirewatch_feeds{{state=\"{}\"}}", state.as_str()),
            count as u64,
        );
    }
    head(
        &mut text,
        "wirewatch_feeds_partial",
        "Feeds whose last body held more entries than could be read.",
    );
    line(
        &mut text,
        "wirewatch_feeds_partial",
        feeds.iter().filter(|feed| feed.is_partial).count() as u64,
    );
    head(&mut text, "wirewatch_articles", "Articles in the archive.");
    line(&mut text, "wirewatch_articles", articles);
    head(&mut text, "wirewatch_letters", "Letters by status.");
    for (status, count) in [
        ("queued", outbox.queued),
        ("accepted", outbox.accepted),
        ("failed", outbox.failed),
    ] {
        line(
            &mut text,
            &format!("wirewatch_letters{{status=\"{status}\"}}"),
            count,
        );
    }
    text
}

/// What hubs promised and pushed.
pub(super) fn render_pushes(pledges: &[Pledge], pushes: &PushCounts) -> String {
    let mut text = String::new();
    head(
        &mut text,
        "wirewatch_pledges",
        "Hubs' promises to push a feed, by status.",
    );
    for status in PledgeStatus::ALL {
        let count = pledges
            .iter()
            .filter(|pledge| pledge.status == status)
            .count();
        line(
            &mut text,
            &format!("wirewatch_pledges{{status=\"{}\"}}", status.as_str()),
            count as u64,
        );
    }
    for (name, help, count) in [
        (
            "wirewatch_pushes",
            "Pushes taken from hubs since the archive was made.",
            pushes.taken,
        ),
        (
            "wirewatch_pushes_refused",
            "Pushes without their hub's signature, ignored.",
            pushes.refused,
        ),
        (
            "wirewatch_pushes_waiting",
            "Pushes that wait to be admitted.",
            pushes.waiting,
        ),
    ] {
        head(&mut text, name, help);
        line(&mut text, name, count);
    }
    text
}

fn head(text: &mut String, name: &str, help: &str) {
    // Writing to a String cannot fail.
    let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n");
}

fn line(text: &mut String, name: &str, value: u64) {
    let _ = writeln!(text, "{name} {value}");
}
