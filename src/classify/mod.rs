//! Article x Watchlist -> Matches with evidence. Pure: no clock, no I/O, no log, nothing kept between two calls.
//!
//! ```text
//! watchlist -> term (grammar) -> tongue (languages) -> forms -> compile -> Rules
//!   article -> analyse (fold) -> scan (hits) -> locate (places of terms) -> judge -> score -> Match + evidence
//!     expressions that only veto or add weight are late: scanned for where the groups of a topic may be met
//! ```
//!
//! Every term is turned into the words it may stand for when the watchlist is compiled; an article is only
//! folded, cut into words and looked up. Both sides go through the same `fold`. What a language's endings
//! are is known in `inflect` alone; what feeds and letters are is not known here.

mod affix;
mod analyse;
mod asked;
mod audience;
mod compile;
mod compile_term;
mod evidence;
mod explain;
mod fault;
mod firing;
mod fold;
mod forms;
mod globs;
mod homoglyph;
pub mod hunspell;
pub mod inflect;
mod judge;
pub mod learn;
mod letters;
mod lexicon;
pub mod lint;
mod locate;
mod near;
mod near_miss;
mod needle;
mod outer;
mod pattern_regex;
mod prepared;
mod presence;
mod records;
mod rules;
mod run;
mod scan;
mod score;
mod suggest;
mod tails;
mod term;
mod texts;
mod tongue;
mod translit;
mod verbatim;
mod why;
mod word_hash;
mod written;

use std::sync::Arc;

use crate::classify::analyse::Side;
use crate::classify::compile::Rules;
use crate::classify::judge::Judgement;
use crate::classify::lexicon::Reader;
use crate::classify::locate::Places;
use crate::classify::presence::Presence;
use crate::classify::rules::TermId;
use crate::classify::rules::TopicRule;
use crate::model::dictionary::Dictionaries;
use crate::model::ids::FeedName;
use crate::model::ids::TopicName;
use crate::model::language::Language;
use crate::model::matching::Match;
use crate::model::watchlist::Place;
use crate::model::watchlist::Watchlist;

pub use crate::classify::asked::AskedWords;
pub use crate::classify::asked::asked_words;
pub use crate::classify::asked::asked_words_of_term;
pub use crate::classify::explain::Explanation;
pub use crate::classify::explain::Reason;
pub use crate::classify::explain::Vetoed;
pub use crate::classify::firing::Firing;
pub use crate::classify::firing::TermFiring;
pub use crate::classify::near_miss::NearMiss;
pub use crate::classify::prepared::Prepared;
pub use crate::classify::suggest::Marked;
pub use crate::classify::suggest::NonePhrase;
pub use crate::classify::suggest::none_phrases;
pub use crate::classify::term::BadTerm;
pub use crate::classify::term::parse_term;

/// What is judged: an article, or a line that somebody wants to try.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// Topics may listen to some feeds only; `None` is heard by all.
    pub feed: Option<&'a FeedName>,
    /// Chooses among the forms of a term; `None` lets all of them count.
    pub language: Option<Language>,
    /// Plain text in one line; may be empty.
    pub title: &'a str,
    /// Plain text in paragraphs; may be empty.
    pub text: &'a str,
}

/// A term that cannot be compiled, told as its owner knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermFault {
    /// Where the term stands.
    pub place: Place,
    /// Whose it is; `None` for a term of a name set.
    pub topic: Option<TopicName>,
    /// As written.
    pub term: String,
    /// What is wrong.
    pub message: String,
    /// What to write instead, where that is known.
    pub help: Option<String>,
}

/// A watchlist made ready to judge articles. Compiled once, read by many tasks.
#[derive(Clone, Debug)]
pub struct Classifier {
    rules: Arc<Rules>,
}

impl Classifier {
    /// Makes a watchlist ready.
    ///
    /// # Errors
    /// Every term that cannot be compiled, in the watchlist's order.
    pub fn compile(watchlist: &Watchlist) -> Result<Self, Vec<TermFault>> {
        compile::compile(watchlist).map(|rules| Self {
            rules: Arc::new(rules),
        })
    }

    /// The topics an article meets, in the watchlist's order.
    #[must_use]
    pub fn classify(&self, text: &Text<'_>) -> Vec<Match> {
        self.classify_prepared(&Prepared::new(*text))
    }

    /// The same, for an article that several lists judge.
    #[must_use]
    pub fn classify_prepared(&self, article: &Prepared<'_>) -> Vec<Match> {
        self.judge_each(article, |topic, judgement| {
            match_of(&self.rules, topic, &article.sides, judgement)
        })
    }

    /// What `verdict` makes of each topic whose groups may be met and that listens to the article, in the watchlist's order.
    fn judge_each(
        &self,
        article: &Prepared<'_>,
        verdict: impl Fn(&TopicRule, &Judgement) -> Option<Match>,
    ) -> Vec<Match> {
        let rules = &*self.rules;
        let Prepared { text, sides } = article;
        let hits = scan::scan(rules, sides, Reader::of(text.language));
        let presence = Presence::of(rules, &hits);
        let mut places = Places::of(rules, &hits, &presence);
        let of_topics = presence.terms.chunk_by(|a, b| is_same_topic(rules, *a, *b));
        let hopeful: Vec<&[TermId]> = of_topics
            .filter(|terms| may_match(rules, text, terms, &mut places))
            .collect();
        if hopeful.is_empty() {
            return Vec::new();
        }
        let verdict = |terms: &[TermId], places: &mut Places<'_>| {
            let topic = topic_of(rules, *terms.first()?);
            verdict(topic, &judge::judge(rules, topic, terms, places))
        };
        let Some(hits) = scan::scan_late(rules, sides, &hits) else {
            let verdicts = hopeful
                .iter()
                .filter_map(|terms| verdict(terms, &mut places));
            return verdicts.collect();
        };
        // Groups are met by what has been seen: only vetoes and weights come to it.
        let presence = Presence::of(rules, &hits);
        let mut places = Places::of(rules, &hits, &presence);
        let of_topics = presence.terms.chunk_by(|a, b| is_same_topic(rules, *a, *b));
        let topic = |terms: &[TermId]| rules.terms[terms[0] as usize].topic;
        let is_hopeful = |terms: &&[TermId]| {
            let known = hopeful.binary_search_by_key(&topic(terms), |known| topic(known));
            known.is_ok()
        };
        of_topics
            .filter(is_hopeful)
            .filter_map(|terms| verdict(terms, &mut places))
            .collect()
    }

    /// Why an article meets a topic or not; `None` for a topic that is not in the watchlist.
    #[must_use]
    pub fn explain(&self, text: &Text<'_>, topic: &TopicName) -> Option<Explanation> {
        let article = Prepared::new(*text);
        let (topic, judgement) = self.judge_one(&article, topic)?;
        Some(why::explain(
            &self.rules,
            topic,
            text,
            &article.sides,
            &judgement,
        ))
    }

    /// What alone keeps an article from meeting a topic that listens to its feed; costs less than an explanation.
    #[must_use]
    pub fn near_miss(&self, article: &Prepared<'_>, topic: &TopicName) -> Option<NearMiss> {
        let (topic, judgement) = self.judge_one(article, topic)?;
        let text = &article.text;
        let is_language_heard = topic.audience.hears(None, text.language);
        topic
            .audience
            .hears(text.feed, None)
            .then(|| near_miss::near_miss(topic, &judgement, is_language_heard))
            .flatten()
    }

    fn judge_one(
        &self,
        article: &Prepared<'_>,
        topic: &TopicName,
    ) -> Option<(&TopicRule, Judgement)> {
        let rules = &*self.rules;
        let index = rules.topics.iter().position(|rule| rule.name == *topic)?;
        let topic = &rules.topics[index];
        let hits = scan::scan(rules, &article.sides, Reader::of(article.text.language));
        let hits = scan::scan_late(rules, &article.sides, &hits).unwrap_or(hits);
        let presence = Presence::of(rules, &hits);
        let is_own = |term: &TermId| rules.terms[*term as usize].topic as usize == index;
        let terms: Vec<TermId> = presence.terms.iter().copied().filter(is_own).collect();
        let mut places = Places::of(rules, &hits, &presence);
        Some((topic, judge::judge(rules, topic, &terms, &mut places)))
    }

    /// How many different forms all terms stand for: what the size of a watchlist comes to.
    #[must_use]
    pub fn form_count(&self) -> usize {
        self.rules.lexicon.form_count()
    }

    /// Every folded form, in no order: what another matcher would need to find the same words.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        self.rules.lexicon.form_texts()
    }
}

/// All forms that a term stands for, the written one first; `None` asks for every language it may be in.
///
/// A term that cannot be read stands for nothing.
#[must_use]
pub fn expand(term: &str, language: Option<Language>, dictionaries: &Dictionaries) -> Vec<String> {
    parse_term(term)
        .map(|pattern| forms::readable_forms(&pattern, language, dictionaries))
        .unwrap_or_default()
}

fn topic_of(rules: &Rules, term: TermId) -> &TopicRule {
    &rules.topics[rules.terms[term as usize].topic as usize]
}

fn is_same_topic(rules: &Rules, a: TermId, b: TermId) -> bool {
    rules.terms[a as usize].topic == rules.terms[b as usize].topic
}

/// Does the topic of these terms listen to the article, and may its groups be met?
fn may_match(rules: &Rules, text: &Text<'_>, terms: &[TermId], places: &mut Places<'_>) -> bool {
    let topic = topic_of(rules, terms[0]);
    topic.audience.hears(text.feed, text.language) && judge::may_match(rules, topic, terms, places)
}

fn match_of(
    rules: &Rules,
    topic: &TopicRule,
    sides: &[Side<'_>],
    judgement: &Judgement,
) -> Option<Match> {
    judgement.objections.is_empty().then(|| Match {
        topic: topic.name.clone(),
        score: judgement.score,
        evidence: evidence::evidence(rules, sides, &judgement.counted),
        learned: None,
    })
}
#[cfg(test)]
mod tests;
