//! Text -> words and numbers, folded -> a key. Refuses to know what a word is worth.

/// A word or number as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// Without an article before its apostrophe or a genitive after it.
    pub(super) text: &'a str,
    /// Where that begins in all of the text.
    pub(super) start: usize,
    /// It begins with one.
    pub(super) is_capital: bool,
}

impl Token<'_> {
    /// Where it ends in all of the text.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The words and numbers of a text, in order. A number keeps its decimals: 1.5 and 15 are two facts.
pub(super) fn tokens(all: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = all;
    std::iter::from_fn(move || {
        let start = rest.find(char::is_alphanumeric)?;
        let from = &rest[start..];
        let end = end_of_token(from);
        rest = &from[end..];
        let (before, text) = without_clitic(&from[..end]);
        Some(Token {
            text,
            start: all.len() - from.len() + before,
            is_capital: text.starts_with(char::is_uppercase),
        })
    })
}

/// Where the token that `text` begins with ends.
fn end_of_token(text: &str) -> usize {
    let mut characters = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map_or(' ', |(_, next)| *next);
        let goes_on = character.is_alphanumeric()
            || character == '_'
            || (matches!(character, '\'' | '’') && next.is_alphabetic())
            || (matches!(character, '.' | ',') && before.is_ascii_digit() && next.is_ascii_digit());
        if !goes_on {
            return at;
        }
        before = character;
    }
    text.len()
}

/// l'accord is accord, Fed's is Fed; how many bytes were before it.
fn without_clitic(token: &str) -> (usize, &str) {
    let Some((before, after)) = token.split_once(['\'', '’']) else {
        return (0, token);
    };
    if before.chars().count() <= 2 && after.chars().count() > 2 {
        (token.len() - after.len(), after)
    } else {
        (0, before)
    }
}

/// Lower case, ё as е, into `lower`.
pub(super) fn fold(word: &str, lower: &mut String) {
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        return lower.make_ascii_lowercase();
    }
    lower.extend(
        word.chars()
            .flat_map(char::to_lowercase)
            .map(|letter| if letter == 'ё' { 'е' } else { letter }),
    );
}

/// FNV-1a: the same word has the same key in every run.
pub(super) fn key(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).map(|token| token.text).collect()
    }

    #[test]
    fn a_number_keeps_its_decimals_and_a_sentence_loses_its_full_stop() {
        assert_eq!(
            words("Up 1.5% to 1,200. End"),
            ["Up", "1.5", "to", "1,200", "End"]
        );
    }

    #[test]
    fn articles_and_genitives_with_an_apostrophe_are_cut_off() {
        assert_eq!(
            words("L’accord, the Fed's taper"),
            ["accord", "the", "Fed", "taper"]
        );
    }

    #[test]
    fn nothing_but_signs_has_no_words() {
        assert_eq!(words("… — ’ ."), Vec::<&str>::new());
    }
}
