//! Texts as lines: where one begins and ends, what belongs to the line below it, and pieces replaced all at once.

use std::ops::Range;

/// A piece of a text and what stands there afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Splice {
    pub(super) range: Range<usize>,
    pub(super) with: String,
}

impl Splice {
    pub(super) fn removing(range: Range<usize>) -> Self {
        Self {
            range,
            with: String::new(),
        }
    }

    pub(super) fn inserting(at: usize, with: impl Into<String>) -> Self {
        Self {
            range: at..at,
            with: with.into(),
        }
    }
}

/// In order, removals that overlap made one; one that then reaches the end of the text takes the empty line above with it.
pub(super) fn merged(text: &str, mut splices: Vec<Splice>) -> Vec<Splice> {
    splices.sort_by_key(|splice| (splice.range.start, splice.range.end));
    let mut merged: Vec<Splice> = Vec::new();
    for splice in splices {
        match merged.last_mut() {
            Some(last)
                if splice.range.start < last.range.end
                    && last.with.is_empty()
                    && splice.with.is_empty() =>
            {
                last.range.end = last.range.end.max(splice.range.end);
                if last.range.end == text.len() {
                    last.range = with_one_blank(text, last.range.clone());
                }
            }
            _ => merged.push(splice),
        }
    }
    merged
}

/// The text with all of them done; they must be in order and apart.
pub(super) fn spliced(text: &str, splices: &[Splice]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for splice in splices {
        out.push_str(text.get(at..splice.range.start).unwrap_or_default());
        out.push_str(&splice.with);
        at = at.max(splice.range.end);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// How the file ends its lines around a byte: some have both ways.
pub(super) fn ending(text: &str, at: usize) -> &'static str {
    let above = text[..at].rfind('\n');
    match above.or_else(|| text.find('\n')) {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// The line of a byte, from 1.
pub(super) fn number(text: &str, at: usize) -> usize {
    text[..at].bytes().filter(|byte| *byte == b'\n').count() + 1
}

/// Where the line around a byte begins.
pub(super) fn start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |found| found + 1)
}

/// Past the end of the line around a byte, its ending included.
pub(super) fn end(text: &str, at: usize) -> usize {
    text[at..]
        .find('\n')
        .map_or(text.len(), |found| at + found + 1)
}

/// Where the comment lines begin that stand right above the line that starts at `at`; a drawn rule is a heading of more
/// than what follows it, and what is commented out is something else.
pub(super) fn with_comments_above(text: &str, at: usize) -> usize {
    let mut from = at;
    while from > 0 {
        let above = start(text, from - 1);
        let line = text[above..from].trim();
        if !line.starts_with('#') || is_rule(line) {
            break;
        }
        from = above;
    }
    match text[from..at].lines().any(is_commented_out) {
        true => at,
        false => from,
    }
}

/// Where the comment lines end that stand right below the line that ends at `at`, if nothing follows them at once:
/// otherwise they speak of what follows.
pub(super) fn with_comments_below(text: &str, at: usize) -> usize {
    let mut until = at;
    while until < text.len() {
        let below = end(text, until);
        let line = text[until..below].trim();
        if line.is_empty() {
            return until;
        }
        if !line.starts_with('#') || is_rule(line) {
            return at;
        }
        until = below;
    }
    until
}

/// The same, unless one of them begins a feed of its own: a feed that is commented out is not a word about the one above it.
pub(super) fn with_prose_below(text: &str, at: usize) -> usize {
    let until = with_comments_below(text, at);
    match text[at..until].lines().any(is_commented_out) {
        true => at,
        false => until,
    }
}

/// `# [feed.b]` or `# feed.b.url = "…"`; a key by itself, as `# every = "5m"`, belongs to the feed beside it.
fn is_commented_out(comment: &str) -> bool {
    let written = comment.trim_start_matches([' ', '\t', '#']);
    written.starts_with('[') || (written.starts_with("feed.") && written.contains('='))
}

fn is_rule(comment: &str) -> bool {
    ["----", "====", "####", "****", "────"]
        .iter()
        .any(|rule| comment.contains(rule))
}

/// The whole lines of a range, and one of the empty lines around them where there would be two.
pub(super) fn with_one_blank(text: &str, lines: Range<usize>) -> Range<usize> {
    let above = lines.start.checked_sub(1).map(|last| start(text, last));
    let is_blank_above = above.is_none_or(|above| text[above..lines.start].trim().is_empty());
    let below = end(text, lines.end);
    if is_blank_above && lines.end < text.len() && text[lines.end..below].trim().is_empty() {
        return lines.start..below;
    }
    match above {
        Some(above) if is_blank_above && lines.end == text.len() => above..lines.end,
        _ => lines,
    }
}
