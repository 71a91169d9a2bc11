//! Folding: a text as it is compared, with the way back to the text as it was written.
//!
//! NFKC, lower case, no diacritics on Latin, ё as е, one apostrophe, nothing invisible, look-alike letters of
//! another script put right, white space as one blank. Cuts the words on the way, as it meets every border.
//! Knows nothing of terms or languages; the same fold is used for both sides.

use crate::classify::homoglyph;
use crate::classify::letters;
use crate::classify::letters::Kind;
use crate::classify::letters::Script;
use crate::classify::run;
use crate::classify::run::Cutter;

/// Text beyond this is not read; an article is capped far below it.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// A letter under more marks than this is an attack, not a language.
const MOST_MARKS: u8 = 8;
/// In `Folder::scripts`: the word is one letter of a script without spaces.
const UNSPACED: u8 = 8;

/// A text in its folded form.
#[derive(Clone, Debug, Default)]
pub(super) struct Folded {
    /// What terms are compared with.
    pub(super) text: String,
    /// For each byte of `text`, where in the original its character began; and one past the end.
    pub(super) origins: Vec<u32>,
    /// In order, never overlapping, never empty.
    pub(super) tokens: Vec<Token>,
}

/// One word of a folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// First byte in the folded text.
    pub(super) start: u32,
    /// Past its last byte.
    pub(super) end: u32,
    /// Which word a reader would count it as: "l'Ukraine" and "Minsk's" are one word of two tokens.
    pub(super) number: u32,
}

impl Folded {
    /// The folded bytes of a token.
    pub(super) fn token(&self, token: Token) -> &str {
        &self.text[token.start as usize..token.end as usize]
    }

    /// The words alone.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().map(|token| self.token(*token))
    }
}

/// Folds a text and cuts it into words.
pub(super) fn fold(text: &str) -> Folded {
    let len = text.len().min(MOST_BYTES);
    let mut folded = Folded {
        text: String::with_capacity(len + len / 16),
        origins: Vec::with_capacity(len + len / 16 + 1),
        tokens: Vec::with_capacity(len / 5),
    };
    fold_into(text, &mut folded);
    folded
}

/// The same, in the room of an earlier text: for many short ones.
pub(super) fn fold_into(text: &str, folded: &mut Folded) {
    let mut end = text.len().min(MOST_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut folder = Folder::in_room_of(std::mem::take(folded));
    folder.read(&text[..end]);
    folder.end_word();
    folder.out.origins.push(end as u32);
    *folded = folder.out;
}

/// The work in hand.
struct Folder {
    out: Folded,
    /// Where the word being read began in the folded text.
    word_start: usize,
    /// [`Script`]s of its letters, or-ed.
    scripts: u8,
    /// Marks since the last letter.
    marks: u8,
    /// The number of the last token; 0 before the first.
    number: u32,
    /// Letters of whole words so far, [Latin, Cyrillic]: settles words that look the same in both.
    seen: [u32; 2],
}

impl Folder {
    fn in_room_of(mut out: Folded) -> Self {
        out.text.clear();
        out.origins.clear();
        out.tokens.clear();
        Self {
            out,
            word_start: 0,
            scripts: 0,
            marks: 0,
            number: 0,
            seen: [0; 2],
        }
    }

    fn read(&mut self, text: &str) {
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let is_in_table = letters::TABLE
                .get(c as usize)
                .is_some_and(|code| *code != letters::ASK);
            if is_in_table && self.is_between_words() {
                let read = self.read_run(text, at);
                if read > at {
                    at = read;
                    continue;
                }
            }
            self.read_char(text, at, c);
            at += c.len_utf8();
        }
    }

    fn is_between_words(&self) -> bool {
        self.out.text.len() == self.word_start
    }

    /// Many words at once, as [`Folder::read_char`] would read them one character after the other; gives the place up to
    /// which they have been read.
    fn read_run(&mut self, text: &str, at: usize) -> usize {
        let base = self.out.text.len();
        let mut read = run::fold_run(text, at, &mut self.out);
        let mut cutter = Cutter::default();
        while let Some(word) = cutter.next(&self.out.text.as_bytes()[base..]) {
            if word.has_latin && word.has_other {
                // Letters of two scripts want a closer look.
                read = self.out.origins[base + word.start] as usize;
                self.out.text.truncate(base + word.start);
                self.out.origins.truncate(base + word.start);
                break;
            }
            self.seen[0] += u32::from(word.has_latin);
            self.seen[1] += u32::from(word.has_other);
            self.token((base + word.start) as u32, (base + word.end) as u32);
        }
        self.word_start = self.out.text.len();
        self.scripts = 0;
        self.marks = 0;
        read
    }

    fn read_char(&mut self, text: &str, at: usize, c: char) {
        match letters::TABLE
            .get(c as usize)
            .copied()
            .unwrap_or(letters::ASK)
        {
            letters::ASK if c == ' ' => self.space(at as u32, false),
            letters::ASK => self.read_rare(text, at, c),
            code if code < 0x80 => {
                self.part_from_unspaced();
                self.scripts |= u8::from(code >= u16::from(b'a'));
                self.marks = 0;
                self.out.text.push(code as u8 as char);
                self.out.origins.push(at as u32);
            }
            code => {
                self.part_from_unspaced();
                self.scripts |= Script::Cyrillic as u8;
                self.marks = 0;
                self.out.text.push(char::from_u32(code.into()).unwrap_or(c));
                self.out.origins.extend([at as u32; 2]);
            }
        }
    }

    fn read_rare(&mut self, text: &str, at: usize, c: char) {
        let place = at as u32;
        match letters::kind_of(c) {
            Kind::Nothing => {}
            Kind::Space(is_line_end) => self.space(place, is_line_end),
            Kind::Apostrophe => self.apostrophe(text, at, c),
            Kind::Hyphen => self.sign(place, '-'),
            Kind::Quote => self.sign(place, '"'),
            Kind::Mark => self.mark(place, c),
            Kind::Letter => letters::unfold(c, &mut |part| self.part(place, part)),
            Kind::Unspaced => letters::unfold(c, &mut |part| {
                if !letters::is_unspaced(part)
                    || unicode_normalization::char::is_combining_mark(part)
                {
                    return self.part(place, part);
                }
                self.end_word();
                self.letter(place, part);
                self.scripts = UNSPACED;
            }),
            Kind::Sign => letters::unfold(c, &mut |part| self.part(place, part)),
        }
    }

    /// One character that a compatibility form unfolded into.
    fn part(&mut self, place: u32, part: char) {
        if unicode_normalization::char::is_combining_mark(part) {
            self.mark(place, part);
        } else if part.is_alphanumeric() {
            self.part_from_unspaced();
            self.letter(place, part);
        } else {
            self.sign(place, part);
        }
    }

    /// A letter after an unspaced one begins a word of its own.
    fn part_from_unspaced(&mut self) {
        if self.scripts == UNSPACED {
            self.end_word();
        }
    }

    fn letter(&mut self, place: u32, c: char) {
        self.scripts |= Script::of(c) as u8;
        self.marks = 0;
        self.push(place, c);
    }

    fn mark(&mut self, place: u32, mark: char) {
        let is_in_word = self.out.text.len() > self.word_start;
        let last = self.out.text.chars().next_back().filter(|_| is_in_word);
        let Some(last) = last else { return };
        if let Some(joined) = letters::join_mark(last, mark) {
            let origin = self.out.origins[self.out.text.len() - last.len_utf8()];
            self.out.text.pop();
            self.out.origins.truncate(self.out.text.len());
            self.push(origin, joined);
        } else if !letters::is_dropped_mark(mark) && self.marks < MOST_MARKS {
            self.marks += 1;
            self.push(place, mark);
        }
    }

    /// Inside a Cyrillic word it is a letter that many leave out ("аб'ява", "пять"); elsewhere a border.
    fn apostrophe(&mut self, text: &str, at: usize, c: char) {
        let is_after =
            self.out.text.len() > self.word_start && self.scripts == Script::Cyrillic as u8;
        let mut rest = text[at + c.len_utf8()..].chars();
        let next =
            rest.find(|c| !letters::is_dropped_mark(*c) && letters::kind_of(*c) != Kind::Nothing);
        let is_inside = is_after && next.is_some_and(|next| Script::of(next) == Script::Cyrillic);
        if !is_inside {
            self.sign(at as u32, '\'');
        }
    }

    fn sign(&mut self, place: u32, c: char) {
        self.end_word();
        self.push(place, c);
        self.word_start = self.out.text.len();
    }

    /// A run of white space is one blank, with one line end in it `\r`, with two or more (a paragraph's end) `\n`.
    fn space(&mut self, place: u32, is_line_end: bool) {
        self.end_word();
        match self.out.text.as_bytes().last() {
            Some(b'\r') if is_line_end => self.replace_last('\n'),
            Some(b' ') if is_line_end => self.replace_last('\r'),
            Some(b' ' | b'\r' | b'\n') => {}
            _ => self.push(place, if is_line_end { '\r' } else { ' ' }),
        }
        self.word_start = self.out.text.len();
    }

    fn replace_last(&mut self, c: char) {
        self.out.text.pop();
        self.out.text.push(c);
    }

    fn push(&mut self, place: u32, c: char) {
        self.out.text.push(c);
        self.out
            .origins
            .extend(std::iter::repeat_n(place, c.len_utf8()));
    }

    fn end_word(&mut self) {
        if self.out.text.len() == self.word_start {
            return;
        }
        if self.scripts.count_ones() > 1 {
            self.put_right();
        } else if let Some(count) = self.seen.get_mut((self.scripts as usize).wrapping_sub(1)) {
            *count += 1;
        }
        self.sound_short_u();
        self.token(self.word_start as u32, self.out.text.len() as u32);
        self.word_start = self.out.text.len();
        self.scripts = 0;
        self.marks = 0;
    }

    fn token(&mut self, start: u32, end: u32) {
        let is_joined = self.out.tokens.last().is_some_and(|last| {
            self.out.text.as_bytes().get(last.end as usize) == Some(&b'\'') && last.end + 1 == start
        });
        self.number += u32::from(!is_joined);
        self.out.tokens.push(Token {
            start,
            end,
            number: self.number,
        });
    }

    /// Belarusian writes ў for у after a vowel, at the beginning of a word too: "ва ўладзе" is "улада" still.
    fn sound_short_u(&mut self) {
        let word = &self.out.text[self.word_start..];
        if word.len() > 'ў'.len_utf8() && word.starts_with('ў') {
            let rest = self.word_start + 'ў'.len_utf8();
            self.out.text.replace_range(self.word_start..rest, "у");
        }
    }

    /// Letters of one word in two scripts: those that only look like the word's own are replaced by them.
    fn put_right(&mut self) {
        let word = &self.out.text[self.word_start..];
        let Some(script) = homoglyph::script_of(word, self.seen) else {
            return;
        };
        let right: Vec<(u32, char)> = word
            .char_indices()
            .map(|(at, c)| {
                (
                    self.out.origins[self.word_start + at],
                    homoglyph::in_script(c, script),
                )
            })
            .collect();
        self.out.text.truncate(self.word_start);
        self.out.origins.truncate(self.word_start);
        for (place, c) in right {
            self.push(place, c);
        }
    }
}

#[cfg(test)]
#[path = "fold_tests.rs"]
mod tests;
