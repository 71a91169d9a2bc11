//! Words as the language model reads them: runs of letters in lower case, with their script.

/// Longer words are cut; no honest one is.
const LONGEST_WORD: usize = 32;

/// Which alphabet a word is written in, by its first letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Cyrillic,
    Other,
}

/// One word: its letters between two borders.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) script: Script,
    pub(super) is_capitalised: bool,
    bordered: [u16; LONGEST_WORD + 2],
    length: usize,
}

/// Stands before the first and after the last letter.
const BORDER: u16 = b'_' as u16;

/// For letters beyond the first plane: none of our alphabets has any.
const ODD: u16 = 0xffff;

impl Word {
    fn starting_with(first: char) -> Self {
        let script = match first {
            '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
            '\u{400}'..='\u{52f}' => Script::Cyrillic,
            _ => Script::Other,
        };
        let mut word = Self {
            script,
            is_capitalised: first.is_uppercase(),
            bordered: [BORDER; LONGEST_WORD + 2],
            length: 0,
        };
        word.push(first);
        word
    }

    fn push(&mut self, letter: char) {
        if self.length < LONGEST_WORD {
            self.length += 1;
            self.bordered[self.length] = u16::try_from(u32::from(lower(letter))).unwrap_or(ODD);
        }
    }

    pub(super) fn letters(&self) -> &[u16] {
        &self.bordered[1..=self.length]
    }

    /// The letters with a border at either end.
    pub(super) fn bordered(&self) -> &[u16] {
        &self.bordered[..self.length + 2]
    }
}

/// The words of `text`, in order.
pub(super) fn of(text: &str) -> impl Iterator<Item = Word> {
    let mut letters = text.chars();
    std::iter::from_fn(move || {
        let first = letters.find(|c| is_letter(*c))?;
        let mut word = Word::starting_with(first);
        for letter in letters.by_ref().take_while(|c| is_letter(*c)) {
            word.push(letter);
        }
        Some(word)
    })
}

/// The common letters at once: to ask Unicode's tables for each took a sixth of the time.
fn is_letter(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | 'а'..='я' | 'А'..='Я' => true,
        '\0'..='\u{7f}' => false,
        _ => c.is_alphabetic(),
    }
}

fn lower(letter: char) -> char {
    match letter {
        'a'..='z' | 'а'..='я' => letter,
        'A'..='Z' => letter.to_ascii_lowercase(),
        _ => letter.to_lowercase().next().unwrap_or(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_what_unicode_calls_so() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_letter(c), c.is_alphabetic(), "{c:?}");
        }
    }
}
