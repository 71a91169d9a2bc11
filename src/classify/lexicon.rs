//! The dictionary of all forms of all terms: which words of the watchlist may this token be?
//!
//! Whole tokens are looked up in a hash table, open endings and German compounds by the few bytes at a
//! token's beginning and end. An automaton over the same forms reads every byte of an article by state and finds
//! forms inside of words too, which must then be thrown away; `benches/classify` sets the two side by side.

use std::ops::Range;

use crate::classify::affix::Affixes;
use crate::classify::affix::Gates;
use crate::classify::forms::Form;
use crate::classify::globs::Glob;
use crate::classify::globs::Globs;
use crate::classify::globs::glob_matches;
use crate::classify::letters::Script;
use crate::classify::outer::End;
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
    /// Phrases are looked for where it stands; else it is only a word beside others.
    pub(super) is_anchor: bool,
}

impl Posting {
    /// What one takes among the records.
    pub(super) const BYTES: usize = 8;

    pub(super) fn to_bytes(self) -> [u8; Self::BYTES] {
        let flags = u8::from(self.is_everywhere)
            | u8::from(self.is_unknown_safe) << 1
            | u8::from(self.is_anchor) << 2;
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
            is_anchor: flags & 4 != 0,
        }
    }
}

/// What an article's language lets count.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader {
    pub(super) language: Option<LanguageSet>,
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

    /// Does what counts in articles of these languages, or in all where there are none, count here?
    fn hears(self, only: LanguageSet) -> bool {
        only.is_empty() || self.language.is_none_or(|language| only.meets(language))
    }

    fn reads_german(self) -> bool {
        self.language
            .is_none_or(|language| language == LanguageSet::only(Language::DE))
    }
}

/// A token where it stands: what is beside it may be read along.
#[derive(Clone, Debug)]
pub(super) struct Spelt<'a> {
    /// The folded text,
    pub(super) all: &'a str,
    /// and the token's place in it, in bytes.
    pub(super) place: Range<usize>,
}

impl<'a> Spelt<'a> {
    fn text(&self) -> &'a str {
        &self.all[self.place.clone()]
    }
}

/// A word's mark among sixty-four: of a form's hash, by bits that no table is laid out by.
pub(super) fn hash_bit(hash: u64) -> u64 {
    1 << (hash >> 24 & 63)
}

/// The words of a watchlist, ready to be looked up.
#[derive(Clone, Debug)]
pub(super) struct Lexicon {
    forms: Records,
    globs: Globs,
    tails: Affixes<Tail>,
    tail_gates: Gates,
}

/// A German noun that ends others.
#[derive(Clone, Copy, Debug)]
struct Tail {
    word: WordId,
    is_anchor: bool,
}

/// The parts of a lexicon that an article's language lets count.
pub(super) struct Read<'a> {
    lexicon: &'a Lexicon,
    reader: Reader,
    globs: Vec<&'a Affixes<Glob>>,
    glob_gates: &'a Gates,
    tails: Option<(&'a Gates, &'a Affixes<Tail>)>,
}

impl Lexicon {
    /// As an article is read.
    pub(super) fn read_by(&self, reader: Reader) -> Read<'_> {
        let globs = self.globs.all.iter();
        let globs = globs.filter(|(only, _)| reader.hears(*only));
        Read {
            lexicon: self,
            reader,
            globs: globs.map(|(_, globs)| globs).collect(),
            glob_gates: self.globs.gates(reader),
            tails: reader
                .reads_german()
                .then_some((&self.tail_gates, &self.tails)),
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

impl Read<'_> {
    /// Which form with phrases each of a text's folded tokens is, if it is one, as far as hashes tell. Asked of all of them
    /// before any is looked up, the answers do not wait for each other's memory.
    pub(super) fn likely_forms(&self, hashes: &[u64]) -> Vec<Option<u32>> {
        let likely = hashes.iter().map(|hash| self.lexicon.forms.likely(*hash));
        likely.collect()
    }

    /// Calls `found` with every word that the token may be and where phrases are looked for.
    #[inline]
    pub(super) fn look_up(
        &self,
        token: &Spelt<'_>,
        likely: Option<u32>,
        is_capital: impl Fn() -> bool,
        mut found: impl FnMut(WordId),
    ) {
        if let Some(likely) = likely {
            let postings = self.lexicon.forms.postings(token.text(), likely);
            postings
                .take_while(|posting| posting.is_anchor)
                .filter(|posting| self.reader.lets(*posting))
                .for_each(|posting| found(posting.word));
        }
        self.look_up_parts(token, is_capital, |word, is_anchor| {
            if is_anchor {
                found(word);
            }
        });
    }

    /// Calls `found` with every word that the token may be.
    pub(super) fn each_word(
        &self,
        token: &Spelt<'_>,
        hash: u64,
        is_capital: impl Fn() -> bool,
        mut found: impl FnMut(WordId),
    ) {
        let postings = self.lexicon.forms.all_postings(token.text(), hash);
        postings
            .filter(|posting| self.reader.lets(*posting))
            .for_each(|posting| found(posting.word));
        self.look_up_parts(token, is_capital, |word, _| found(word));
    }

    /// By open endings and compounds.
    #[inline]
    fn look_up_parts(
        &self,
        token: &Spelt<'_>,
        is_capital: impl Fn() -> bool,
        mut found: impl FnMut(WordId, bool),
    ) {
        let (text, place) = (token.all, &token.place);
        let open = self.glob_gates.open(End::Beginning, text, place.clone());
        if !open.is_shut() {
            for globs in &self.globs {
                globs.each(open, text, place.clone(), |_, glob| {
                    if glob.is_open || glob_matches(token.text(), &glob.pattern) {
                        found(glob.word, glob.is_anchor);
                    }
                });
            }
        }
        if let Some((gates, tails)) = self.tails {
            let open = gates.open(End::Ending, text, place.clone());
            if open.is_shut() {
                return;
            }
            tails.each(open, text, place.clone(), |length, tail| {
                let (head, ending) = token.text().split_at(token.text().len() - length);
                if tails::is_compound(head, ending) && is_capital() {
                    found(tail.word, tail.is_anchor);
                }
            });
        }
    }
}

/// Collects words, then makes the lexicon.
#[derive(Debug, Default)]
pub(super) struct LexiconBuilder {
    forms: Texts,
    pairs: Vec<(u32, Posting)>,
    globs: Vec<(LanguageSet, String, Glob)>,
    tails: Vec<(String, Tail)>,
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
                let is_anchor = false;
                self.tails
                    .push((form.text.clone(), Tail { word, is_anchor }));
            }
        }
    }

    /// Adds a folded pattern with `?` and `*` in it, written in a list of that language.
    pub(super) fn add_glob(&mut self, word: WordId, pattern: &str, language: Option<Language>) {
        let fixed = pattern.split(['*', '?']).next().unwrap_or_default();
        let is_short = fixed.chars().count() < LONG_FORM;
        let glob = Glob {
            word,
            is_anchor: false,
            pattern: pattern.into(),
            is_open: pattern.strip_suffix('*') == Some(fixed),
        };
        let only = language.filter(|_| is_short).map(LanguageSet::only);
        self.globs
            .push((only.unwrap_or_default(), fixed.to_owned(), glob));
    }

    /// How many forms of words there are so far.
    pub(super) fn len(&self) -> usize {
        self.pairs.len()
    }

    /// By word: the marks of its forms, of which a token that is the word has one; all where forms do not tell.
    pub(super) fn marks(&self, words: usize) -> Vec<u64> {
        let mut marks = vec![0; words];
        let of_form: Vec<u64> = self
            .forms
            .iter()
            .map(|form| hash_bit(Texts::hash(form)))
            .collect();
        for (form, posting) in &self.pairs {
            marks[posting.word as usize] |= of_form[*form as usize];
        }
        let globs = self.globs.iter().map(|(_, _, glob)| glob.word);
        for word in globs.chain(self.tails.iter().map(|(_, tail)| tail.word)) {
            marks[word as usize] = u64::MAX;
        }
        marks
    }

    /// Makes it ready; by word, whether phrases are looked for where it stands.
    pub(super) fn build(mut self, is_anchor: &[bool]) -> Lexicon {
        for (_, posting) in &mut self.pairs {
            posting.is_anchor = is_anchor[posting.word as usize];
        }
        for (_, _, glob) in &mut self.globs {
            glob.is_anchor = is_anchor[glob.word as usize];
        }
        for (_, tail) in &mut self.tails {
            tail.is_anchor = is_anchor[tail.word as usize];
        }
        let tails = Affixes::build(End::Ending, self.tails);
        Lexicon {
            forms: Records::build(&self.forms, self.pairs),
            globs: Globs::of(self.globs),
            tail_gates: Gates::of(std::iter::once(&tails)),
            tails,
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
        is_anchor: false,
    }
}
