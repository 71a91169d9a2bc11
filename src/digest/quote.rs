//! The telling passage of an article: text and evidence in, a short quote with the terms marked out.
//!
//! It is the stretch that holds the most different terms, the earliest of them, widened to whole
//! sentences where they fit and to whole words where they do not.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::digest::clean::shown;
use crate::model::digest::QuotePart;
use crate::model::matching::Evidence;
use crate::model::matching::Field;

/// In characters, without the dots of a cut.
const LONGEST: usize = 240;

/// Terms further apart than this make two passages: the words around them need room too.
const WIDEST_CORE: usize = 200;

/// A window of the text is looked at around the core, so that a book-long article costs no more than a note.
const ELBOW_ROOM: usize = 2 * LONGEST;

/// The quote; empty where the article has no text.
pub(super) fn passage<'a>(
    text: &str,
    evidence: impl Iterator<Item = &'a Evidence>,
) -> Vec<QuotePart> {
    let chars: Vec<char> = text.chars().collect();
    let hits = hits(evidence, chars.len());
    let core = core(&hits).unwrap_or(0..0);
    let range = widen(&chars, &core);
    let mut parts = parts(&chars, &range, &hits);
    if parts.is_empty() {
        return parts;
    }
    if !begins_sentence(&chars, range.start) {
        parts.insert(0, plain("… "));
    }
    if !ends_sentence(&chars, range.end) {
        parts.push(plain(" …"));
    }
    parts
}

struct Hit<'a> {
    range: Range<usize>,
    term: &'a str,
}

fn hits<'a>(evidence: impl Iterator<Item = &'a Evidence>, length: usize) -> Vec<Hit<'a>> {
    let mut hits: Vec<Hit<'a>> = evidence
        .filter(|one| one.field == Field::Text && one.start < one.end && one.end <= length)
        .map(|one| Hit {
            range: one.start..one.end.min(one.start + LONGEST),
            term: &one.term,
        })
        .collect();
    hits.sort_by_key(|hit| (hit.range.start, hit.range.end));
    hits
}

/// From the first to the last hit of the passage with the most different terms.
fn core(hits: &[Hit<'_>]) -> Option<Range<usize>> {
    let mut best: Option<(usize, Range<usize>)> = None;
    for (index, first) in hits.iter().enumerate() {
        let mut terms = BTreeSet::new();
        let mut range = first.range.clone();
        for hit in &hits[index..] {
            if hit.range.end > first.range.start + WIDEST_CORE && !terms.is_empty() {
                break;
            }
            terms.insert(hit.term);
            range.end = range.end.max(hit.range.end);
        }
        if best.as_ref().is_none_or(|(most, _)| terms.len() > *most) {
            best = Some((terms.len(), range));
        }
    }
    best.map(|(_, range)| range)
}

/// The core with its surroundings: its sentence from the start if that fits, then on to the right.
fn widen(chars: &[char], core: &Range<usize>) -> Range<usize> {
    let budget = LONGEST.saturating_sub(core.len());
    let earliest = core.start.saturating_sub(budget);
    let start = (earliest..=core.start)
        .rev()
        .find(|at| begins_sentence(chars, *at) && core.start - at <= budget)
        .unwrap_or_else(|| word_start(chars, core.start.saturating_sub(budget / 2), core.start));
    let latest = (start + LONGEST).max(core.end).min(chars.len());
    if latest == chars.len() {
        return start..latest;
    }
    // A sentence that ends in the last third is a better end than the word that happens to fit.
    let worth = core.end.max(start + LONGEST * 2 / 3);
    let end = (worth..=latest)
        .rev()
        .find(|at| ends_sentence(chars, *at))
        .unwrap_or_else(|| word_end(chars, core.end, latest));
    start..end
}

fn begins_sentence(chars: &[char], at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return true;
    };
    if chars[before] == '\n' {
        return true;
    }
    chars[before].is_whitespace()
        && before > 0
        && is_stop(chars[before - 1])
        && chars.get(at).is_none_or(|c| !c.is_lowercase())
        || is_wide_stop(chars[before])
}

fn ends_sentence(chars: &[char], at: usize) -> bool {
    if at >= chars.len() || chars[at] == '\n' {
        return true;
    }
    at > 0
        && (is_wide_stop(chars[at - 1])
            || is_stop(chars[at - 1])
                && chars[at].is_whitespace()
                && chars.get(at + 1).is_none_or(|c| !c.is_lowercase()))
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '؟' | '۔' | '।')
}

fn is_wide_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？')
}

/// The first word border at or after `from`, or the next whole character where there are no spaces.
fn word_start(chars: &[char], from: usize, limit: usize) -> usize {
    if from == 0 {
        return 0;
    }
    (from..=limit)
        .find(|at| chars[at - 1].is_whitespace())
        .unwrap_or_else(|| grapheme_border(chars, from, limit))
}

fn word_end(chars: &[char], limit: usize, from: usize) -> usize {
    (limit..=from)
        .rev()
        .find(|at| chars.get(*at).is_none_or(|c| c.is_whitespace()))
        .unwrap_or_else(|| {
            let back = from.saturating_sub(16).max(limit);
            last_grapheme_border(chars, back, from)
        })
}

fn grapheme_border(chars: &[char], from: usize, limit: usize) -> usize {
    let window = window(chars, from.saturating_sub(ELBOW_ROOM), limit);
    borders(&window)
        .map(|border| from.saturating_sub(ELBOW_ROOM) + border)
        .find(|border| *border >= from)
        .unwrap_or(limit)
}

fn last_grapheme_border(chars: &[char], limit: usize, from: usize) -> usize {
    // One character more than asked for: a cluster must be seen to go on past the cut.
    let window = window(chars, limit, (from + 8).min(chars.len()));
    borders(&window)
        .map(|border| limit + border)
        .filter(|border| *border <= from)
        .last()
        .unwrap_or(limit)
}

fn window(chars: &[char], from: usize, to: usize) -> String {
    chars[from..to.max(from)].iter().collect()
}

fn borders(text: &str) -> impl Iterator<Item = usize> {
    text.graphemes(true).scan(0, |at, grapheme| {
        let border = *at;
        *at += grapheme.chars().count();
        Some(border)
    })
}

/// Text and hits in turn; white space collapsed, hidden characters gone.
fn parts(chars: &[char], range: &Range<usize>, hits: &[Hit<'_>]) -> Vec<QuotePart> {
    let mut parts: Vec<QuotePart> = Vec::new();
    let mut ends_in_space = true;
    let mut next_hit = 0;
    let mut hit_until = 0;
    for at in range.clone() {
        while hits.get(next_hit).is_some_and(|hit| hit.range.start <= at) {
            hit_until = hit_until.max(hits[next_hit].range.end);
            next_hit += 1;
        }
        let Some(c) = shown(chars[at]) else { continue };
        if c == ' ' && ends_in_space {
            continue;
        }
        ends_in_space = c == ' ';
        push(&mut parts, c, at < hit_until);
    }
    if let Some(last) = parts.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    parts.retain(|part| !part.text.is_empty());
    parts
}

fn push(parts: &mut Vec<QuotePart>, c: char, is_hit: bool) {
    match parts.last_mut() {
        Some(part) if part.is_hit == is_hit => part.text.push(c),
        _ => parts.push(QuotePart {
            text: c.to_string(),
            is_hit,
        }),
    }
}

fn plain(text: &str) -> QuotePart {
    QuotePart {
        text: text.to_owned(),
        is_hit: false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn evidence(term: &str, start: usize, end: usize) -> Evidence {
        Evidence {
            term: term.to_owned(),
            form: String::new(),
            field: Field::Text,
            start,
            end,
            weight: 1.0,
        }
    }

    fn found(text: &str, words: &[&str]) -> Vec<Evidence> {
        words
            .iter()
            .flat_map(|word| text.match_indices(word))
            .map(|(at, word)| {
                let start = text[..at].chars().count();
                evidence(word, start, start + word.chars().count())
            })
            .collect()
    }

    fn quote(text: &str, words: &[&str]) -> String {
        passage(text, found(text, words).iter())
            .iter()
            .map(|part| {
                if part.is_hit {
                    format!("[{}]", part.text)
                } else {
                    part.text.clone()
                }
            })
            .collect()
    }

    #[test]
    fn a_short_text_is_quoted_whole_with_its_terms_marked() {
        assert_eq!(
            quote(
                "Суд в Минске арестовал журналиста.",
                &["Минске", "арестовал"]
            ),
            "Суд в [Минске] [арестовал] журналиста."
        );
    }

    #[test]
    fn the_passage_with_the_most_different_terms_wins() {
        let filler = "Nothing of note was said for a while. ".repeat(12);
        let text =
            format!("Minsk first. {filler}Then police in Minsk detained a reporter. {filler}");

        let quote = quote(&text, &["Minsk", "detained"]);

        assert!(
            quote.contains("Then police in [Minsk] [detained] a reporter."),
            "{quote}"
        );
        assert!(!quote.contains("first"), "{quote}");
    }

    #[test]
    fn a_cut_stands_between_words_and_is_shown() {
        let text = "word ".repeat(100) + "sanctions " + &"more ".repeat(100);

        let quote = quote(&text, &["sanctions"]);

        assert!(
            quote.starts_with("… word") && quote.ends_with("more …"),
            "{quote}"
        );
        assert!(quote.chars().count() <= LONGEST + 6, "{quote}");
    }

    #[test]
    fn without_a_hit_in_the_text_its_beginning_is_quoted() {
        let text = "The opening sentence stands here. ".repeat(20);

        let quote = passage(&text, [].into_iter());

        assert_eq!(quote.len(), 1);
        assert!(quote[0].text.starts_with("The opening") && quote[0].text.ends_with("here."));
    }

    #[test]
    fn an_article_without_text_has_no_quote() {
        assert_eq!(passage("", [evidence("x", 0, 3)].iter()), []);
        assert_eq!(passage(" \n\u{200b}", [].into_iter()), []);
    }

    #[test]
    fn scripts_without_spaces_are_cut_between_characters() {
        let text = "制裁措施".repeat(200);

        let quote = quote(&text, &["裁措施制裁措施制裁措施制裁"]);

        assert!(quote.chars().filter(|c| *c == '制').count() > 20, "{quote}");
        assert!(quote.chars().count() < 2 * LONGEST, "{quote}");
    }

    proptest! {
        #[test]
        fn no_evidence_and_no_text_can_break_it(
            text in "(\\PC|\\s){0,700}",
            spans in proptest::collection::vec((0_usize..800, 0_usize..300), 0..12),
        ) {
            let evidence: Vec<Evidence> = spans
                .iter()
                .enumerate()
                .map(|(term, (start, length))| evidence(&format!("t{}", term % 4), *start, start + length))
                .collect();

            let quote = passage(&text, evidence.iter());

            let length: usize = quote.iter().map(|part| part.text.chars().count()).sum();
            prop_assert!(length <= LONGEST + WIDEST_CORE + 4, "{} characters", length);
            prop_assert!(quote.iter().all(|part| !part.text.contains(char::is_control)));
        }
    }
}
