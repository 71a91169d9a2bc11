//! Numbers for Prometheus, in its text format 0.0.4: base units, counters end in `_total`, HELP and TYPE before each family.
//! Pure.

use std::fmt::Write;
use std::time::Duration;

use jiff::Timestamp;

use crate::model::feed::FeedHealth;
use crate::model::feed::FeedState;
use crate::model::ids::TopicName;
use crate::model::pledge::Pledge;
use crate::model::pledge::PledgeStatus;
use crate::model::vitals::Vitals;
use crate::store::FileSize;
use crate::store::OutboxCounts;
use crate::store::PushCounts;
use crate::store::Totals;
use crate::store::WriterLoad;

/// What the archive says.
#[derive(Debug, Default)]
pub(super) struct Archive {
    pub(super) feeds: Vec<FeedHealth>,
    pub(super) outbox: OutboxCounts,
    pub(super) totals: Totals,
    pub(super) size: FileSize,
    pub(super) matches: Vec<(TopicName, u64)>,
    pub(super) pledges: Vec<Pledge>,
    pub(super) pushes: PushCounts,
}

/// All metrics, each with its help.
pub(super) fn render(
    archive: &Archive,
    load: &WriterLoad,
    vitals: Option<&Vitals>,
    now: Timestamp,
) -> String {
    let mut page = Page::default();
    page.gauge("build_info", "The program; the value is always 1.");
    page.sample("build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1);
    if let Some(vitals) = vitals {
        of_process(&mut page, vitals, now);
    }
    of_feeds(&mut page, &archive.feeds);
    of_archive(&mut page, archive);
    of_letters(&mut page, &archive.outbox, now);
    of_writer(&mut page, load);
    of_pushes(&mut page, &archive.pledges, &archive.pushes);
    page.0
}

fn of_process(page: &mut Page, vitals: &Vitals, now: Timestamp) {
    page.gauge(
        "start_time_seconds",
        "When the daemon was ready, in Unix time.",
    );
    page.sample("start_time_seconds", &[], vitals.started.as_second());
    page.gauge(
        "watchlist_info",
        "The watchlist in force; the value is always 1.",
    );
    page.sample(
        "watchlist_info",
        &[("version", &vitals.watchlist_version)],
        1,
    );
    let polls = &vitals.polls;
    page.counter("polls_total", "Feeds asked, by what came of it.");
    for (ending, count) in [
        ("read", polls.read),
        ("not_modified", polls.not_modified),
        ("failed", polls.failed),
    ] {
        page.sample("polls_total", &[("ending", ending)], count);
    }
    page.counter("items_total", "Entries of the bodies that were read.");
    page.sample("items_total", &[], polls.items);
    page.counter("articles_admitted_total", "Articles that were new.");
    page.sample("articles_admitted_total", &[], polls.admitted);
    page.counter("fetched_bytes_total", "Bytes of answers, decoded.");
    page.sample("fetched_bytes_total", &[], vitals.fetched_bytes);
    page.counter(
        "reloads_total",
        "Reloads of the watchlist, by their outcome.",
    );
    page.sample(
        "reloads_total",
        &[("result", "accepted")],
        vitals.reloads_accepted,
    );
    page.sample(
        "reloads_total",
        &[("result", "refused")],
        vitals.reloads_refused,
    );
    page.gauge(
        "loop_last_turn_timestamp_seconds",
        "When each loop of the daemon last turned, in Unix time.",
    );
    for turn in &vitals.loops {
        let at = now.checked_sub(turn.ago).unwrap_or(now);
        let seconds = Seconds(at.duration_since(Timestamp::UNIX_EPOCH).unsigned_abs());
        page.sample(
            "loop_last_turn_timestamp_seconds",
            &[("loop", turn.name)],
            seconds,
        );
    }
    page.gauge("healthy", "1 when /healthz answers 200, else 0.");
    page.sample("healthy", &[], i32::from(vitals.complaints().is_empty()));
}

fn of_feeds(page: &mut Page, feeds: &[FeedHealth]) {
    page.gauge("feeds", "Feeds by state.");
    for state in FeedState::ALL {
        let count = feeds.iter().filter(|feed| feed.state == state).count();
        page.sample("feeds", &[("state", state.as_str())], count);
    }
    page.gauge(
        "feeds_partial",
        "Feeds whose last body held more entries than could be read.",
    );
    page.sample(
        "feeds_partial",
        &[],
        feeds.iter().filter(|feed| feed.is_partial).count(),
    );
}

fn of_archive(page: &mut Page, archive: &Archive) {
    page.gauge("articles", "Articles in the archive.");
    page.sample("articles", &[], archive.totals.articles);
    page.gauge("stories", "Stories in the archive.");
    page.sample("stories", &[], archive.totals.stories);
    page.gauge("matches", "Articles in the archive that meet a topic.");
    for (topic, count) in &archive.matches {
        page.sample("matches", &[("topic", topic.as_str())], count);
    }
    page.gauge("database_bytes", "Size of the database.");
    page.sample("database_bytes", &[], archive.size.bytes);
    page.gauge("database_free_bytes", "Of the database, not in use.");
    page.sample("database_free_bytes", &[], archive.size.free_bytes);
}

fn of_letters(page: &mut Page, outbox: &OutboxCounts, now: Timestamp) {
    page.gauge("letters", "Letters by status.");
    for (status, count) in [
        ("queued", outbox.queued),
        ("accepted", outbox.accepted),
        ("failed", outbox.failed),
        ("withdrawn", outbox.withdrawn),
    ] {
        page.sample("letters", &[("status", status)], count);
    }
    page.gauge(
        "oldest_queued_letter_age_seconds",
        "How long the oldest letter that the relay has not taken yet has waited; 0 when none waits.",
    );
    let age = outbox.oldest_queued.map_or(Duration::ZERO, |queued| {
        now.duration_since(queued).try_into().unwrap_or_default()
    });
    page.sample("oldest_queued_letter_age_seconds", &[], Seconds(age));
}

fn of_writer(page: &mut Page, load: &WriterLoad) {
    page.gauge(
        "writer_waiting",
        "Changes that wait for the database's writer.",
    );
    page.sample("writer_waiting", &[], load.waiting);
    page.counter("writer_changes_total", "Changes made to the database.");
    page.sample("writer_changes_total", &[], load.changes);
    page.counter("writer_commits_total", "Commits that these changes shared.");
    page.sample("writer_commits_total", &[], load.commits);
    page.counter("writer_busy_seconds_total", "Time spent on these commits.");
    page.sample("writer_busy_seconds_total", &[], Seconds(load.busy));
    page.gauge(
        "writer_longest_commit_seconds",
        "The commit that took longest since the start.",
    );
    page.sample("writer_longest_commit_seconds", &[], Seconds(load.longest));
}

fn of_pushes(page: &mut Page, pledges: &[Pledge], pushes: &PushCounts) {
    page.gauge("pledges", "Hubs' promises to push a feed, by status.");
    for status in PledgeStatus::ALL {
        let count = pledges
            .iter()
            .filter(|pledge| pledge.status == status)
            .count();
        page.sample("pledges", &[("status", status.as_str())], count);
    }
    page.counter(
        "pushes_total",
        "Pushes taken from hubs since the archive was made.",
    );
    page.sample("pushes_total", &[], pushes.taken);
    page.counter(
        "pushes_refused_total",
        "Pushes without their hub's signature, ignored, since the archive was made.",
    );
    page.sample("pushes_refused_total", &[], pushes.refused);
    page.gauge("pushes_waiting", "Pushes that wait to be admitted.");
    page.sample("pushes_waiting", &[], pushes.waiting);
}

/// A text in the making; every name gets our prefix.
#[derive(Default)]
struct Page(String);

impl Page {
    fn gauge(&mut self, name: &str, help: &str) {
        self.head(name, help, "gauge");
    }

    fn counter(&mut self, name: &str, help: &str) {
        self.head(name, help, "counter");
    }

    // Writing to a String cannot fail.
    fn head(&mut self, name: &str, help: &str, kind: &str) {
        let _ = write!(
            self.0,
            "# HELP wirewatch_{name} {help}\n# TYPE wirewatch_{name} {kind}\n"
        );
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl std::fmt::Display) {
        let _ = write!(self.0, "wirewatch_{name}");
        for (place, (label, text)) in labels.iter().enumerate() {
            let open = if place == 0 { '{' } else { ',' };
            let text = text
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('\n', "\\n");
            let _ = write!(self.0, "{open}{label}=\"{text}\"");
        }
        let close = if labels.is_empty() { "" } else { "}" };
        let _ = writeln!(self.0, "{close} {value}");
    }
}

/// With milliseconds.
struct Seconds(Duration);

impl std::fmt::Display for Seconds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.3}", self.0.as_secs_f64())
    }
}
