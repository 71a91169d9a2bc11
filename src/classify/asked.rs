//! Which words of a watchlist a dictionary may know: those that are inflected, by language.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashSet;

use crate::classify::forms;
use crate::classify::hunspell;
use crate::classify::tongue::Tongues;
use crate::model::language::Language;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Term;
use crate::model::watchlist::Watchlist;
use crate::model::watchlist::Word;

/// By language, the words to look up, in lower case.
pub type AskedWords = BTreeMap<Language, BTreeSet<String>>;

/// The words of all terms of all topics, those of the name sets they use included.
#[must_use]
pub fn asked_words(watchlist: &Watchlist) -> AskedWords {
    let mut asking = Asking {
        watchlist: Some(watchlist),
        ..Asking::default()
    };
    for topic in &watchlist.topics {
        let lists = topic
            .groups
            .iter()
            .chain([&topic.none, &topic.none_article, &topic.boost]);
        for term in lists.flatten() {
            asking.pattern(&term.pattern, term.language, &topic.languages);
        }
    }
    asking.words
}

/// The words of one term that stands in no watchlist.
#[must_use]
pub fn asked_words_of_term(pattern: &Pattern, language: Option<Language>) -> AskedWords {
    let mut asking = Asking::default();
    asking.pattern(pattern, language, &[]);
    asking.words
}

#[derive(Default)]
struct Asking<'a> {
    watchlist: Option<&'a Watchlist>,
    /// Name sets looked at, with the languages of the topic they were looked at for.
    seen: HashSet<(&'a str, Vec<Language>)>,
    words: AskedWords,
}

impl<'a> Asking<'a> {
    fn pattern(&mut self, pattern: &'a Pattern, language: Option<Language>, of_topic: &[Language]) {
        match pattern {
            Pattern::Words(words) => self.words(words, language, of_topic),
            Pattern::Title(inner) => self.pattern(inner, language, of_topic),
            Pattern::Near { left, right, .. } => {
                self.pattern(left, language, of_topic);
                self.pattern(right, language, of_topic);
            }
            Pattern::Name(name) => self.name(name, of_topic),
            Pattern::Acronym(_) | Pattern::Exact(_) | Pattern::Regex(_) => {}
        }
    }

    fn name(&mut self, name: &'a str, of_topic: &[Language]) {
        if !self.seen.insert((name, of_topic.to_vec())) {
            return; // also where a set names itself: that is told elsewhere
        }
        let spellings = self
            .watchlist
            .and_then(|watchlist| watchlist.names.get(name));
        for Term {
            pattern, language, ..
        } in spellings.into_iter().flatten()
        {
            self.pattern(pattern, *language, of_topic);
        }
    }

    fn words(&mut self, words: &[Word], language: Option<Language>, of_topic: &[Language]) {
        let written: Vec<&str> = words.iter().map(forms::written_word).collect();
        let tongues = Tongues::of(&written.join(" "), language, of_topic);
        for word in words {
            let Word::Inflected(word) = word else {
                continue;
            };
            for language in tongues.all().languages() {
                if let Some(asked) = hunspell::asked_as(forms::bare(word), language) {
                    self.words.entry(language).or_default().insert(asked);
                }
            }
        }
    }
}
