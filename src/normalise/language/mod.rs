//! Which language an article is in. Nine languages are told apart by a model of their words, made from a page of text in
//! each; all others by whatlang, and only where none of the nine fits. What owner or publisher claim is a voice, not the
//! answer: feeds in two languages are common where we watch.

mod habit;
mod model;
mod other;
mod words;

use crate::model::language::Language;
use crate::normalise::language::model::MODEL;
use crate::normalise::language::words::Script;
use crate::normalise::language::words::Word;

pub use habit::Habit;

/// The languages of the model, in the order of its figures.
const NINE: [Language; 9] = [
    Language::DE,
    Language::EN,
    Language::FR,
    Language::LT,
    Language::LV,
    Language::PL,
    Language::BE,
    Language::RU,
    Language::UK,
];

/// No more of an article is looked at than this many letters: it is enough for certainty many times over.
const ENOUGH_LETTERS: usize = 240;

/// Where letters are odd so many are read before whatlang is asked: an article often begins with names, which are odd in
/// any language, and to ask costs as much as to read some thousand letters.
const MANY_LETTERS: usize = 720;

/// After so many letters a lead like this is not lost any more.
const SOON_LETTERS: usize = 80;
const SAFE_LEAD: f32 = 20.0;

/// One word may speak against a language no louder than this (in nats): names and quotations are often foreign.
const LOUDEST_WORD: f32 = 9.0;

/// A word with a capital, other than the first, is most often a name: it says little of the language around it.
const LOUDEST_NAME: f32 = 3.0;

/// How loud a claim is: about as much as two ordinary words.
const CLAIM: f32 = 6.0;

/// A lead smaller than this over so few letters is no reason even to guess.
const LEAST_LEAD: f32 = 0.7;
const FEW_LETTERS: usize = 12;

/// A lead that is no accident, in nats: of a word or two, and how much more for each letter, as accidents add up.
const SURE_LEAD: f32 = 3.0;
const SURE_LEAD_A_LETTER: f32 = 0.05;

/// The language of an article as far as its letters and words are sure of it; else the hint, else `None`: a topic must not
/// be deaf to an article because of a guess.
#[must_use]
pub fn identify_language(title: &str, text: &str, hint: Option<Language>) -> Option<Language> {
    match verdict(title, text, hint) {
        Verdict::Sure(language) => Some(language),
        Verdict::Guess(_) | Verdict::Silent => hint,
    }
}

/// The likeliest language of an article, to be shown: a headline of four words says too little to be judged by.
#[must_use]
pub fn guess_language(title: &str, text: &str, hint: Option<Language>) -> Option<Language> {
    match verdict(title, text, hint) {
        Verdict::Sure(language) | Verdict::Guess(language) => Some(language),
        Verdict::Silent => hint,
    }
}

/// What letters and words say of the language.
enum Verdict {
    Sure(Language),
    /// Likelier than the others, but not by much.
    Guess(Language),
    Silent,
}

fn verdict(title: &str, text: &str, hint: Option<Language>) -> Verdict {
    let heard = Heard::of(title, text);
    if heard.letters == 0 {
        return Verdict::Silent;
    }
    if heard.is_of_other_script() {
        return other::identify(title, text).map_or(Verdict::Silent, Verdict::Sure);
    }
    let leader = heard.leader(hint);
    if heard.may_be_strange() && Heard::much_of(title, text).is_strange() {
        if let Some(other) = other::identify(title, text).filter(|other| !NINE.contains(other)) {
            return Verdict::Sure(other);
        }
        if hint.is_some_and(|hint| !NINE.contains(&hint)) {
            return Verdict::Silent;
        }
    }
    let language = NINE[leader.index];
    if leader.lead >= SURE_LEAD + SURE_LEAD_A_LETTER * heard.letters as f32 {
        Verdict::Sure(language)
    } else if leader.lead >= LEAST_LEAD || heard.letters >= FEW_LETTERS {
        Verdict::Guess(language)
    } else {
        Verdict::Silent
    }
}

/// What the words of an article said.
#[derive(Debug, Default)]
struct Heard {
    /// In nats, how much less likely each of the nine is than it would be if it were the best one for every word.
    against: [f32; 9],
    /// In nats, how unlikely the letters themselves are in each of the nine.
    surprise: [f32; 9],
    /// Letters of the two scripts of the nine, and of all others.
    letters: usize,
    other_letters: usize,
    /// Letters and word ends that `surprise` is the sum of.
    steps: usize,
}

impl Heard {
    fn of(title: &str, text: &str) -> Self {
        Self::until(title, text, |heard| {
            let is_safe = heard.letters >= SOON_LETTERS && heard.leader(None).lead >= SAFE_LEAD;
            is_safe || heard.letters >= ENOUGH_LETTERS
        })
    }

    /// More of the same article, however sure the beginning was.
    fn much_of(title: &str, text: &str) -> Self {
        Self::until(title, text, |heard| heard.letters >= MANY_LETTERS)
    }

    fn until(title: &str, text: &str, is_enough: impl Fn(&Self) -> bool) -> Self {
        let mut heard = Self::default();
        for word in words::of(title).chain(words::of(text)) {
            heard.add(&word);
            if is_enough(&heard) {
                break;
            }
        }
        heard
    }

    fn add(&mut self, word: &Word) {
        self.letters += word.letters().len();
        let of_word = match word.script {
            Script::Other => {
                self.other_letters += word.letters().len();
                return;
            }
            Script::Latin | Script::Cyrillic => MODEL.costs(word),
        };
        let is_name = word.is_capitalised && self.steps > 0;
        let loudest = if is_name { LOUDEST_NAME } else { LOUDEST_WORD };
        self.steps += word.letters().len() + 1;
        let best = of_word.iter().copied().fold(f32::INFINITY, f32::min);
        for (index, cost) in of_word.iter().enumerate() {
            self.against[index] += (cost - best).min(loudest);
            self.surprise[index] += cost.min(best + LOUDEST_WORD);
        }
    }

    fn is_of_other_script(&self) -> bool {
        self.other_letters * 2 > self.letters
    }

    fn leader(&self, hint: Option<Language>) -> Leader {
        let mut against = self.against;
        for (index, language) in NINE.iter().enumerate() {
            if hint.is_some_and(|hint| NINE.contains(&hint) && hint != *language) {
                against[index] += CLAIM;
            }
        }
        let mut leader = Leader {
            index: 0,
            lead: 0.0,
        };
        let mut least = f32::INFINITY;
        for (index, now) in against.into_iter().enumerate() {
            if now < least {
                leader = Leader {
                    index,
                    lead: least - now,
                };
                least = now;
            } else {
                leader.lead = leader.lead.min(now - least);
            }
        }
        leader
    }

    /// Are these letters too odd for the likeliest language: then it may be one that the model does not know.
    fn is_strange(&self) -> bool {
        let few = match self.letters >= ENOUGH_LETTERS {
            true => 0.0,
            false => other::OF_FEW_LETTERS,
        };
        self.is_odder_than(other::STRANGE.map(|strange| strange + few))
    }

    /// Is it worth while to read more?
    fn may_be_strange(&self) -> bool {
        self.is_odder_than(other::STRANGE)
    }

    fn is_odder_than(&self, strange: [f32; NINE.len()]) -> bool {
        let index = self.leader(None).index;
        self.letters >= other::FEWEST_LETTERS
            && self.surprise[index] > strange[index] * self.steps as f32
    }
}

/// The likeliest of the nine, and how far it is ahead.
struct Leader {
    index: usize,
    lead: f32,
}

#[cfg(test)]
mod tests;
