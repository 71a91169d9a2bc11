//! A language by its two-letter code (ISO 639-1), as feeds, watchlists and letters name it.

use std::fmt;
use std::str::FromStr;

/// An ISO 639-1 code in lower case. Regions are dropped: `en-GB` and `en` are one language here.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 2]);

impl Language {
    /// Belarusian.
    pub const BE: Self = Self(*b"be");
    /// German.
    pub const DE: Self = Self(*b"de");
    /// English.
    pub const EN: Self = Self(*b"en");
    /// French.
    pub const FR: Self = Self(*b"fr");
    /// Lithuanian.
    pub const LT: Self = Self(*b"lt");
    /// Latvian.
    pub const LV: Self = Self(*b"lv");
    /// Polish.
    pub const PL: Self = Self(*b"pl");
    /// Russian.
    pub const RU: Self = Self(*b"ru");
    /// Ukrainian.
    pub const UK: Self = Self(*b"uk");

    /// The languages whose words we inflect; others are matched folded, as written.
    pub const INFLECTED: [Self; 9] = [
        Self::BE,
        Self::DE,
        Self::EN,
        Self::FR,
        Self::LT,
        Self::LV,
        Self::PL,
        Self::RU,
        Self::UK,
    ];

    /// The two letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }
}

/// The text does not begin with a two-letter language code.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0:?} is not a language: write its two-letter code, such as \"en\" or \"be\"")]
pub struct NotALanguage(String);

impl FromStr for Language {
    type Err = NotALanguage;

    /// Reads `en`, `en-GB`, `en_US` and `EN`; refuses everything whose first part has not two letters.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let code = text.trim().split(['-', '_']).next().unwrap_or_default();
        match *code.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Self([a.to_ascii_lowercase(), b.to_ascii_lowercase()]))
            }
            _ => Err(NotALanguage(text.to_owned())),
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
