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

/// All of ISO 639-1, in order. Any other two letters would make a topic deaf without a word.
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz \
    ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu \
    ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd \
    ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss \
    st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Codes of countries, and codes of old, that people write for a language.
const SLIPS: [(&str, &str); 24] = [
    ("al", "sq"),
    ("at", "de"),
    ("by", "be"),
    ("cn", "zh"),
    ("cz", "cs"),
    ("dk", "da"),
    ("gb", "en"),
    ("ge", "ka"),
    ("gr", "el"),
    ("il", "he"),
    ("in", "id"),
    ("ir", "fa"),
    ("iw", "he"),
    ("ji", "yi"),
    ("jp", "ja"),
    ("kz", "kk"),
    ("md", "ro"),
    ("me", "sr"),
    ("rs", "sr"),
    ("sp", "es"),
    ("ua", "uk"),
    ("us", "en"),
    ("vn", "vi"),
    ("xk", "sq"),
];

/// The text does not begin with the two-letter code of a language.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{written:?} is not a language: {}", self.advice())]
pub struct NotALanguage {
    written: String,
}

impl NotALanguage {
    /// Is it known which language was meant?
    #[must_use]
    pub fn is_slip(&self) -> bool {
        self.meant().is_some()
    }

    fn meant(&self) -> Option<&'static str> {
        let code = first_part(&self.written).to_ascii_lowercase();
        let slip = SLIPS.iter().find(|(slip, _)| *slip == code);
        slip.map(|(_, meant)| *meant)
    }

    fn advice(&self) -> String {
        self.meant().map_or_else(
            || "write its two-letter code, such as \"en\" or \"be\"".to_owned(),
            |meant| format!("did you mean {meant:?}?"),
        )
    }
}

impl FromStr for Language {
    type Err = NotALanguage;

    /// Reads `en`, `en-GB`, `en_US` and `EN`; refuses everything whose first part is not a code of ISO 639-1.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let code = first_part(text).to_ascii_lowercase();
        let is_known = CODES.split_whitespace().any(|known| known == code);
        match *code.as_bytes() {
            [a, b] if is_known => Ok(Self([a, b])),
            _ => Err(NotALanguage {
                written: text.to_owned(),
            }),
        }
    }
}

fn first_part(text: &str) -> &str {
    text.trim().split(['-', '_']).next().unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_of_the_standard_are_languages_and_no_other_letters_are() {
        for (text, code) in [
            ("en", "en"),
            ("EN-gb", "en"),
            (" uk_UA ", "uk"),
            ("mi", "mi"),
        ] {
            assert_eq!(text.parse::<Language>().unwrap().code(), code, "{text}");
        }
        for text in ["", "e", "xx", "zz", "eng", "ёж", "en gb"] {
            assert!(text.parse::<Language>().is_err(), "{text}");
        }
        for language in Language::INFLECTED {
            assert_eq!(language.code().parse(), Ok(language));
        }
    }

    #[test]
    fn the_code_of_a_country_is_told_with_the_language_that_is_meant() {
        for (slip, meant) in SLIPS {
            let told = slip.parse::<Language>().unwrap_err().to_string();

            assert!(meant.parse::<Language>().is_ok(), "{meant}");
            assert_eq!(
                told,
                format!("{slip:?} is not a language: did you mean {meant:?}?")
            );
        }
    }
}
