//! Languages beyond the nine: whatlang's judgement, asked only where none of the nine fits.

use whatlang::Lang;

use crate::model::language::Language;
use crate::normalise::language::NINE;
use crate::normalise::unicode;

/// In fewer letters whatlang guesses, and strange letters are as often a name.
pub(super) const FEWEST_LETTERS: usize = 24;

/// Nats a letter beyond which a text may be strange to each of the nine, in their order: about one in fifty of their own
/// articles lies beyond, as do their neighbours'.
pub(super) const STRANGE: [f32; NINE.len()] = [2.15, 2.2, 2.15, 2.4, 2.45, 2.45, 2.45, 2.45, 2.5];

/// So much more may a sentence or two be: a name weighs more in them.
pub(super) const OF_FEW_LETTERS: f32 = 0.1;

/// What whatlang is shown; more changes nothing.
const ENOUGH_BYTES: usize = 600;

/// The two letters of whatlang's languages, those of the nine among them.
const CODES: [(Lang, &str); 68] = [
    (Lang::Afr, "af"),
    (Lang::Amh, "am"),
    (Lang::Ara, "ar"),
    (Lang::Aze, "az"),
    (Lang::Bel, "be"),
    (Lang::Ben, "bn"),
    (Lang::Bul, "bg"),
    (Lang::Cat, "ca"),
    (Lang::Ces, "cs"),
    (Lang::Cmn, "zh"),
    (Lang::Dan, "da"),
    (Lang::Deu, "de"),
    (Lang::Ell, "el"),
    (Lang::Eng, "en"),
    (Lang::Epo, "eo"),
    (Lang::Est, "et"),
    (Lang::Fin, "fi"),
    (Lang::Fra, "fr"),
    (Lang::Guj, "gu"),
    (Lang::Heb, "he"),
    (Lang::Hin, "hi"),
    (Lang::Hrv, "hr"),
    (Lang::Hun, "hu"),
    (Lang::Hye, "hy"),
    (Lang::Ind, "id"),
    (Lang::Ita, "it"),
    (Lang::Jav, "jv"),
    (Lang::Jpn, "ja"),
    (Lang::Kan, "kn"),
    (Lang::Kat, "ka"),
    (Lang::Khm, "km"),
    (Lang::Kor, "ko"),
    (Lang::Lat, "la"),
    (Lang::Lav, "lv"),
    (Lang::Lit, "lt"),
    (Lang::Mal, "ml"),
    (Lang::Mar, "mr"),
    (Lang::Mkd, "mk"),
    (Lang::Mya, "my"),
    (Lang::Nep, "ne"),
    (Lang::Nld, "nl"),
    (Lang::Nob, "no"),
    (Lang::Ori, "or"),
    (Lang::Pan, "pa"),
    (Lang::Pes, "fa"),
    (Lang::Pol, "pl"),
    (Lang::Por, "pt"),
    (Lang::Ron, "ro"),
    (Lang::Rus, "ru"),
    (Lang::Sin, "si"),
    (Lang::Slk, "sk"),
    (Lang::Slv, "sl"),
    (Lang::Sna, "sn"),
    (Lang::Spa, "es"),
    (Lang::Srp, "sr"),
    (Lang::Swe, "sv"),
    (Lang::Tam, "ta"),
    (Lang::Tel, "te"),
    (Lang::Tgl, "tl"),
    (Lang::Tha, "th"),
    (Lang::Tuk, "tk"),
    (Lang::Tur, "tr"),
    (Lang::Ukr, "uk"),
    (Lang::Urd, "ur"),
    (Lang::Uzb, "uz"),
    (Lang::Vie, "vi"),
    (Lang::Yid, "yi"),
    (Lang::Zul, "zu"),
];

/// What whatlang is sure of.
pub(super) fn identify(title: &str, text: &str) -> Option<Language> {
    let mut shown = String::with_capacity(ENOUGH_BYTES + 8);
    for part in [title, text] {
        let left = ENOUGH_BYTES.saturating_sub(shown.len());
        shown.push_str(unicode::whole_chars(part, left));
        shown.push(' ');
    }
    let found = whatlang::detect(&shown).filter(whatlang::Info::is_reliable)?;
    let (_, code) = CODES.iter().find(|(lang, _)| *lang == found.lang())?;
    code.parse().ok()
}
