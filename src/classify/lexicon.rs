//! The dictionary of all forms of all terms: which words of the watchlist may this token be?
//!
//! Whole tokens are looked up in a hash table, open endings and German compounds by the few bytes at a
//! token's beginning and end. An automaton over the same forms reads every byte of an article by state and finds
//! forms inside of words too, which must then be thrown away; `benches/classify.rs` sets the two side by side.

use crate::classify::affix::Affixes;
use crate::classify::affix::End;
use crate::classify::forms::Form;
use crate::classify::letters::Script;
use crate::classify::records::Records;
use crate::classify::tails;
use crate::classify::texts::Texts;
use crate::classify::tongue::LanguageSet;
use crate::model::language::Language;

/// A distinct word of the watchlist, with its languages: what phrases are made of.
pub(super) type WordId = u32;

/// A form made by another language's tables counts from this length: shorter ones are other words there. So does
/// the fixed part of a wildcard that stands in the list of another language.
const LONG_FORM: usize = 6;
/// A guessed language's forms count from this length, for the same reason.
const GUESSED_FORM: usize = 5;
/// What a form says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    pub(super) word: WordId,
    /// Tables that made it, for articles in those languages.
    languages: LanguageSet,
    /// Counts in an article of another language.
    is_everywhere: bool,
    /// Counts where the article's language is not known.
    is_unknown_safe: bool,
    /// A [`Script`]: it cannot be a word of a language in the other one.
    script: u8,
}

impl Posting {
    /// What one takes among the records.
    pub(super) const BYTES: usize = 8;

    pub(super) fn to_bytes(self) -> [u8; Self::BYTES] {
        let flags = u8::from(self.is_everywhere) | u8::from(self.is_unknown_safe) << 1;
        let [a, b, c, d] = self.word.to_le_bytes();
        let [e, f] = self.languages.bits().to_le_bytes();
        [a, b, c, d, e, f, flags, self.script]
    }

    pub(super) fn of_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        let [a, b, c, d, e, f, flags, script] = *bytes;
        Self {
            word: WordId::from_le_bytes([a, b, c, d]),
            languages: LanguageSet::of_bits(u16::from_le_bytes([e, f])),
            is_everywhere: flags & 1 != 0,
            is_unknown_safe: flags & 2 != 0,
            script,
        }
    }
}

/// What an article's language lets count.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader {
    language: Option<LanguageSet>,
    script: Script,
}

impl Reader {
    pub(super) fn of(language: Option<Language>) -> Self {
        let cyrillic = ["ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn"];
        let script = match language {
            Some(language) if cyrillic.contains(&language.code()) => Script::Cyrillic,
            Some(_) => Script::Latin,
            None => Script::Other,
        };
        Self {
            language: language.map(LanguageSet::only),
            script,
        }
    }

    fn lets(self, posting: Posting) -> bool {
        let Some(language) = self.language else {
            return posting.is_unknown_safe;
        };
        let is_foreign_script = posting.script != self.script as u8;
        posting.is_everywhere
            || posting.languages.meets(language)
            || (is_foreign_script && posting.is_unknown_safe)
    }

    fn lets_glob(self, glob: &Glob) -> bool {
        glob.only.is_empty()
            || self
                .language
                .is_none_or(|language| glob.only.meets(language))
    }

    fn reads_german(self) -> bool {
        self.language
            .is_none_or(|language| language == LanguageSet::only(Language::DE))
    }
}

/// The words of a watchlist, ready to be looked up.
#[derive(Clone, Debug)]
pub(super) struct Lexicon {
    forms: Records,
    globs: Affixes<Glob>,
    tails: Affixes<WordId>,
}

/// A word with an open place.
#[derive(Clone, Debug)]
struct Glob {
    word: WordId,
    pattern: Box<str>,
    /// Nothing but a beginning: what begins so matches.
    is_open: bool,
    /// Counts in articles of these languages; in all where this is empty.
    only: LanguageSet,
}

impl Lexicon {
    /// Which form each of a text's folded tokens is, if it is one, as far as hashes tell. Asked of all of them before any
    /// is looked up, the answers do not wait for each other's memory.
    pub(super) fn likely_forms<'t>(
        &self,
        tokens: impl ExactSizeIterator<Item = &'t str>,
    ) -> Vec<Option<u32>> {
        let mut likely = Vec::with_capacity(tokens.len());
        likely.extend(tokens.map(|token| self.forms.likely(Texts::hash(token))));
        likely
    }

    /// Calls `found` with every word that the folded token may be.
    pub(super) fn look_up(
        &self,
        token: &str,
        likely: Option<u32>,
        reader: Reader,
        is_capital: impl Fn() -> bool,
        found: &mut impl FnMut(WordId),
    ) {
        if let Some(likely) = likely {
            let postings = self.forms.postings(token, likely);
            postings
                .filter(|posting| reader.lets(*posting))
                .for_each(|posting| found(posting.word));
        }
        self.globs.each(token, |_, glob| {
            if reader.lets_glob(glob) && (glob.is_open || glob_matches(token, &glob.pattern)) {
                found(glob.word);
            }
        });
        if reader.reads_german() {
            self.tails.each(token, |tail, word| {
                let (head, tail) = token.split_at(token.len() - tail);
                if tails::is_compound(head, tail) && is_capital() {
                    found(*word);
                }
            });
        }
    }

    /// How many different forms there are.
    pub(super) fn form_count(&self) -> usize {
        self.forms.len()
    }

    /// Every form, in no order.
    pub(super) fn form_texts(&self) -> impl Iterator<Item = &str> {
        self.forms.texts()
    }
}

/// `pattern` is folded; `?` is one letter, `*` at the end any number of them.
pub(super) fn glob_matches(token: &str, pattern: &str) -> bool {
    let mut letters = token.chars();
    for wanted in pattern.chars() {
        match (wanted, letters.next()) {
            ('*', _) => return true,
            ('?', Some(_)) => {}
            (_, letter) if letter == Some(wanted) => {}
            _ => return false,
        }
    }
    letters.next().is_none()
}

/// Collects words, then makes the lexicon.
#[derive(Debug, Default)]
pub(super) struct LexiconBuilder {
    forms: Texts,
    pairs: Vec<(u32, Posting)>,
    globs: Vec<(String, Glob)>,
    tails: Vec<(String, WordId)>,
}

impl LexiconBuilder {
    /// Adds the forms of one word; `may_end_compounds` for a German noun.
    pub(super) fn add_forms(&mut self, word: WordId, forms: &[Form], may_end_compounds: bool) {
        for form in forms {
            let number = self.forms.add(&form.text);
            self.pairs.push((number, posting(word, form)));
            let german = LanguageSet::only(Language::DE);
            let is_tail = may_end_compounds
                && form.home.with(form.guessed).meets(german)
                && form.text.chars().count() >= tails::SHORTEST_TAIL;
            if is_tail {
                self.tails.push((form.text.clone(), word));
            }
        }
    }

    /// Adds a folded pattern with `?` and `*` in it, written in a list of that language.
    pub(super) fn add_glob(&mut self, word: WordId, pattern: &str, language: Option<Language>) {
        let fixed = pattern.split(['*', '?']).next().unwrap_or_default();
        let is_short = fixed.chars().count() < LONG_FORM;
        let glob = Glob {
            word,
            pattern: pattern.into(),
            is_open: pattern.strip_suffix('*') == Some(fixed),
            only: language
                .filter(|_| is_short)
                .map(LanguageSet::only)
                .unwrap_or_default(),
        };
        self.globs.push((fixed.to_owned(), glob));
    }

    /// How many forms of words there are so far.
    pub(super) fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Makes it ready.
    pub(super) fn build(self) -> Lexicon {
        Lexicon {
            forms: Records::build(&self.forms, self.pairs),
            globs: Affixes::build(End::Beginning, self.globs),
            tails: Affixes::build(End::Ending, self.tails),
        }
    }
}

/// Does a form of another term with the same letters count in every article in which this one counts?
pub(super) fn is_read_as_widely(form: &Form, other: &Form) -> bool {
    let (mine, theirs) = (posting(0, form), posting(0, other));
    let languages = !mine.is_everywhere && mine.languages.without(theirs.languages).is_empty();
    form.text == other.text
        && (theirs.is_everywhere || languages)
        && (theirs.is_unknown_safe || !mine.is_unknown_safe)
}

/// What a form of that word says.
pub(super) fn posting(word: WordId, form: &Form) -> Posting {
    let letters = form.text.chars().count();
    let is_home = !form.home.is_empty();
    let guessed = if letters >= GUESSED_FORM {
        form.guessed
    } else {
        LanguageSet::default()
    };
    Posting {
        word,
        languages: form.home.with(guessed),
        is_everywhere: form.is_written || (is_home && letters >= LONG_FORM),
        is_unknown_safe: form.is_written || is_home || letters >= LONG_FORM,
        script: form.text.chars().next().map_or(Script::Other, Script::of) as u8,
    }
}
