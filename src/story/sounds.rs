//! A word -> about how its beginning sounds, in a small Latin alphabet: Лукашенко, Lukashenko, Łukaszenko and Lukaschenko
//! are one. By that, spellings of one name meet across scripts and languages.
//!
//! What is near is taken for the same (k is c, g is h, every sound of sh, zh and ch is one), for transliterations differ
//! in just these. Two other names fall together now and then; so one name alone ties nothing. It refuses to know
//! languages: what a headline is in is often a guess.

use crate::story::words::key;

/// Sounds that are compared. Endings differ more than beginnings.
const COMPARED: usize = 5;
/// Letters of a word that no ending was cut from.
const WHOLE: usize = 5;
/// Fewer tell nothing.
const LEAST: usize = 3;

/// The key of how a word in lower case without its ending sounds; `None` where that tells nothing. A number's own key.
pub(super) fn sound(stem: &str) -> Option<u64> {
    if stem.starts_with(char::is_numeric) {
        return number(stem).map(|number| key(&number));
    }
    let mut sounds = sounds(stem);
    // A short word has its ending still.
    let is_whole = stem.chars().nth(WHOLE).is_none();
    if is_whole && sounds.len() > LEAST && sounds.ends_with(is_vowel) {
        sounds.pop();
    }
    let end = sounds
        .char_indices()
        .nth(COMPARED)
        .map_or(sounds.len(), |(end, _)| end);
    sounds.truncate(end);
    (sounds.chars().count() >= LEAST).then(|| key(&sounds))
}

/// A number as all write it: 3,200 is 3200, and 1,5 is 1.5; one digit or a year says nothing.
fn number(text: &str) -> Option<String> {
    let is_year = text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
    if text.chars().nth(1).is_none() || is_year {
        return None;
    }
    match text.split_once(',') {
        Some((_, thousands)) if thousands.len() % 4 == 3 => Some(text.replace(',', "")),
        _ => Some(text.replace(',', ".")),
    }
}

fn sounds(stem: &str) -> String {
    let mut sounds = String::with_capacity(stem.len());
    let mut rest = stem;
    while let Some(first) = rest.chars().next() {
        let several = SEVERAL
            .iter()
            .find(|(letters, _)| rest.starts_with(letters));
        let (length, sound) = match several {
            Some((letters, sound)) => (letters.len(), *sound),
            None => (
                first.len_utf8(),
                one(first).unwrap_or(&rest[..first.len_utf8()]),
            ),
        };
        rest = &rest[length..];
        for sound in sound.chars() {
            if is_vowel(sound) && sounds.ends_with('i') {
                sounds.pop();
            }
            // Double letters are one, also those that only sound alike: iy, ck.
            if !sounds.ends_with(sound) {
                sounds.push(sound);
            }
        }
    }
    sounds
}

fn is_vowel(sound: char) -> bool {
    matches!(sound, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// Letters that are one sound together; the longest first.
const SEVERAL: [(&str, &str); 18] = [
    ("shch", "S"),
    ("tsch", "S"),
    ("sch", "S"),
    ("tch", "S"),
    ("sh", "S"),
    ("ch", "S"),
    ("zh", "S"),
    ("sz", "S"),
    ("cz", "S"),
    ("rz", "S"),
    ("dz", "s"),
    ("ts", "s"),
    ("tz", "s"),
    ("kh", "h"),
    ("gh", "h"),
    ("ph", "f"),
    ("th", "t"),
    ("ou", "u"),
];

/// How a letter sounds that stands alone; `None` for those of other scripts.
fn one(letter: char) -> Option<&'static str> {
    Some(match letter {
        'a' | 'а' | 'я' | 'á' | 'à' | 'â' | 'ä' | 'ą' | 'ā' | 'å' | 'ă' => "a",
        'b' | 'б' => "b",
        'c' | 'q' | 'k' | 'к' | 'ç' | 'ķ' => "k",
        'd' | 'д' | 'ď' => "d",
        'e' | 'е' | 'э' | 'є' | 'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ē' | 'ė' | 'ě' => "e",
        'f' | 'ф' => "f",
        'g' | 'h' | 'г' | 'ґ' | 'х' | 'ģ' => "h",
        'i' | 'y' | 'j' | 'и' | 'й' | 'і' | 'ї' | 'ы' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ý' => {
            "i"
        }
        'l' | 'л' | 'ł' | 'ļ' => "l",
        'm' | 'м' => "m",
        'n' | 'н' | 'ń' | 'ņ' | 'ñ' | 'ň' => "n",
        'o' | 'о' | 'ó' | 'ö' | 'ô' | 'ø' | 'ő' => "o",
        'p' | 'п' => "p",
        'r' | 'р' | 'ř' => "r",
        's' | 'z' | 'с' | 'з' | 'ц' | 'ś' | 'ź' | 'ß' => "s",
        't' | 'т' | 'ť' => "t",
        'u' | 'у' | 'ў' | 'ю' | 'ú' | 'ü' | 'û' | 'ù' | 'ū' | 'ų' | 'ů' => "u",
        'v' | 'w' | 'в' => "v",
        'ж' | 'ш' | 'щ' | 'ч' | 'š' | 'ž' | 'č' | 'ż' | 'ć' => "S",
        'x' => "ks",
        'ъ' | 'ь' | '\'' | '’' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_name_in_several_languages_sound_alike() {
        for names in [
            &[
                "лукашен",
                "lukashe",
                "łukasze",
                "lukasch",
                "лукашэн",
                "lukašen",
                "loukach",
            ][..],
            &["шевцов", "shevtso", "schewzo"],
            &["зеленск", "zelensk", "selensk"],
            &["путин", "putin", "poutin"],
            &["киев", "kiev"],
            &["київ", "kyiv"],
            &["гродн", "hrodn", "grodn"],
            &["иране", "iran"],
            &["минск", "minsk", "мінск", "mińsk"],
        ] {
            let found: Vec<_> = names.iter().map(|name| sounds(name)).collect();
            let keys: Vec<_> = names.iter().map(|name| sound(name)).collect();
            assert!(keys[0].is_some(), "{found:?}");
            assert!(keys.iter().all(|key| *key == keys[0]), "{found:?}");
        }
    }

    #[test]
    fn a_word_of_two_sounds_tells_nothing_and_a_number_is_itself() {
        assert_eq!(sound("оон"), None);
        assert_eq!(sound("eu"), None);
        assert_eq!(sound("7"), None);
        assert_eq!(sound("1,5"), sound("1.5"));
        assert_ne!(sound("15"), sound("1.5"));
        assert_eq!(sound("3,200"), sound("3200"));
        assert_eq!(sound("2026"), None);
    }
}
