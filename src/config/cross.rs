//! What only shows when everything is read: names of things that are not there, and things that lead nowhere.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::config::findings::Findings;
use crate::config::notes::Notes;
use crate::config::source::Spot;
use crate::config::suggest;
use crate::model::settings::WebhookSettings;
use crate::model::watchlist::Watchlist;

/// Each is compared with every name there is, to say which was meant; nobody reads more.
const MOST_TOLD: usize = 100;

/// Checks the parts of a watchlist against each other. Spots are in the order of topics and feeds.
pub(super) fn check(
    watchlist: &Watchlist,
    topics: &[Spot<'_>],
    feeds: &[Spot<'_>],
    whole: Option<Spot<'_>>,
    notes: &mut Notes<'_>,
) {
    check_mentioned_topics(watchlist, notes);
    check_mentioned_feeds(watchlist, notes);
    let findings = &mut notes.findings;
    check_topics_hear_and_tell(watchlist, topics, findings);
    check_alerts_reach_somebody(watchlist, topics, findings);
    check_doubled_addresses(watchlist, feeds, findings);
    if let Some(whole) = whole {
        check_whole(watchlist, whole, findings);
    }
}

fn check_mentioned_topics(watchlist: &Watchlist, notes: &mut Notes<'_>) {
    let known: HashSet<&str> = watchlist
        .topics
        .iter()
        .map(|topic| topic.name.as_str())
        .collect();
    let unknown = notes
        .topics
        .iter()
        .filter(|mention| !known.contains(mention.name.as_str()));
    for mention in unknown.take(MOST_TOLD) {
        let names = watchlist.topics.iter().map(|topic| topic.name.as_str());
        let finding = mention
            .spot
            .error(format!("there is no topic \"{}\"", mention.name));
        notes
            .findings
            .push(finding.maybe_help(suggest::advice(&mention.name, names)));
    }
}

/// Webhooks stand in the operator's file, as they hold secrets; digests name them.
pub(super) fn check_mentioned_webhooks(known: &[WebhookSettings], notes: &mut Notes<'_>) {
    let names = || known.iter().map(|webhook| webhook.name.as_str());
    for mention in &notes.webhooks {
        if names().any(|name| name == mention.name) {
            continue;
        }
        let finding = mention
            .spot
            .error(format!("there is no webhook \"{}\"", mention.name));
        let advice = suggest::advice(&mention.name, names()).unwrap_or_else(|| {
            format!(
                "describe it in wirewatch.toml: [webhook.{}] and below it url = \"https://…\"",
                mention.name
            )
        });
        notes.findings.push(finding.help(advice));
    }
}

/// A misspelt name would silently let in or keep out; a pattern may be meant for feeds to come.
fn check_mentioned_feeds(watchlist: &Watchlist, notes: &mut Notes<'_>) {
    for mention in &notes.feeds {
        let mut known = watchlist.feeds.iter().map(|feed| feed.name.as_str());
        if known.any(|name| is_like(&mention.name, name)) {
            continue;
        }
        let names = watchlist.feeds.iter().map(|feed| feed.name.as_str());
        let advice = suggest::advice(&mention.name, names);
        let is_pattern = mention.name.contains('*') || watchlist.feeds.is_empty();
        let finding = if is_pattern {
            mention
                .spot
                .warning(format!("no feed is called like \"{}\"", mention.name))
        } else {
            mention
                .spot
                .error(format!("there is no feed \"{}\"", mention.name))
        };
        notes.findings.push(finding.maybe_help(advice));
    }
}

/// `*` stands for any letters, none included.
pub(super) fn is_like(pattern: &str, name: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let mut pieces: Vec<&str> = pieces.collect();
    let Some(last) = pieces.pop() else {
        return rest.is_empty();
    };
    for piece in pieces {
        match rest.find(piece) {
            Some(at) => rest = rest.get(at + piece.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    rest.ends_with(last)
}

fn check_topics_hear_and_tell(watchlist: &Watchlist, spots: &[Spot<'_>], findings: &mut Findings) {
    for (topic, spot) in watchlist.topics.iter().zip(spots) {
        let hears = |name: &str| {
            let any = |patterns: &[String]| patterns.iter().any(|pattern| is_like(pattern, name));
            (topic.feeds.include.is_empty() || any(&topic.feeds.include))
                && !any(&topic.feeds.exclude)
        };
        if !watchlist.feeds.is_empty()
            && !watchlist.feeds.iter().any(|feed| hears(feed.name.as_str()))
        {
            let finding = spot
                .warning(format!("the topic \"{}\" listens to no feed", topic.name))
                .code("topic-hears-no-feed");
            findings.push(finding.help("its \"feeds\" include or exclude leaves none"));
        }
        if !watchlist.digests.is_empty()
            && !watchlist
                .digests
                .iter()
                .any(|digest| digest.topics.contains(&topic.name))
        {
            let finding = spot
                .warning(format!("no digest tells of the topic \"{}\"", topic.name))
                .code("topic-in-no-digest");
            findings.push(finding.help(format!(
                "write \"{}\" into the topics of a [digest]",
                topic.name
            )));
        }
    }
}

/// An alert that nobody gets, or that nothing can set off, is a false comfort.
fn check_alerts_reach_somebody(watchlist: &Watchlist, spots: &[Spot<'_>], findings: &mut Findings) {
    for (topic, spot) in watchlist.topics.iter().zip(spots) {
        let Some(rule) = topic.alert else { continue };
        let mut digests = watchlist
            .digests
            .iter()
            .filter(|digest| digest.topics.contains(&topic.name))
            .peekable();
        if digests.peek().is_some() && digests.all(|digest| !digest.has_alerts) {
            let finding = spot
                .warning(format!(
                    "nobody gets the alerts of the topic \"{}\"",
                    topic.name
                ))
                .code("alert-reaches-nobody");
            findings.push(finding.help(
                "every digest that tells of it has alerts = false: remove one of these lines",
            ));
        }
        if rule.on_burst && !topic.burst {
            let finding = spot
                .warning(format!(
                    "no burst of the topic \"{}\" can set off its alert",
                    topic.name
                ))
                .code("alert-without-bursts");
            findings.push(finding.help("it has burst = false: remove that line"));
        }
    }
}

fn check_doubled_addresses(watchlist: &Watchlist, spots: &[Spot<'_>], findings: &mut Findings) {
    let mut first_of = HashMap::new();
    for (feed, spot) in watchlist.feeds.iter().zip(spots) {
        match first_of.entry(feed.url.as_str()) {
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(&feed.name);
            }
            std::collections::hash_map::Entry::Occupied(entry) => {
                let finding = spot
                    .warning(format!(
                        "the feeds \"{}\" and \"{}\" have the same address",
                        entry.get(),
                        feed.name
                    ))
                    .code("feed-twice");
                findings.push(finding.help("keep one of them: the other only asks twice"));
            }
        }
    }
}

fn check_whole(watchlist: &Watchlist, whole: Spot<'_>, findings: &mut Findings) {
    if findings.has_errors() {
        return; // what is missing may stand in the faulty part
    }
    if watchlist.topics.is_empty() {
        let finding = whole.error("there is no topic in this watchlist");
        findings.push(finding.help(
            "one line makes a topic: [topic.sanctions] and below it any = [\"sanction\", \"asset freeze\"]",
        ));
        return;
    }
    if watchlist.feeds.is_empty() {
        let finding =
            whole.warning("there is no feed in this watchlist, so there is nothing to read");
        findings.push(finding.help("two lines make a feed: [feed.example] and below it url = \"https://example.org/rss.xml\""));
    }
    if watchlist.digests.is_empty() {
        let finding = whole.warning("there is no digest in this watchlist, so no letter is sent");
        findings.push(finding.help("[digest.morning] and below it at = \"07:30\", tz = \"Europe/Vilnius\", to = \"desk@example.org\""));
    }
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn a_star_stands_for_any_letters() {
        for (pattern, name, is_alike) in [
            ("sport-*", "sport-bbc", true),
            ("sport-*", "sport-", true),
            ("sport-*", "sports", false),
            ("*", "anything", true),
            ("*-sport", "bbc-sport", true),
            ("a*b*c", "a1b2c", true),
            ("a*b*c", "a1c2b", false),
            ("a*a", "a", false),
            ("bbc", "bbc", true),
            ("bbc", "bbc2", false),
        ] {
            assert_eq!(is_like(pattern, name), is_alike, "{pattern} {name}");
        }
    }
}
