//! The common way of folding: many whole words at once, of the letters that most texts are made of.
//!
//! Takes bytes of ASCII, of Latin with its usual diacritics and of basic Cyrillic, and the signs of print between words;
//! leaves every word that has anything else in it, or beside it, to be read character by character. What it gives is
//! what `Folder::read_char` would give for the same words; a test holds the two against each other.

use crate::classify::fold::Folded;
use crate::classify::letters;

/// Looked at together where all of them are copied as they are.
const AT_ONCE: usize = 16;
/// No more is read at once, so that a word which must be read anew costs no more than this.
const LONGEST_RUN: usize = 1024;

/// What becomes of one character.
enum Step {
    /// It is copied: so many bytes.
    Same(usize),
    /// Another stands in its place: so many bytes of the text.
    Other(char, usize),
    /// It is not for this way.
    Stop,
}

/// Folds whole words from `at` on, where one begins; gives the place up to which the text has been read. Capitals of
/// ASCII are in lower case as well; nothing is cut into tokens.
pub(super) fn fold_run(text: &str, at: usize, out: &mut Folded) -> usize {
    let base = out.text.len();
    let mut limit = text.len().min(at + LONGEST_RUN);
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let bytes = &text.as_bytes()[..limit];
    let mut copied = at;
    let mut here = at;
    'run: loop {
        here = past_even(bytes, at, here);
        let until = here + AT_ONCE;
        while here < until {
            let last = match copied < here {
                true => Some(bytes[here - 1]),
                false => out.text.as_bytes()[base..].last().copied(),
            };
            match step(&bytes[here..], last) {
                Step::Same(length) => here += length,
                Step::Other(c, length) => {
                    copy(text, copied, here, out);
                    out.text.push(c);
                    let origins = std::iter::repeat_n(here as u32, c.len_utf8());
                    out.origins.extend(origins);
                    here += length;
                    copied = here;
                    continue 'run;
                }
                Step::Stop => break 'run,
            }
        }
    }
    copy(text, copied, here, out);
    out.text[base..].make_ascii_lowercase();
    let goes_on = text.as_bytes().get(here).is_some_and(|next| *next > b' ');
    match goes_on {
        true => without_last_word(base, here, out),
        false => here,
    }
}

fn copy(text: &str, from: usize, to: usize, out: &mut Folded) {
    let piece = &text[from..to];
    out.text.push_str(piece);
    if piece.is_ascii() {
        return out.origins.extend(from as u32..to as u32);
    }
    // A second byte's character began with the byte before it: none of those copied has three.
    let origins = (from as u32..).zip(piece.bytes());
    out.origins
        .extend(origins.map(|(place, byte)| place - u32::from(byte & 0xc0 == 0x80)));
}

/// The word before a letter of another kind is not whole.
fn without_last_word(base: usize, here: usize, out: &mut Folded) -> usize {
    let word = out.text.as_bytes()[base..].iter().rev();
    let length = word.take_while(|byte| is_of_word(**byte)).count();
    let start = out.text.len() - length;
    let read = out.origins.get(start).map_or(here, |place| *place as usize);
    out.text.truncate(start);
    out.origins.truncate(start);
    read
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

/// The first of `bytes` with the last one before it in the folded text.
fn step(bytes: &[u8], last: Option<u8>) -> Step {
    match *bytes {
        [b' ', ..] if last == Some(b' ') => Step::Stop,
        [b'\'', ..] if !last.is_some_and(ends_before_apostrophe) => Step::Stop,
        [b'`', ..] => Step::Stop,
        [b' '..=b'~', ..] => Step::Same(1),
        [0xd0, 0x8e, ..] | [0xd1, 0x9e, ..] => short_u(&bytes[2..], last),
        [0xd0, 0xb0..=0xbf, ..] | [0xd1, 0x80..=0x90 | 0x92..=0x9f, ..] => Step::Same(2),
        [first @ (0xc3..=0xc5 | 0xd0 | 0xd1), second, ..] => by_table(first, second),
        [0xc2, 0xab | 0xbb, ..] => Step::Other('"', 2),
        [0xe2, 0x80, 0x9c..=0x9e, ..] => Step::Other('"', 3),
        [0xe2, 0x80, 0x98 | 0x99, ..] if last.is_some_and(ends_before_apostrophe) => {
            Step::Other('\'', 3)
        }
        _ => Step::Stop,
    }
}

/// After a letter of Cyrillic an apostrophe may be none, and a digit may be of a word with such letters.
fn ends_before_apostrophe(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_digit()
}

fn by_table(first: u8, second: u8) -> Step {
    let code = usize::from(first & 0x1f) << 6 | usize::from(second & 0x3f);
    match letters::TABLE.get(code) {
        None | Some(&letters::ASK) => Step::Stop,
        Some(&folded) => {
            char::from_u32(folded.into()).map_or(Step::Stop, |folded| Step::Other(folded, 2))
        }
    }
}

/// "ўлада" is "улада", "ў" alone stays; see `Folder::sound_short_u`.
fn short_u(after: &[u8], last: Option<u8>) -> Step {
    let is_first = !last.is_some_and(is_of_word);
    match after.first() {
        _ if !is_first => Step::Other('ў', 2),
        Some(0xd0 | 0xd1) => Step::Other('у', 2),
        Some(byte) if byte.is_ascii_alphanumeric() => Step::Other('у', 2),
        Some(byte) if !byte.is_ascii() => Step::Stop,
        _ => Step::Other('ў', 2),
    }
}

/// Goes on from `here` as long as all is copied as it is; `at` is where the run began.
fn past_even(bytes: &[u8], at: usize, mut here: usize) -> usize {
    let is_parted = |at: usize| is_for_step(bytes[at - 1], bytes[at]);
    if here > at && here < bytes.len() && is_parted(here) {
        return here;
    }
    while let Some(window) = bytes
        .get(here..)
        .and_then(<[u8]>::first_chunk::<{ AT_ONCE + 1 }>)
    {
        let is_even = (0..AT_ONCE).fold(true, |all, index| {
            all & is_same(window[index], window[index + 1])
        });
        if !is_even {
            break;
        }
        here += AT_ONCE;
    }
    // Into the middle of a character of two bytes.
    let is_within = bytes.get(here).is_some_and(|byte| byte & 0xc0 == 0x80);
    here - usize::from(is_within && here > at)
}

/// Is the byte copied as it is, whatever stands before it, and may the next one be looked at without it? All at once,
/// without a branch: the machine then does it for sixteen bytes together.
fn is_same(byte: u8, next: u8) -> bool {
    let is_sign_or_ascii = (b' '..=b'~').contains(&byte) & (byte != b'`');
    let is_second = (0x80..0xc0).contains(&byte);
    let is_d0 = (byte == 0xd0) & (next >= 0xb0);
    let is_d1 = (byte == 0xd1) & (next < 0xa0) & (next != 0x91) & (next != 0x9e);
    (is_sign_or_ascii | is_second | is_d0 | is_d1) & !is_for_step(byte, next)
}

/// A second blank, and an apostrophe that may be dropped.
fn is_for_step(byte: u8, next: u8) -> bool {
    let may_be_cyrillic = (byte >= 0x80) | byte.is_ascii_digit();
    ((byte == b' ') & (next == b' ')) | ((next == b'\'') & may_be_cyrillic)
}

/// Every byte of eight the same.
const EACH: u64 = 0x0101_0101_0101_0101;

/// Which of sixty-four bytes are of words: one bit a byte.
#[derive(Clone, Copy, Default)]
pub(super) struct Marks {
    /// A letter or a digit, or a byte of a letter that is not ASCII.
    pub(super) word: u64,
    /// A letter of ASCII.
    pub(super) latin: u64,
    /// A byte of another letter.
    pub(super) other: u64,
}

impl Marks {
    /// Of up to 64 bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut marks = Self::default();
        for (index, eight) in bytes.chunks(8).enumerate() {
            let eight = eight.first_chunk().copied().unwrap_or_else(|| {
                let mut padded = [b' '; 8];
                padded[..eight.len()].copy_from_slice(eight);
                padded
            });
            let (word, latin, other) = marks_of_eight(u64::from_le_bytes(eight));
            marks.word |= word << (8 * index);
            marks.latin |= latin << (8 * index);
            marks.other |= other << (8 * index);
        }
        marks
    }
}

/// All in the highest bit of each byte: adding what is missing to 0x80 sets it from a character on.
fn marks_of_eight(eight: u64) -> (u64, u64, u64) {
    let top = 0x80 * EACH;
    let other = eight & top;
    let ascii = eight & !top;
    let lower = ascii | (0x20 * EACH);
    let from = |bytes: u64, first: u8| bytes + u64::from(0x80 - first) * EACH;
    let latin = from(lower, b'a') & !from(lower, b'z' + 1) & top & !other;
    let digit = from(ascii, b'0') & !from(ascii, b'9' + 1) & top & !other;
    let gathered = |bits: u64| (bits >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    (
        gathered(latin | digit | other),
        gathered(latin),
        gathered(other),
    )
}

/// One word of a run, in bytes from its beginning.
pub(super) struct Cut {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Has letters of ASCII,
    pub(super) has_latin: bool,
    /// and others.
    pub(super) has_other: bool,
}

/// Cuts a folded run into its words, sixty-four bytes at a time.
#[derive(Default)]
pub(super) struct Cutter {
    marks: Marks,
    /// Where words begin and end in the block in hand, as far as they have not been told.
    edges: u64,
    /// Where that block and the next one begin.
    block: usize,
    next_block: usize,
    open: Option<Cut>,
    /// The first bit of the open word in this block.
    first_bit: u32,
}

impl Cutter {
    /// The next word; always of the same run.
    #[inline]
    pub(super) fn next(&mut self, run: &[u8]) -> Option<Cut> {
        loop {
            if self.edges == 0 {
                self.hear(u64::MAX);
                if self.next_block >= run.len() {
                    let last = self.open.take();
                    return last.map(|cut| Cut {
                        end: run.len(),
                        ..cut
                    });
                }
                self.turn_to_next_block(run);
                continue;
            }
            let place = self.edges.trailing_zeros();
            self.edges &= self.edges - 1;
            self.hear((1 << place) - 1);
            let at = self.block + place as usize;
            if let Some(cut) = self.open.take() {
                return Some(Cut { end: at, ..cut });
            }
            self.first_bit = place;
            self.open = Some(Cut {
                start: at,
                end: at,
                has_latin: false,
                has_other: false,
            });
        }
    }

    fn turn_to_next_block(&mut self, run: &[u8]) {
        self.block = self.next_block;
        self.next_block = (self.block + 64).min(run.len());
        self.marks = Marks::of(&run[self.block..self.next_block]);
        let before = self.marks.word << 1 | u64::from(self.open.is_some());
        self.edges = self.marks.word ^ before;
        self.first_bit = 0;
    }

    /// What letters the open word has in this block, up to those bits.
    fn hear(&mut self, upto: u64) {
        let bits = upto & (u64::MAX << self.first_bit);
        if let Some(cut) = &mut self.open {
            cut.has_latin |= self.marks.latin & bits != 0;
            cut.has_other |= self.marks.other & bits != 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_wherever_they_stand_in_the_blocks() {
        for before in 0..140 {
            let run = format!("{} ab1 {}бв, 7 x", "-".repeat(before), "z".repeat(before));

            let mut cutter = Cutter::default();
            let cuts = std::iter::from_fn(|| cutter.next(run.as_bytes()));
            let words: Vec<(&str, bool, bool)> = cuts
                .map(|cut| (&run[cut.start..cut.end], cut.has_latin, cut.has_other))
                .collect();

            let long = format!("{}бв", "z".repeat(before));
            assert_eq!(
                words,
                [
                    ("ab1", true, false),
                    (long.as_str(), before > 0, true),
                    ("7", false, false),
                    ("x", true, false)
                ]
            );
        }
    }
}
