//! A story as strings in place: headline, facts, quote, reasons, other outlets.

use jiff::Timestamp;
use url::Url;

use crate::digest::clean;
use crate::digest::outlets;
use crate::digest::view::AlsoView;
use crate::digest::view::Link;
use crate::digest::view::NewView;
use crate::digest::view::OutletView;
use crate::digest::view::StoryView;
use crate::digest::view::WhyView;
use crate::digest::view::more;
use crate::digest::words;
use crate::model::digest::Additions;
use crate::model::digest::AlsoTold;
use crate::model::digest::Digest;
use crate::model::digest::QuotePart;
use crate::model::digest::Reason;
use crate::model::digest::StoryEntry;

const MOST_REASONS: usize = 8;
const MOST_OUTLETS: usize = 4;
const MOST_CHIPS: usize = 4;
const LONGEST_LESSON: usize = 300;

pub(super) fn stories(digest: &Digest, is_development: bool) -> Vec<StoryView> {
    digest
        .sections
        .iter()
        .flat_map(|section| {
            section
                .stories
                .iter()
                .filter(move |story| story.is_development == is_development)
                .map(|story| self::story(digest, story, Some(&section.heading.title)))
        })
        .collect()
}

pub(super) fn story(digest: &Digest, story: &StoryEntry, topic: Option<&str>) -> StoryView {
    let near = |at: Timestamp| words::time_near(at, digest.until, &digest.tz);
    let mut facts: Vec<String> = Vec::new();
    facts.extend(story.language.map(|language| language.to_string()));
    facts.push(near(story.time));
    facts.push(format!("score {}", words::points(story.score)));
    let chips = topic
        .into_iter()
        .map(str::to_owned)
        .chain(story.also_topics.iter().cloned());
    StoryView {
        title: story.title.clone(),
        link: story.link.as_ref().and_then(link),
        language: story.language.map(|language| language.to_string()),
        outlet: story.outlet.clone(),
        label: story.label.clone(),
        facts,
        chips: chips.take(MOST_CHIPS).collect(),
        quote: story.quote.clone(),
        new: story
            .additions
            .as_ref()
            .map(|additions| new(additions, &story.quote)),
        why: story.why.iter().take(MOST_REASONS).map(why).collect(),
        more_why: more(story.why.len(), MOST_REASONS),
        learned: story
            .learned
            .as_ref()
            .map(|lesson| clean::one_line(&lesson.to_string(), LONGEST_LESSON)),
        also: also(digest, story),
        number: format!("story {}", story.story),
        id: story.story,
        marks: None,
        alerted: story
            .alerted
            .map(|at| format!("already, by alert at {}", near(at))),
        first_seen: (story.is_development || !story.also.is_empty())
            .then(|| near(story.first_seen)),
        page: digest
            .public_url
            .as_ref()
            .and_then(clean::link)
            .and_then(|page| page.join(&format!("story/{}", story.story)).ok()),
    }
}

/// A sentence that the quote above has already is not said again, unless it is all there is.
fn new(additions: &Additions, quote: &[QuotePart]) -> NewView {
    let plain = |parts: &[QuotePart]| -> String { parts.iter().map(|part| &*part.text).collect() };
    let quoted = plain(quote);
    let mut facts: Vec<String> = Vec::new();
    facts.extend(
        additions
            .language
            .map(|language| format!("first in {language}")),
    );
    for list in [&additions.names, &additions.numbers] {
        if !list.is_empty() {
            facts.push(list.join(", "));
        }
    }
    let is_said_else =
        |sentence: &&Vec<QuotePart>| facts.is_empty() || !quoted.contains(&plain(sentence));
    let sentences: Vec<_> = (additions.sentences.iter())
        .filter(is_said_else)
        .cloned()
        .collect();
    if additions.is_empty() {
        facts.push("nothing that was not told before".to_owned());
    }
    NewView {
        facts: (!facts.is_empty()).then(|| facts.join(" · ")),
        sentences,
    }
}

pub(super) fn link(url: &Url) -> Option<Link> {
    Some(Link {
        host: clean::host_to_show(url),
        url: clean::link(url)?,
    })
}

fn why(reason: &Reason) -> WhyView {
    let is_as_written = reason.form.is_empty() || reason.form == reason.term;
    WhyView {
        term: reason.term.clone(),
        form: (!is_as_written).then(|| reason.form.clone()),
        field: reason.field,
        points: format!(
            "{}{}",
            if reason.points < 0.0 { "" } else { "+" },
            words::points(reason.points)
        ),
    }
}

fn also(digest: &Digest, story: &StoryEntry) -> Option<AlsoView> {
    let outlets = outlets::others(story);
    let same = story.also.len() - outlets.len();
    let mut count = Vec::new();
    if !outlets.is_empty() {
        count.push(words::count(
            outlets.len() as u64,
            "more outlet",
            "more outlets",
        ));
    }
    if same > 0 {
        count.push(words::count(
            same as u64,
            "further article",
            "further articles",
        ));
    }
    (!count.is_empty()).then(|| AlsoView {
        count: count.join(", "),
        outlets: outlets
            .iter()
            .take(MOST_OUTLETS)
            .map(|also| outlet(digest, also))
            .collect(),
        rest: more(outlets.len(), MOST_OUTLETS),
    })
}

fn outlet(digest: &Digest, also: &AlsoTold) -> OutletView {
    OutletView {
        name: also.outlet.clone(),
        language: also.language.map(|language| language.to_string()),
        time: words::time_near(also.first_seen, digest.until, &digest.tz),
        link: also.link.as_ref().and_then(link),
    }
}
