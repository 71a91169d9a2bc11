//! Text -> sentences -> tokens, as far as naming what is new asks for it.

/// A sentence as it stands.
#[derive(Clone, Debug)]
pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: Vec<Token<'a>>,
}

/// A word or number of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    /// Its place in the sentence, in bytes.
    pub(super) start: usize,
    /// A capital here says nothing: the sentence begins, or a quotation in it.
    pub(super) is_first: bool,
}

impl Token<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    pub(super) fn is_number(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// The sentences of a text, in order; one without a word is none.
pub(super) fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut before: (char, char) = (' ', ' ');
    let mut word = 0..0;
    for (at, c) in text.char_indices() {
        let next = text[at + c.len_utf8()..].chars().next();
        let is_end = match c {
            '\n' | '。' | '！' | '？' => true,
            '.' if word.end == at && is_abbreviation(&text[word.clone()]) => false,
            '.' | '!' | '?' | '…' | '؟' | '۔' | '।' => {
                next.is_none_or(|next| next.is_whitespace() || matches!(next, '"' | '”' | '»'))
            }
            '"' | '”' | '»' => {
                matches!(before.0, '.' | '!' | '?' | '…') && next.is_none_or(char::is_whitespace)
            }
            _ => false,
        };
        if c.is_alphanumeric() {
            let start = if word.end == at { word.start } else { at };
            word = start..at + c.len_utf8();
        }
        before = (c, before.0);
        let closes_later = matches!(next, Some('"' | '”' | '»')) && c != '\n';
        if is_end && !closes_later {
            let end = at + c.len_utf8();
            push(&mut sentences, &text[start..end]);
            start = end;
        }
    }
    push(&mut sentences, &text[start..]);
    sentences
}

/// Does a full stop after it not end the sentence? So it is with initials, titles, and some short words.
fn is_abbreviation(word: &str) -> bool {
    const SHORT: [&str; 12] = [
        "al", "bl", "ca", "no", "vs", "др", "им", "ок", "св", "см", "ст", "ул",
    ];
    let letters = word.chars().count();
    letters == 1 || letters == 2 && (word.starts_with(char::is_uppercase) || SHORT.contains(&word))
}

fn push<'a>(sentences: &mut Vec<Sentence<'a>>, text: &'a str) {
    let text = text.trim();
    let tokens = tokens(text);
    if !tokens.is_empty() {
        sentences.push(Sentence { text, tokens });
    }
}

fn tokens(sentence: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut from = 0;
    while let Some(skipped) = sentence[from..].find(char::is_alphanumeric) {
        let start = from + skipped;
        let end = start + length(&sentence[start..]);
        let before = sentence[..start].trim_end().chars().next_back();
        let is_first = tokens.is_empty()
            || matches!(
                before,
                Some(':' | '—' | '–' | '“' | '„' | '«' | '"' | '‘' | '(' | '•' | '|')
            );
        tokens.push(Token {
            text: without_genitive(&sentence[start..end]),
            start,
            is_first,
        });
        from = end;
    }
    tokens
}

/// Of the word or number that `text` begins with. A hyphen or an apostrophe between letters is part of a word, a point or
/// a comma between digits of a number.
fn length(text: &str) -> usize {
    let mut before = ' ';
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let next = letters.peek().map_or(' ', |(_, next)| *next);
        let goes_on = c.is_alphanumeric()
            || is_mark(c)
            || matches!(c, '-' | '\'' | '’') && before.is_alphanumeric() && next.is_alphanumeric()
            || matches!(c, '.' | ',') && before.is_ascii_digit() && next.is_ascii_digit();
        if !goes_on {
            return at;
        }
        before = c;
    }
    text.len()
}

/// A mark that sits on the letter before it.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn without_genitive(token: &str) -> &str {
    (token.strip_suffix("'s"))
        .or_else(|| token.strip_suffix("’s"))
        .unwrap_or(token)
}
