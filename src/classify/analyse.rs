//! An article made ready to be scanned: both texts folded, and the way from a folded place to the evidence.

use unicode_normalization::char::is_combining_mark;

use crate::classify::Text;
use crate::classify::fold::Folded;
use crate::classify::fold::fold;
use crate::model::matching::Field;

/// One text of an article.
#[derive(Debug)]
pub(super) struct Side<'a> {
    pub(super) field: Field,
    pub(super) original: &'a str,
    pub(super) folded: Folded,
    /// Words of the sides before it: word numbers run on from title to text.
    first_number: u32,
}

/// Title, then text.
pub(super) fn analyse<'a>(text: &Text<'a>) -> [Side<'a>; 2] {
    let title = Side {
        field: Field::Title,
        original: text.title,
        folded: fold(text.title),
        first_number: 0,
    };
    let words = title.folded.tokens.last().map_or(0, |token| token.number);
    let body = Side {
        field: Field::Text,
        original: text.text,
        folded: fold(text.text),
        first_number: words,
    };
    [title, body]
}

impl Side<'_> {
    /// The word number of a token, counted over the whole article.
    pub(super) fn number(&self, token: usize) -> u32 {
        self.folded
            .tokens
            .get(token)
            .map_or(0, |token| token.number)
            + self.first_number
    }

    /// The numbers of the first and the last word that a folded place touches.
    pub(super) fn numbers_at(&self, start: u32, end: u32) -> (u32, u32) {
        let tokens = &self.folded.tokens;
        let first = tokens.partition_point(|token| token.end <= start);
        let past = tokens.partition_point(|token| token.start < end);
        let last = past
            .saturating_sub(1)
            .max(first)
            .min(tokens.len().saturating_sub(1));
        (self.number(first.min(last)), self.number(last))
    }

    /// Where the characters from a byte of the original on begin in the folded text, at or before `place`.
    pub(super) fn folded_start(&self, original: usize, place: u32) -> u32 {
        let before = &self.folded.text[..place as usize];
        let wider = before.char_indices().rev();
        wider
            .map(|(at, _)| at)
            .take_while(|at| self.folded.origins[*at] as usize >= original)
            .last()
            .map_or(place, |at| at as u32)
    }

    /// Where the characters before a byte of the original end in the folded text, at or after `place`.
    pub(super) fn folded_end(&self, original: usize, place: u32) -> u32 {
        let after = &self.folded.text[place as usize..];
        let wider = after
            .chars()
            .scan(place as usize, |at, c| {
                let origin = self.folded.origins[*at] as usize;
                *at += c.len_utf8();
                Some((origin, *at))
            })
            .take_while(|(origin, _)| *origin < original);
        wider.last().map_or(place, |(_, end)| end as u32)
    }

    /// A folded place in bytes of the original, whole characters with their marks.
    pub(super) fn original_place(&self, start: u32, end: u32) -> (usize, usize) {
        let origins = &self.folded.origins;
        let from = origins[start as usize] as usize;
        let last = origins[(end as usize).saturating_sub(1).max(start as usize)] as usize;
        let rest = self.original.get(last..).unwrap_or_default();
        let mut letters = rest.char_indices().skip(1);
        let to = letters
            .find(|(_, c)| !is_combining_mark(*c))
            .map_or(self.original.len(), |(at, _)| last + at);
        (from, to)
    }
}
