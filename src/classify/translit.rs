//! Spellings of a name in the other script, as the press of a country writes it.
//!
//! Only for name sets, only for capitalised words of five letters and more without a language of their own:
//! there a wrong guess is a word nobody writes. A set that has a Cyrillic spelling is not given a guessed one,
//! as Latin says less than Cyrillic asks.

use crate::classify::tongue::Tongues;
use crate::model::language::Language;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Term;
use crate::model::watchlist::Word;

/// Shorter names are words of some language.
const SHORTEST_NAME: usize = 5;

/// The other script's spellings that a name set lacks, each with the language that writes so.
pub(super) fn spellings(terms: &[Term]) -> Vec<(String, Language)> {
    let names: Vec<&Term> = terms.iter().filter(|term| is_name(term)).collect();
    let has_cyrillic = terms.iter().any(|term| is_cyrillic(&term.written));
    let mut found: Vec<(String, Language)> = Vec::new();
    for term in names {
        let others = if is_cyrillic(&term.written) {
            to_latin(&term.written)
        } else if has_cyrillic {
            Vec::new()
        } else {
            to_cyrillic(&term.written).into_iter().collect()
        };
        for other in others {
            if !found.contains(&other) {
                found.push(other);
            }
        }
    }
    found.retain(|(spelling, _)| {
        !terms
            .iter()
            .any(|term| term.written.to_lowercase() == *spelling.to_lowercase())
    });
    found
}

fn is_name(term: &Term) -> bool {
    let Pattern::Words(words) = &term.pattern else {
        return false;
    };
    let is_capital =
        |word: &Word| matches!(word, Word::Inflected(text) if text.starts_with(char::is_uppercase));
    let letters = term.written.chars().filter(|c| c.is_alphabetic()).count();
    term.language.is_none() && letters >= SHORTEST_NAME && words.iter().all(is_capital)
}

fn is_cyrillic(text: &str) -> bool {
    text.chars()
        .any(|c| matches!(c, '\u{400}'..='\u{45f}' | '\u{490}' | '\u{491}'))
}

/// One spelling for each country's press and each language the name may come from.
fn to_latin(name: &str) -> Vec<(String, Language)> {
    let sources = Tongues::of(name, None, &[]).home;
    let presses = [
        (Language::EN, EN),
        (Language::DE, DE),
        (Language::FR, FR),
        (Language::PL, PL),
    ];
    let both = sources
        .languages()
        .flat_map(|source| presses.map(|press| (source, press)));
    both.map(|(source, (press, table))| (spell(name, table, source), press))
        .collect()
}

fn spell(name: &str, table: &[(char, &str)], source: Language) -> String {
    let name: Vec<char> = name.chars().collect();
    let mut spelled = String::new();
    for (index, c) in name.iter().enumerate() {
        let lower = c.to_lowercase().next().unwrap_or(*c);
        let is_last = name.get(index + 1).is_none_or(|next| !next.is_alphabetic());
        let sound = match lower {
            'г' if source != Language::RU => "h",
            'и' if source == Language::UK => "y",
            'й' if is_last && spelled.ends_with(['i', 'y']) => "",
            _ => table
                .iter()
                .chain(SHARED)
                .find(|(letter, _)| *letter == lower)
                .map_or("", |(_, sound)| sound),
        };
        match (sound, lower.is_alphabetic()) {
            ("", false) => spelled.push(lower),
            _ if c.is_uppercase() => spelled.push_str(&capital(sound)),
            _ => spelled.push_str(sound),
        }
    }
    spelled
}

fn capital(sound: &str) -> String {
    let mut letters = sound.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// The whole name in Russian letters, or nothing where a letter of it says too little.
fn to_cyrillic(name: &str) -> Option<(String, Language)> {
    let mut rest: &str = &name.to_lowercase();
    let mut spelled = String::new();
    while let Some(first) = rest.chars().next() {
        if !first.is_alphabetic() {
            spelled.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let (sound, letter) = BACK.iter().find(|(sound, _)| rest.starts_with(sound))?;
        spelled.push_str(letter);
        rest = &rest[sound.len()..];
    }
    Some((capital(&spelled), Language::RU))
}

type Table = &'static [(char, &'static str)];

/// Letters that all presses write alike.
const SHARED: Table = &[
    ('а', "a"),
    ('б', "b"),
    ('г', "g"),
    ('ґ', "g"),
    ('д', "d"),
    ('е', "e"),
    ('ё', "e"),
    ('з', "z"),
    ('и', "i"),
    ('і', "i"),
    ('ї', "i"),
    ('к', "k"),
    ('л', "l"),
    ('м', "m"),
    ('н', "n"),
    ('о', "o"),
    ('п', "p"),
    ('р', "r"),
    ('с', "s"),
    ('т', "t"),
    ('у', "u"),
    ('ў', "u"),
    ('ф', "f"),
    ('ы', "y"),
    ('э', "e"),
    ('ь', ""),
    ('ъ', ""),
];
const EN: Table = &[
    ('в', "v"),
    ('ж', "zh"),
    ('й', "y"),
    ('х', "kh"),
    ('ц', "ts"),
    ('ч', "ch"),
    ('ш', "sh"),
    ('щ', "shch"),
    ('ю', "yu"),
    ('я', "ya"),
    ('є', "ye"),
];
const DE: Table = &[
    ('в', "w"),
    ('ж', "sch"),
    ('з', "s"),
    ('й', "j"),
    ('х', "ch"),
    ('ц', "z"),
    ('ч', "tsch"),
    ('ш', "sch"),
    ('щ', "schtsch"),
    ('ю', "ju"),
    ('я', "ja"),
    ('є', "je"),
];
const FR: Table = &[
    ('в', "v"),
    ('ж', "j"),
    ('й', "ï"),
    ('у', "ou"),
    ('ў', "ou"),
    ('х', "kh"),
    ('ц', "ts"),
    ('ч', "tch"),
    ('ш', "ch"),
    ('щ', "chtch"),
    ('ю', "iou"),
    ('я', "ia"),
    ('є', "ie"),
];
const PL: Table = &[
    ('в', "w"),
    ('ж', "ż"),
    ('й', "j"),
    ('л', "ł"),
    ('ў', "u"),
    ('х', "ch"),
    ('ц', "c"),
    ('ч', "cz"),
    ('ш', "sz"),
    ('щ', "szcz"),
    ('ю', "ju"),
    ('я', "ja"),
    ('є', "je"),
];
/// Longest sounds first, as the English press writes them.
const BACK: &[(&str, &str)] = &[
    ("shch", "щ"),
    ("zh", "ж"),
    ("kh", "х"),
    ("ts", "ц"),
    ("ch", "ч"),
    ("sh", "ш"),
    ("yu", "ю"),
    ("ya", "я"),
    ("a", "а"),
    ("b", "б"),
    ("d", "д"),
    ("e", "е"),
    ("f", "ф"),
    ("g", "г"),
    ("i", "и"),
    ("k", "к"),
    ("l", "л"),
    ("m", "м"),
    ("n", "н"),
    ("o", "о"),
    ("p", "п"),
    ("r", "р"),
    ("s", "с"),
    ("t", "т"),
    ("u", "у"),
    ("v", "в"),
    ("z", "з"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::parse_term;
    use crate::model::watchlist::Place;

    fn found(names: &[&str]) -> Vec<String> {
        let term = |written: &&str| Term {
            written: (*written).to_owned(),
            pattern: parse_term(written).unwrap(),
            language: None,
            weight: 1.0,
            place: Place::default(),
        };
        let terms: Vec<Term> = names.iter().map(term).collect();
        spellings(&terms)
            .into_iter()
            .map(|(spelling, language)| format!("{language}:{spelling}"))
            .collect()
    }

    #[test]
    fn a_cyrillic_name_is_also_spelled_as_the_press_of_four_countries_does() {
        let ushakov = found(&["Ушаков"]);
        let wanted = ["en:Ushakov", "de:Uschakow", "fr:Ouchakov", "pl:Uszakow"];
        assert!(
            wanted
                .iter()
                .all(|spelling| ushakov.contains(&(*spelling).to_owned())),
            "{ushakov:?}"
        );

        assert_eq!(found(&["Цапкала"])[0], "en:Tsapkala");
        assert!(found(&["Зеленский"]).contains(&"en:Zelenski".to_owned()));
        assert!(found(&["Бабарыка"]).contains(&"en:Babaryka".to_owned()));
    }

    #[test]
    fn what_is_no_name_or_too_short_or_already_there_is_left_alone() {
        assert!(found(&["санкция", "Мир", "ОБСЕ", "=Минск", "Минск*"]).is_empty());
        assert_eq!(found(&["Kolesnikova"]), ["ru:Колесникова"]);
        assert!(
            found(&["Kolesnikova", "Колесникова"])
                .iter()
                .all(|spelling| !spelling.starts_with("en:Kolesnikova"))
        );
        assert!(found(&["Wagner", "Cichanouska"]).is_empty());
    }
}
