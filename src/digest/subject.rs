//! The subject line: counts first, at most two topics, then what is loud and what is broken, then day and time.

use crate::digest::alert_view;
use crate::digest::clean;
use crate::digest::edit_view;
use crate::digest::words;
use crate::model::digest::Digest;
use crate::model::digest::LetterKind;
use crate::model::digest::TopicSection;
use crate::model::feed::FeedState;
use crate::model::watchlist::SubjectMode;

const MOST_TOPICS: usize = 2;
const LONGEST_TOPIC: usize = 32;
const LONGEST_HEADLINE: usize = 90;

/// The subject of a digest before limits: what a limit hides still counts.
pub(super) fn subject(digest: &Digest, mode: SubjectMode) -> String {
    let when = words::day_and_time(digest.until, &digest.tz);
    match (mode, digest.kind) {
        // The digest's name may be a topic's: a number says nothing over a shoulder.
        (SubjectMode::Discreet, LetterKind::Digest) => format!("Digest {} · {when}", digest.number),
        (SubjectMode::Discreet, LetterKind::Alert) => format!("Alert {} · {when}", digest.number),
        (SubjectMode::Full, LetterKind::Alert) => alert(digest, &when),
        (SubjectMode::Full, LetterKind::Digest) => {
            let parts = [counts(digest), burst(digest), sources(digest), Some(when)];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
    }
}

fn alert(digest: &Digest, when: &str) -> String {
    let alerts = digest
        .occasion
        .as_ref()
        .map_or(1, |occasion| occasion.alerts);
    if alerts > 1 {
        let first = alert_view::stories(digest)
            .next()
            .map_or(when.to_owned(), |story| {
                clean::one_line(&story.title, LONGEST_HEADLINE)
            });
        return format!("{alerts} alerts: {first} and {} more", alerts - 1);
    }
    if let [burst] = digest.bursts.as_slice() {
        let loud = &burst.burst;
        let stories = words::count(u64::from(loud.stories), "story", "stories");
        let title = clean::one_line(&burst.title, LONGEST_TOPIC);
        return format!("Alert: {title} is loud · {stories} in {} h", loud.hours);
    }
    let story = digest
        .sections
        .iter()
        .flat_map(|section| &section.stories)
        .next();
    match story {
        Some(story) => {
            let headline = clean::one_line(&story.title, LONGEST_HEADLINE);
            let sort = if story.is_development {
                "Update"
            } else {
                "Alert"
            };
            format!("{sort}: {headline} · {}", story.outlet)
        }
        None => format!("Alert · {when}"),
    }
}

fn counts(digest: &Digest) -> Option<String> {
    let fresh = |section: &TopicSection| told(section, false);
    let told_again: usize = digest
        .sections
        .iter()
        .map(|section| told(section, true))
        .sum();
    let mut sections: Vec<(&TopicSection, usize)> = digest
        .sections
        .iter()
        .map(|section| (section, fresh(section)))
        .filter(|(_, stories)| *stories > 0)
        .collect();
    let stories: usize = sections.iter().map(|(_, stories)| stories).sum();
    let mut counts = Vec::new();
    if stories > 0 || told_again + digest.edits.len() == 0 {
        counts.push(match stories {
            0 => "Nothing new".to_owned(),
            _ => words::count(stories as u64, "story", "stories"),
        });
    }
    if told_again > 0 {
        counts.push(words::count(
            told_again as u64,
            "development",
            "developments",
        ));
    }
    let others = sections.len().saturating_sub(MOST_TOPICS);
    sections.truncate(MOST_TOPICS);
    let is_alone = sections.len() == 1;
    let topics: Vec<String> = sections
        .iter()
        .map(|(section, stories)| {
            let title = clean::one_line(&section.heading.title, LONGEST_TOPIC);
            if is_alone {
                title
            } else {
                format!("{title} {stories}")
            }
        })
        .collect();
    counts.extend(edit_view::counts(digest));
    let mut text = counts.join(", ");
    if !topics.is_empty() {
        text.push_str(": ");
        text.push_str(&topics.join(", "));
    }
    if others > 0 {
        text.push_str(&format!(
            " +{}",
            words::count(others as u64, "topic", "topics")
        ));
    }
    Some(text)
}

fn told(section: &TopicSection, is_development: bool) -> usize {
    section
        .stories
        .iter()
        .chain(&section.more)
        .filter(|story| story.is_development == is_development)
        .count()
}

fn burst(digest: &Digest) -> Option<String> {
    match digest.bursts.as_slice() {
        [] => None,
        [burst] => Some(format!(
            "{} loud",
            clean::one_line(&burst.title, LONGEST_TOPIC)
        )),
        bursts => Some(format!("{} topics loud", bursts.len())),
    }
}

/// A source that its owner paused is no trouble.
fn sources(digest: &Digest) -> Option<String> {
    let troubled = digest
        .sources
        .iter()
        .filter(|source| source.state != FeedState::Paused)
        .count();
    (troubled > 0).then(|| words::count(troubled as u64, "source in trouble", "sources in trouble"))
}
