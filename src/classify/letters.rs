//! What one character becomes when folded: the table of the common scripts, and the long way for the rest.
//!
//! Takes a character, gives lower case without the diacritics of Latin and Greek. Cyrillic letters stay apart,
//! as й, ў, і, ї and ґ are letters of their own and tell languages apart; only ё is written as е in print.
//! Knows neither words nor texts.

/// Which script a folded letter belongs to, as far as look-alikes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Script {
    /// Digits, and letters that nobody takes for a Latin one.
    Other = 0,
    /// Folded to a-z.
    Latin = 1,
    /// U+0400 to U+052F.
    Cyrillic = 2,
    /// U+0370 to U+03FF.
    Greek = 4,
}

impl Script {
    /// The script of a folded letter.
    pub(super) fn of(c: char) -> Self {
        match c {
            'a'..='z' => Self::Latin,
            '\u{370}'..='\u{3ff}' => Self::Greek,
            '\u{400}'..='\u{52f}' => Self::Cyrillic,
            _ => Self::Other,
        }
    }
}

/// Codes below this are in the table.
pub(super) const TABLE_LEN: usize = 0x460;
/// The table has no short answer.
pub(super) const ASK: u16 = 0;

/// Letters and digits of ASCII, Latin-1, Latin Extended-A and basic Cyrillic: what each is folded to.
pub(super) static TABLE: [u16; TABLE_LEN] = build_table();

/// From U+00C0 to U+017F; `*` for what is no single letter.
const LATIN: &[u8; 192] = b"aaaaaa*ceeeeiiiidnooooo*ouuuuy**aaaaaa*ceeeeiiiidnooooo*ouuuuy*y\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkk*llllll**llnnnnnn*nnoooooo**rrrrrrssssssss\
ttttttuuuuuuuuuuuuwwyyyzzzzzzs";

const fn build_table() -> [u16; TABLE_LEN] {
    let mut table = [ASK; TABLE_LEN];
    let mut code = 0;
    while code < TABLE_LEN {
        table[code] = match code as u32 {
            0x30..=0x39 | 0x61..=0x7a => code as u16,
            0x41..=0x5a => code as u16 + 0x20,
            0xc0..=0x17f if LATIN[code - 0xc0] != b'*' => LATIN[code - 0xc0] as u16,
            0x401 | 0x451 => 0x435,
            0x400..=0x40f => code as u16 + 0x50,
            0x410..=0x42f => code as u16 + 0x20,
            0x430..=0x45f => code as u16,
            _ => ASK,
        };
        code += 1;
    }
    table
}

/// What a character is that the table does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Not written: zero width, direction, soft hyphen, variation selectors, tags.
    Nothing,
    /// Any white space and control; the flag says that it ends a line.
    Space(bool),
    /// One of the signs that all mean an apostrophe.
    Apostrophe,
    /// A hyphen that joins words, in any width.
    Hyphen,
    /// A quotation mark of any country.
    Quote,
    /// A mark over the letter before it, which folding may drop or join to it.
    Mark,
    /// A letter or digit, or what unfolds into some.
    Letter,
    /// A letter of a script that puts no spaces between words.
    Unspaced,
    /// Everything else: between words.
    Sign,
}

/// Sorts a character that the table does not know.
pub(super) fn kind_of(c: char) -> Kind {
    match c {
        '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => Kind::Space(true),
        '\'' | '`' | '´' | '‘' | '’' | '‛' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | '′' | '＇' => {
            Kind::Apostrophe
        }
        '-' | '\u{2010}' | '\u{2011}' | '－' => Kind::Hyphen,
        '"' | '«' | '»' | '“' | '”' | '„' | '‟' | '‹' | '›' | '＂' => Kind::Quote,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{640}' | '\u{180b}'..='\u{180f}' => Kind::Nothing,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => {
            Kind::Nothing
        }
        '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => Kind::Nothing,
        '\u{e0000}'..='\u{e0fff}' => Kind::Nothing,
        _ if c.is_whitespace() || c.is_control() => Kind::Space(false),
        _ if is_mark(c) => Kind::Mark,
        _ if is_unspaced(c) => Kind::Unspaced,
        _ if c.is_alphanumeric() => Kind::Letter,
        _ => Kind::Sign,
    }
}

fn is_mark(c: char) -> bool {
    c > '\u{2ff}' && unicode_normalization::char::is_combining_mark(c)
}

/// Han, kana, Thai, Lao, Khmer, Burmese and Tibetan write words without a space between them.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{f00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// Letters of scripts whose words are found inside others: those, and Korean, which hangs its particles on the word.
pub(super) fn is_found_inside(c: char) -> bool {
    is_unspaced(c) || matches!(c, '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Marks that only point or stress a letter: without them it is the same word to a reader.
pub(super) fn is_dropped_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// A letter and the mark after it as one letter, where folding keeps the two together: и + breve is й.
pub(super) fn join_mark(base: char, mark: char) -> Option<char> {
    match (base, mark) {
        ('е', '\u{308}') => None,
        _ if is_dropped_mark(mark) && Script::of(base) != Script::Cyrillic => None,
        _ => unicode_normalization::char::compose(base, mark),
    }
}

/// Unfolds a letter the long way: compatibility forms, lower case, base letters. Marks are handed on.
pub(super) fn unfold(c: char, push: &mut impl FnMut(char)) {
    let is_whole = matches!(c, '\u{400}'..='\u{52f}' | '\u{ac00}'..='\u{d7a3}');
    if is_whole {
        return c.to_lowercase().for_each(push);
    }
    unicode_normalization::char::decompose_compatible(c, |part| {
        for lower in part.to_lowercase() {
            match plain_letters(lower) {
                Some(letters) => letters.chars().for_each(&mut *push),
                None => push(lower),
            }
        }
    });
}

/// Latin letters with a stroke or two in one, which have no decomposition, and final sigma.
fn plain_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ø' => "o",
        'ħ' => "h",
        'ŋ' => "n",
        'ŧ' => "t",
        'ı' => "i",
        'ĸ' => "k",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        'ς' => "σ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_the_long_way_says() {
        for (code, entry) in TABLE.iter().enumerate() {
            let Some(c) = char::from_u32(code as u32) else {
                continue;
            };
            if *entry == ASK {
                continue;
            }
            let mut long = String::new();
            unfold(c, &mut |part| {
                if !is_dropped_mark(part) {
                    long.push(if part == 'ё' { 'е' } else { part });
                }
            });

            let short = char::from_u32(TABLE[code].into()).unwrap();

            assert_eq!(long, short.to_string(), "U+{code:04X} {c}");
        }
    }
}
