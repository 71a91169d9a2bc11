//! The watchlist's version: a hash of what it means, so that a comment or another order of keys changes nothing.

use std::fmt::Display;
use std::fmt::Write;

use sha2::Digest;
use sha2::Sha256;

use crate::model::feed::Feed;
use crate::model::ids::WatchlistVersion;
use crate::model::watchlist::AlertRule;
use crate::model::watchlist::DigestDefinition;
use crate::model::watchlist::QuietHours;
use crate::model::watchlist::Schedule;
use crate::model::watchlist::Term;
use crate::model::watchlist::Topic;
use crate::model::watchlist::Watchlist;

/// Bytes of the hash that are shown, in hex.
const SHOWN: usize = 6;

/// The first 12 hex digits of the SHA-256 of the canonical form.
pub(super) fn of(watchlist: &Watchlist) -> WatchlistVersion {
    let mut form = judging(watchlist);
    form.sorted(watchlist.feeds.iter().map(feed));
    form.sorted(watchlist.digests.iter().map(digest));
    let hash = Sha256::digest(form.text.as_bytes());
    let hex = hash
        .iter()
        .take(SHOWN)
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}"); // writing to a String cannot fail
            hex
        });
    WatchlistVersion(hex)
}

/// What of the canonical form says how articles are judged.
pub(super) fn meaning(watchlist: &Watchlist) -> String {
    judging(watchlist).text
}

fn judging(watchlist: &Watchlist) -> Form {
    let mut form = Form::default();
    for (name, terms) in &watchlist.names {
        form.add("name", name);
        form.terms("spelling", terms);
    }
    form.sorted(watchlist.topics.iter().map(topic));
    for dictionary in &watchlist.dictionaries.0 {
        for (word, forms) in &dictionary.added {
            form.add("dictionary", dictionary.language);
            form.add("word", word);
            form.list("form", forms); // the forms and not the file: an upgrade that changes none of them changes nothing
        }
    }
    form
}

/// Lines of key, length and value: no value can pass for another key.
#[derive(Default)]
struct Form {
    text: String,
}

impl Form {
    fn add(&mut self, key: &str, value: impl Display) {
        let value = value.to_string();
        let _ = writeln!(self.text, "{key} {} {value}", value.len()); // writing to a String cannot fail
    }

    fn sorted(&mut self, parts: impl Iterator<Item = String>) {
        let mut parts: Vec<String> = parts.collect();
        parts.sort();
        self.text.extend(parts);
    }

    fn terms(&mut self, key: &str, terms: &[Term]) {
        self.sorted(terms.iter().map(|term| {
            let mut form = Self::default();
            form.add(key, &term.written);
            form.add("lang", format!("{:?}", term.language));
            form.add("weight", term.weight);
            form.text
        }));
    }

    fn list<T: ToString>(&mut self, key: &str, items: &[T]) {
        let mut items: Vec<String> = items.iter().map(ToString::to_string).collect();
        items.sort();
        for item in items {
            self.add(key, item);
        }
    }
}

fn topic(topic: &Topic) -> String {
    let mut form = Form::default();
    form.add("topic", &topic.name);
    form.add("title", &topic.title);
    let groups = topic.groups.iter().map(|terms| {
        let mut group = Form::default();
        group.add("group", terms.len());
        group.terms("term", terms);
        group.text
    });
    form.sorted(groups);
    form.add("near", format!("{:?}", topic.near));
    form.terms("none", &topic.none);
    form.terms("none_article", &topic.none_article);
    form.terms("boost", &topic.boost);
    form.add("threshold", topic.threshold);
    form.list("language", &topic.languages);
    form.list("include", &topic.feeds.include);
    form.list("exclude", &topic.feeds.exclude);
    form.add("priority", format!("{:?}", topic.priority));
    form.add("alert", alert(topic.alert));
    form.add("burst", topic.burst);
    if topic.learn.is_on() {
        form.add("learn", topic.learn.as_str()); // only then: lists without it keep the version they had before it was known
    }
    form.sorted(topic.tests.iter().map(|test| {
        let mut form = Form::default();
        form.add("test", &test.text);
        if !test.body.is_empty() {
            form.add("body", &test.body);
        }
        if let Some(language) = test.language {
            form.add("in", language);
        }
        form.add("must_match", test.must_match);
        form.list("because", &test.because);
        form.text
    }));
    form.text
}

fn feed(feed: &Feed) -> String {
    let mut form = Form::default();
    form.add("feed", &feed.name);
    form.add("url", &feed.url);
    form.add("every", format!("{:?}", feed.every));
    form.add("language", format!("{:?}", feed.language));
    form.add("label", format!("{:?}", feed.label));
    form.add(
        "via",
        format!("{:?}", feed.via.as_ref().map(url::Url::as_str)),
    );
    let headers: Vec<String> = feed
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    form.list("header", &headers);
    let username = feed.access.auth.as_ref().map(|auth| &auth.username);
    form.add("username", format!("{username:?}"));
    let authority = feed
        .access
        .authority
        .as_ref()
        .map(|authority| &*authority.0);
    form.add("authority", format!("{authority:?}"));
    form.add("full_text", feed.full_text);
    form.add("expect", format!("{:?}", feed.expect));
    form.add("encoding", format!("{:?}", feed.encoding));
    form.add("backfill", format!("{:?}", feed.backfill));
    form.add("paused", feed.is_paused);
    form.text
}

fn digest(digest: &DigestDefinition) -> String {
    let mut form = Form::default();
    form.add("digest", &digest.name);
    match &digest.schedule {
        Schedule::At { times, days } => {
            form.list("at", times);
            for day in days {
                form.add("day", day.to_monday_zero_offset());
            }
        }
        Schedule::Cron(cron) => form.add("cron", cron),
    }
    form.add("tz", digest.tz.iana_name().unwrap_or("UTC"));
    form.list("about", &digest.topics);
    let to: Vec<&str> = digest
        .to
        .iter()
        .map(crate::model::recipient::Recipient::as_str)
        .collect();
    form.list("to", &to);
    form.add("when_empty", format!("{:?}", digest.when_empty));
    form.add("max_stories", digest.max_stories);
    form.add("subject", format!("{:?}", digest.subject));
    form.add("quiet_hours", quiet_hours(digest.quiet_hours));
    if !digest.has_alerts {
        form.add("alerts", false);
    }
    form.text
}

/// A rule that says nothing newer reads as it always did, so that its list keeps its version.
fn alert(rule: Option<AlertRule>) -> String {
    match rule {
        Some(AlertRule {
            min_score: Some(min_score),
            max_per_hour,
            on_burst: false,
        }) => {
            format!("Some(AlertRule {{ min_score: {min_score:?}, max_per_hour: {max_per_hour} }})")
        }
        rule => format!("{rule:?}"),
    }
}

/// As [`alert`].
fn quiet_hours(hours: Option<QuietHours>) -> String {
    match hours {
        Some(QuietHours {
            from,
            to,
            is_dropped: false,
        }) => format!("Some(QuietHours {{ from: {from:?}, to: {to:?} }})"),
        hours => format!("{hours:?}"),
    }
}
