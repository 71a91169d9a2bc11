//! Item -> Article: plain text, canonical link, dates that can be believed, language, identity. Pure; refuses
//! to know where the item came from beyond its feed's name and language. Doing it twice is doing it once.

mod blanks;
mod counter;
mod date;
mod guid;
mod html;
mod identity;
mod language;
mod link;
pub mod page;
mod siblings;
mod tails;
mod text;
mod unicode;

#[cfg(test)]
mod tests;

use jiff::Timestamp;

use crate::model::article::Article;
use crate::model::ids::FeedName;
use crate::model::item::Item;
use crate::model::item::Markup;
use crate::model::language::Language;
use crate::model::problem::Problem;
use crate::normalise::identity::Marks;

pub use guid::drop_shared_guids;
pub use language::Habit;
pub use language::guess_language;
pub use language::identify_language;
pub use link::canonical_link;
pub use siblings::tell_apart;
pub use text::one_line;
pub use text::plain_text;

/// Bytes of a title that are kept.
const LONGEST_TITLE: usize = 1024;

/// Bytes of a text that are kept.
const LONGEST_TEXT: usize = 256 * 1024;

/// Bytes of a person's or outlet's name that are kept.
const LONGEST_NAME: usize = 200;

/// Bytes of a text's first sentence that may stand in for a missing title.
const LONGEST_STAND_IN: usize = 160;

/// What is known of the feed that an item stood in.
#[derive(Clone, Debug)]
pub struct FeedFacts<'a> {
    /// Whose articles these become.
    pub feed: &'a FeedName,
    /// The owner's word for the feed's language.
    pub hint: Option<Language>,
    /// The channel's own claim, unchecked; weighs less than the hint.
    pub channel_language: Option<&'a str>,
    /// What its articles have mostly been in; weighs where nobody claims anything.
    pub habit: Option<Language>,
}

/// Makes an item ours. Every item becomes an article; what was odd about it is told beside.
#[must_use]
pub fn normalise(item: &Item, facts: &FeedFacts<'_>, now: Timestamp) -> (Article, Vec<Problem>) {
    let mut problems = Vec::new();
    let text = cut(body(item), LONGEST_TEXT, "text-cut", &mut problems);
    let title = title(item, &text, &mut problems);
    let published = date::believed(item.published, "says it was published", now, &mut problems);
    let updated = date::believed(item.updated, "says it was changed", now, &mut problems);
    let canonical_link = item.link.as_ref().map(canonical_link);
    let identity = identity::identify(&Marks {
        guid: item.guid.as_deref(),
        link: canonical_link.as_deref(),
        title: &title,
        text: &text,
        published,
    });
    let article = Article {
        feed: facts.feed.clone(),
        identity,
        link: item.link.clone(),
        canonical_link,
        author: name(item.author.as_deref()),
        source: name(item.source.as_deref()),
        language: identify_language(&title, &text, claimed_language(item, facts)),
        published,
        updated,
        first_seen: now,
        content_hash: identity::content_hash(&title, &text),
        title,
        text,
    };
    (article, problems)
}

/// The longer of content and summary, in plain text: some feeds put a teaser into either.
fn body(item: &Item) -> String {
    let plain = |markup: &Option<Markup>| markup.as_ref().map(plain_text).unwrap_or_default();
    let (content, summary) = (plain(&item.content), plain(&item.summary));
    match summary.len() > content.len() {
        true => summary,
        false => content,
    }
}

/// The item's title, else the first sentence of its text.
fn title(item: &Item, text: &str, problems: &mut Vec<Problem>) -> String {
    let title = one_line(item.title.as_deref().unwrap_or_default());
    if !title.is_empty() {
        return cut(title, LONGEST_TITLE, "title-cut", problems);
    }
    let stand_in = first_sentence(text);
    if !stand_in.is_empty() {
        problems.push(Problem::new(
            "no-title",
            "the entry has no title; the beginning of its text stands in for it",
        ));
    }
    stand_in
}

fn first_sentence(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let sentence = [". ", "! ", "? ", "… "]
        .iter()
        .filter_map(|end| line.find(end).map(|at| &line[..at + end.len() - 1]))
        .min_by_key(|sentence| sentence.len())
        .unwrap_or(line);
    if sentence.len() <= LONGEST_STAND_IN {
        return sentence.to_owned();
    }
    let beginning = unicode::beginning(sentence, LONGEST_STAND_IN);
    let whole_words = beginning
        .rsplit_once(' ')
        .map_or(beginning, |(words, _)| words);
    format!("{whole_words}…")
}

/// A name on one line; nothing when nothing is left of it.
fn name(raw: Option<&str>) -> Option<String> {
    let name = one_line(raw?);
    let name = unicode::beginning(&name, LONGEST_NAME);
    (!name.is_empty()).then(|| name.to_owned())
}

fn cut(text: String, cap: usize, kind: &'static str, problems: &mut Vec<Problem>) -> String {
    if text.len() <= cap {
        return text;
    }
    problems.push(Problem::new(
        kind,
        format!("{} bytes long; the first {cap} were kept", text.len()),
    ));
    unicode::beginning(&text, cap).to_owned()
}

/// The owner's word, else the entry's, else the channel's, else what the feed is mostly in.
fn claimed_language(item: &Item, facts: &FeedFacts<'_>) -> Option<Language> {
    let parsed = |claim: Option<&str>| claim.and_then(|claim| claim.parse().ok());
    facts
        .hint
        .or_else(|| parsed(item.language.as_deref()))
        .or_else(|| parsed(facts.channel_language))
        .or(facts.habit)
}
