//! Articles told and revised since -> what the letter says of it: headlines first, then the latest; trifles are no news.

use crate::digest::clean;
use crate::digest::diff::difference;
use crate::model::edit::Difference;
use crate::model::edit::EditEntry;
use crate::model::edit::EditPart;
use crate::model::edit::Revised;

/// Edits told in full; more are counted.
const MOST_EDITS: usize = 10;

/// The edits to be told, and how many more there are.
pub(super) fn edits(revised: &[Revised]) -> (Vec<EditEntry>, usize) {
    let mut edits: Vec<EditEntry> = revised.iter().filter_map(edit).collect();
    edits.sort_by(|a, b| {
        (b.headline.is_some().cmp(&a.headline.is_some())).then(b.changed.cmp(&a.changed))
    });
    let more = edits.len().saturating_sub(MOST_EDITS);
    edits.truncate(MOST_EDITS);
    (edits, more)
}

fn edit(revised: &Revised) -> Option<EditEntry> {
    let headline = difference(
        &clean::title(&revised.before.title),
        &clean::title(&revised.after.title),
    );
    let text = difference(&revised.before.text, &revised.after.text).map(cleaned);
    if headline.is_none() && text.is_none() {
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
