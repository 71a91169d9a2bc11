//! Articles told and revised or withdrawn since -> what the letter says of it: pages that are gone first, then headlines, then
//! the latest; trifles are no news.

use std::cmp::Reverse;

use crate::digest::clean;
use crate::digest::diff::difference;
use crate::model::edit::Difference;
use crate::model::edit::EditEntry;
use crate::model::edit::EditPart;
use crate::model::edit::Revised;

/// Edits told in full; more are counted.
const MOST_EDITS: usize = 10;

/// The edits to be told, how many more there are, and how many of those are pages that are gone.
pub(super) fn edits(revised: &[Revised]) -> (Vec<EditEntry>, usize, usize) {
    let mut edits: Vec<EditEntry> = revised.iter().filter_map(edit).collect();
    let rank = |edit: &EditEntry| (edit.gone.is_some(), edit.headline.is_some(), edit.changed);
    edits.sort_by_key(|edit| Reverse(rank(edit)));
    let more = edits.iter().skip(MOST_EDITS);
    let more_gone = more.filter(|edit| edit.gone.is_some()).count();
    let more = edits.len().saturating_sub(MOST_EDITS);
    edits.truncate(MOST_EDITS);
    (edits, more, more_gone)
}

fn edit(revised: &Revised) -> Option<EditEntry> {
    let headline = difference(
        &clean::title(&revised.before.title),
        &clean::title(&revised.after.title),
    );
    let text = difference(&revised.before.text, &revised.after.text).map(cleaned);
    if headline.is_none() && text.is_none() && revised.gone.is_none() {
        return None;
    }
    let outlet = clean::name(&revised.outlet);
    Some(EditEntry {
        story: revised.story,
        title: clean::title(&revised.after.title),
        link: revised.link.clone(),
        outlet: match outlet.is_empty() {
            true => revised.feed.to_string(),
            false => outlet,
        },
        language: revised.language,
        told_in: revised.told_in,
        changed: revised.changed,
        headline,
        text,
        gone: revised.gone,
    })
}

/// A stranger's words may be long and hold anything.
fn cleaned(difference: Difference) -> Difference {
    const LONGEST_PART: usize = 240;
    let part = |part: EditPart| EditPart {
        text: clean::one_line(&part.text, LONGEST_PART),
        ..part
    };
    Difference {
        parts: difference.parts.into_iter().map(part).collect(),
        ..difference
    }
}
