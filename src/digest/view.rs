//! The letter as strings in place: what text and HTML both say, said once. Neither adds nor leaves out.

use url::Url;

use crate::digest::alert_view;
use crate::digest::burst_view;
use crate::digest::clean;
use crate::digest::edit_view;
use crate::digest::edit_view::EditView;
use crate::digest::source_view;
use crate::digest::source_view::SourceView;
use crate::digest::story_view;
use crate::digest::words;
use crate::model::digest::Digest;
use crate::model::digest::LetterKind;
use crate::model::digest::QuotePart;
use crate::model::digest::StoryEntry;
use crate::model::digest::TopicSection;
use crate::model::ids::StoryId;

const MOST_NOTICES: usize = 12;
pub(super) const LONGEST_SENTENCE: usize = 300;

/// The whole letter.
pub(super) struct LetterView {
    pub(super) subject: String,
    /// `wirewatch · morning`.
    pub(super) name: String,
    /// `Digest 412`.
    pub(super) number: String,
    pub(super) window: String,
    pub(super) zone: String,
    /// What to expect, in a few words.
    pub(super) summary: String,
    /// Out of how much, and what is amiss.
    pub(super) detail: Option<String>,
    pub(super) notices: Vec<Notice>,
    pub(super) sections: Vec<SectionView>,
    pub(super) developments: Vec<StoryView>,
    /// Articles told earlier that have other words since.
    pub(super) edits: Vec<EditView>,
    pub(super) more_edits: Option<String>,
    /// Said instead of sections on a day without stories.
    pub(super) proof_of_life: Option<String>,
    pub(super) quiet: Option<String>,
    pub(super) sources: Vec<SourceView>,
    pub(super) more_sources: Option<String>,
    pub(super) footer: Vec<String>,
    pub(super) page: Option<Url>,
    /// The link that ends these letters, where this is one reader's own letter.
    pub(super) unsubscribe: Option<String>,
}

/// By which a reader says what they think of a story.
pub(super) struct MarkLinks {
    pub(super) useful: String,
    pub(super) noise: String,
}

/// Something that stands above the topics.
pub(super) struct Notice {
    /// "Burst" or "Watchlist".
    pub(super) kind: &'static str,
    pub(super) text: String,
}

/// A topic.
pub(super) struct SectionView {
    /// `None` where the letter's first line has said it.
    pub(super) title: Option<String>,
    pub(super) count: String,
    /// `None` in an alert, which is of one moment.
    pub(super) history: Option<HistoryView>,
    pub(super) stories: Vec<StoryView>,
    pub(super) more: Option<String>,
}

/// A topic's last days.
pub(super) struct HistoryView {
    pub(super) bars: String,
    /// What the bars show, for those who cannot see them.
    pub(super) caption: String,
}

/// A story.
pub(super) struct StoryView {
    pub(super) title: String,
    pub(super) link: Option<Link>,
    pub(super) language: Option<String>,
    pub(super) outlet: String,
    pub(super) label: Option<String>,
    /// Language, time, score.
    pub(super) facts: Vec<String>,
    pub(super) chips: Vec<String>,
    pub(super) quote: Vec<QuotePart>,
    /// What a development adds to what was told.
    pub(super) new: Option<NewView>,
    pub(super) why: Vec<WhyView>,
    pub(super) more_why: Option<String>,
    /// What the topic's marks say of it, and what that changed.
    pub(super) learned: Option<String>,
    pub(super) also: Option<AlsoView>,
    /// When an alert told it already.
    pub(super) alerted: Option<String>,
    /// `story 4821`, by which the command line and the page know it.
    pub(super) number: String,
    pub(super) page: Option<Url>,
    pub(super) id: StoryId,
    /// Where this is one reader's own letter.
    pub(super) marks: Option<MarkLinks>,
    /// When the story was first seen; `None` where this article is all there is and its time says it.
    pub(super) first_seen: Option<String>,
}

/// Where a headline leads.
pub(super) struct Link {
    pub(super) url: Url,
    /// Shown where the address alone could deceive.
    pub(super) host: Option<String>,
}

/// What is new.
pub(super) struct NewView {
    /// Names and numbers, or that there is nothing; `None` where the sentences are all.
    pub(super) facts: Option<String>,
    /// Sentences, with new names and numbers marked.
    pub(super) sentences: Vec<Vec<QuotePart>>,
}

/// One reason.
pub(super) struct WhyView {
    pub(super) term: String,
    /// `None` where the article has the term as written.
    pub(super) form: Option<String>,
    pub(super) field: &'static str,
    pub(super) points: String,
}

/// Who else tells it.
pub(super) struct AlsoView {
    /// `3 more outlets`.
    pub(super) count: String,
    pub(super) outlets: Vec<OutletView>,
    /// `and 5 more`.
    pub(super) rest: Option<String>,
}

/// An outlet that tells a story too.
pub(super) struct OutletView {
    pub(super) name: String,
    pub(super) language: Option<String>,
    pub(super) time: String,
    pub(super) link: Option<Link>,
}

/// All of it.
pub(super) fn letter(digest: &Digest) -> LetterView {
    // An alert is about its story, told before or not.
    let developments = match digest.kind {
        LetterKind::Digest => story_view::stories(digest, true),
        LetterKind::Alert => Vec::new(),
    };
    let is_empty = digest.sections.is_empty() && digest.kind == LetterKind::Digest;
    LetterView {
        subject: clean::one_line(&digest.subject, LONGEST_SENTENCE),
        name: digest.name.to_string(),
        number: match digest.kind {
            LetterKind::Digest => format!("Digest {}", digest.number),
            LetterKind::Alert => format!("Alert {}", digest.number),
        },
        window: match digest.kind {
            LetterKind::Digest => words::window(digest.from, digest.until, &digest.tz),
            LetterKind::Alert => words::day_and_time(digest.until, &digest.tz),
        },
        zone: words::zone(digest.until, &digest.tz),
        summary: summary(digest),
        detail: detail(digest),
        notices: notices(digest),
        sections: digest
            .sections
            .iter()
            .filter_map(|section| self::section(digest, section))
            .collect(),
        developments,
        edits: edit_view::edits(digest),
        more_edits: edit_view::more(digest),
        proof_of_life: is_empty.then(|| proof_of_life(digest)),
        quiet: quiet(digest),
        sources: source_view::sources(digest),
        more_sources: source_view::more_sources(digest),
        footer: footer(digest),
        page: digest.public_url.as_ref().and_then(clean::link),
        unsubscribe: None,
    }
}

pub(super) fn more(all: usize, shown: usize) -> Option<String> {
    (all > shown).then(|| format!("and {} more", words::thousands((all - shown) as u64)))
}

fn count_stories(digest: &Digest, is_development: bool) -> usize {
    digest
        .sections
        .iter()
        .flat_map(|section| section.stories.iter().chain(&section.more))
        .filter(|story| story.is_development == is_development)
        .count()
}

fn summary(digest: &Digest) -> String {
    if digest.kind == LetterKind::Alert {
        return alert_view::summary(digest);
    }
    let fresh = count_stories(digest, false) as u64;
    let again = count_stories(digest, true) as u64;
    let mut parts = Vec::new();
    if fresh > 0 {
        parts.push(words::count(fresh, "story", "stories"));
    }
    if again > 0 {
        parts.push(words::count(again, "development", "developments"));
    }
    parts.extend(edit_view::counts(digest));
    if parts.is_empty() {
        parts.push("Nothing new".to_owned());
    }
    parts.join(" and ")
}

fn detail(digest: &Digest) -> Option<String> {
    let articles: usize = digest
        .sections
        .iter()
        .flat_map(|section| section.stories.iter().chain(&section.more))
        .map(|story| story.articles.len())
        .sum();
    let mut parts = Vec::new();
    if articles > 0 {
        let articles = words::count(articles as u64, "article", "articles");
        parts.push(format!("From {articles}"));
    }
    if !digest.sources.is_empty() {
        let sources = digest.sources.len() as u64;
        parts.push(words::count(
            sources,
            "source needs attention",
            "sources need attention",
        ));
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn notices(digest: &Digest) -> Vec<Notice> {
    let bursts = digest.bursts.iter().map(|burst| Notice {
        kind: "Burst",
        text: burst_view::sentence(burst, digest),
    });
    let changes = digest.watchlist_changes.iter().map(|sentence| Notice {
        kind: "Watchlist",
        text: clean::one_line(sentence, LONGEST_SENTENCE),
    });
    let held = alert_view::held(digest);
    held.into_iter()
        .chain(bursts)
        .chain(changes)
        .take(MOST_NOTICES)
        .collect()
}

/// A topic with nothing but developments has no section of its own, except in an alert.
fn section(digest: &Digest, section: &TopicSection) -> Option<SectionView> {
    let is_alert = digest.kind == LetterKind::Alert;
    let is_fresh = |story: &&StoryEntry| is_alert || !story.is_development;
    let shown = section.stories.iter().filter(is_fresh).count();
    let hidden = section.more.iter().filter(is_fresh).count();
    if shown + hidden == 0 {
        return None;
    }
    let fortnight: u64 = section
        .heading
        .daily
        .iter()
        .map(|day| u64::from(*day))
        .sum();
    Some(SectionView {
        title: (!is_alert || !alert_view::is_single(digest)).then(|| section.heading.title.clone()),
        count: words::count((shown + hidden) as u64, "story", "stories"),
        history: (!is_alert).then(|| HistoryView {
            bars: words::sparkline(&section.heading.daily),
            caption: format!("14 days, {}", words::count(fortnight, "story", "stories")),
        }),
        stories: section
            .stories
            .iter()
            .filter(is_fresh)
            .map(|story| story_view::story(digest, story, None))
            .collect(),
        more: (hidden > 0).then(|| {
            format!(
                "+{} more: wirewatch digest show {} lists them all",
                words::thousands(hidden as u64),
                digest.number
            )
        }),
    })
}

fn proof_of_life(digest: &Digest) -> String {
    let coverage = &digest.coverage;
    let read = words::count(coverage.read, "new article", "new articles");
    let feeds = format!("{} of {} feeds", coverage.feeds_ok, coverage.feeds);
    match coverage.read {
        0 => format!(
            "No new article in this window; {feeds} answered well. wirewatch is up and watching."
        ),
        _ => format!(
            "{read} read from {feeds}, none of them about your topics. wirewatch is up and watching."
        ),
    }
}

fn quiet(digest: &Digest) -> Option<String> {
    if digest.quiet_topics.is_empty() || digest.kind == LetterKind::Alert {
        return None;
    }
    let what = if digest.sections.is_empty() {
        "Watched for"
    } else {
        "Nothing new on"
    };
    let topics = digest.quiet_topics.join(", ");
    Some(clean::one_line(
        &format!("{what}: {topics}"),
        2 * LONGEST_SENTENCE,
    ))
}

fn footer(digest: &Digest) -> Vec<String> {
    let coverage = &digest.coverage;
    let mut lines = match digest.kind {
        LetterKind::Digest => Vec::new(),
        LetterKind::Alert => alert_view::footer(digest),
    };
    // On an empty day the proof of life has said it all.
    if digest.kind == LetterKind::Digest && !digest.sections.is_empty() {
        let stories = (count_stories(digest, false) + count_stories(digest, true)) as u64;
        lines.push(format!(
            "{} read from {} of {} feeds, {} matched, {} told.",
            words::count(coverage.read, "article", "articles"),
            words::thousands(coverage.feeds_ok),
            words::thousands(coverage.feeds),
            words::thousands(coverage.matched),
            words::count(stories, "story", "stories"),
        ));
    }
    if coverage.hidden > 0 {
        lines.push(format!(
            "{} kept out by what was marked, as the topic asks: wirewatch topic report lists them.",
            words::count(coverage.hidden, "matching article", "matching articles")
        ));
    }
    if !coverage.watchlist_version.is_empty() {
        lines.push(format!(
            "Watchlist {}{}.",
            clean::name(&coverage.watchlist_version),
            match coverage.tests {
                0 => String::new(),
                tests => format!(", {} passed", words::count(tests, "test", "tests")),
            }
        ));
    }
    if let Some(next) = coverage.next.filter(|_| digest.kind == LetterKind::Digest) {
        lines.push(format!(
            "Next digest: {}.",
            words::day_and_time(next, &digest.tz)
        ));
    }
    lines.push(format!(
        "To stop these letters, answer with the word \"unsubscribe\", or have your address taken out of [digest.{}].",
        digest.name
    ));
    lines
}
