//! Which languages a term is inflected in.
//!
//! The rule. `lang` (or the key of a list) says it outright. Else the letters say it: every inflected language
//! whose alphabet has all letters of the term. A Latin term of plain a-z fits them all and is English, and
//! beside that a guess at those languages whose words end as it does, and at Polish, Lithuanian and Latvian where the
//! topic asks for them; a guessed language's forms count only in articles of that language. A topic's `languages`
//! narrow the choice wherever they leave one.

use crate::model::language::Language;

/// A set of the inflected languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct LanguageSet(u16);

impl LanguageSet {
    /// The one language; empty for one that is not inflected.
    pub(super) fn only(language: Language) -> Self {
        let index = Language::INFLECTED
            .iter()
            .position(|known| *known == language);
        Self(index.map_or(0, |index| 1 << index))
    }

    fn of(languages: impl IntoIterator<Item = Language>) -> Self {
        languages
            .into_iter()
            .fold(Self::default(), |set, language| {
                set.with(Self::only(language))
            })
    }

    /// One bit a language.
    pub(super) fn bits(self) -> u16 {
        self.0
    }

    /// What [`LanguageSet::bits`] gave.
    pub(super) fn of_bits(bits: u16) -> Self {
        Self(bits)
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The part that the other has not.
    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The part that both have, or `self` where that is nothing.
    fn narrowed_to(self, other: Self) -> Self {
        if self.0 & other.0 == 0 {
            self
        } else {
            Self(self.0 & other.0)
        }
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn languages(self) -> impl Iterator<Item = Language> {
        Language::INFLECTED
            .into_iter()
            .filter(move |language| self.meets(Self::only(*language)))
    }
}

/// The languages of one term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Tongues {
    /// Said by the owner or by the letters.
    pub(super) home: LanguageSet,
    /// Possible by the look of its endings.
    pub(super) guessed: LanguageSet,
}

impl Tongues {
    /// What a term is inflected in, narrowed by the languages its topic asks for.
    pub(super) fn of(term: &str, declared: Option<Language>, asked: &[Language]) -> Self {
        if let Some(language) = declared {
            return Self {
                home: LanguageSet::only(language),
                guessed: LanguageSet::default(),
            };
        }
        let asked = LanguageSet::of(asked.iter().copied());
        let letters: String = term
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphabetic())
            .collect();
        let fitting = LanguageSet::of(
            ALPHABETS
                .iter()
                .filter(|(_, own)| fits(&letters, own))
                .map(|(l, _)| *l),
        );
        if letters.is_ascii() {
            return Self::of_plain_latin(term, fitting.narrowed_to(asked), asked);
        }
        Self {
            home: fitting.narrowed_to(asked),
            guessed: LanguageSet::default(),
        }
    }

    fn of_plain_latin(term: &str, fitting: LanguageSet, asked: LanguageSet) -> Self {
        let english = LanguageSet::only(Language::EN);
        if !fitting.meets(english) {
            return Self {
                home: fitting,
                guessed: LanguageSet::default(),
            };
        }
        let guessed = LanguageSet::of(fitting.languages().filter(|language| {
            let is_asked = asked.meets(LanguageSet::only(*language));
            is_asked && ENDINGS_OF_THEIR_OWN.contains(language) || looks_like(term, *language)
        }));
        Self {
            home: english,
            guessed: guessed.without(english),
        }
    }

    /// Both together.
    pub(super) fn all(self) -> LanguageSet {
        self.home.with(self.guessed)
    }
}

/// Languages whose endings make no words of others out of an English term; "port" would be "porte" in French.
const ENDINGS_OF_THEIR_OWN: [Language; 3] = [Language::PL, Language::LT, Language::LV];

/// The letters beyond a-z, or all letters of a Cyrillic alphabet.
const ALPHABETS: [(Language, &str); 9] = [
    (Language::EN, "éï"),
    (Language::DE, "äöüß"),
    (Language::FR, "àâæçéèêëîïôœùûüÿ"),
    (Language::PL, "ąćęłńóśźż"),
    (Language::LT, "ąčęėįšųūž"),
    (Language::LV, "āčēģīķļņšūž"),
    (Language::RU, "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
    (Language::UK, "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
    (Language::BE, "абвгдеёжзійклмнопрстуўфхцчшыьэюя"),
];

fn fits(letters: &str, own: &str) -> bool {
    let is_latin = !own.starts_with('а');
    !letters.is_empty()
        && letters
            .chars()
            .all(|c| own.contains(c) || (is_latin && c.is_ascii()))
}

/// Shorter words end in anything.
const SHORTEST_GUESS: usize = 5;

/// Does a plain a-z term end as words of that language do? Better to say no: `lang` says yes.
fn looks_like(term: &str, language: Language) -> bool {
    let term = term.trim_matches(|c: char| !c.is_alphanumeric());
    let lower = term.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    let holds = |groups: &[&str]| groups.iter().any(|group| lower.contains(group));
    let is_word = !term.contains(char::is_whitespace) && term.len() >= SHORTEST_GUESS;
    is_word
        && match language {
            Language::DE => term.starts_with(|c: char| c.is_ascii_uppercase()),
            Language::FR => ends(&[
                "tion", "sion", "ment", "isme", "iste", "ique", "aire", "eur", "eux",
            ]),
            Language::PL => {
                !holds(&["q", "v", "x"])
                    && (holds(&["sz", "cz", "rz", "dz", "cj", "wsk"])
                        || ends(&[
                            "cja", "sja", "zja", "jna", "nica", "nie", "nik", "iec", "stwo",
                            "ctwo", "owy",
                        ]))
            }
            Language::LT => {
                !holds(&["q", "w", "x"])
                    && ends(&["as", "is", "us", "ys", "ti", "ija", "yba", "imas"])
            }
            Language::LV => {
                !holds(&["q", "w", "x", "y"])
                    && ends(&["ija", "ums", "ists", "ents", "is", "ana", "iba"])
            }
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_a_term_is_said_by_its_owner_its_letters_or_its_ending() {
        type Row = (
            &'static str,
            Option<Language>,
            &'static [Language],
            &'static str,
            &'static str,
        );
        let table: &[Row] = &[
            ("sanction", Some(Language::FR), &[], "fr", ""),
            ("sanction", Some("es".parse().unwrap()), &[], "", ""),
            ("санкция", None, &[], "ru uk", ""),
            ("санкцыя", None, &[], "be ru", ""),
            ("санкція", None, &[], "be uk", ""),
            ("арест", None, &[], "be ru uk", ""),
            ("арест", None, &[Language::RU, Language::EN], "ru", ""),
            ("Ћирилица", None, &[], "", ""),
            ("Łukaszenka", None, &[], "pl", ""),
            ("areštas", None, &[], "lt lv", ""),
            ("Angriff über", None, &[], "de fr", ""),
            ("arrest", None, &[], "en", ""),
            ("arrest", None, &[Language::RU], "en", ""),
            ("frapper", None, &[Language::FR, Language::PL], "fr pl", ""),
            ("sankcja", None, &[], "en", "pl"),
            ("wojna", None, &[], "en", "pl"),
            ("Moskwa", None, &[Language::EN, Language::PL], "en", "pl"),
            ("port", None, &[Language::EN, Language::FR], "en", ""),
            ("sankcija", None, &[], "en", "lt lv"),
            ("Sanktion", None, &[], "en", "de fr"),
            ("sanction", None, &[], "en", "fr"),
        ];
        let codes = |set: LanguageSet| {
            set.languages()
                .map(|l| l.to_string())
                .collect::<Vec<_>>()
                .join(" ")
        };

        for (term, declared, asked, home, guessed) in table {
            let tongues = Tongues::of(term, *declared, asked);

            assert_eq!(
                (codes(tongues.home), codes(tongues.guessed)),
                ((*home).into(), (*guessed).into()),
                "{term}"
            );
        }
    }
}
