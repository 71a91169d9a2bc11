//! An edit as strings in place: headline, whose it is, what is gone and what is new.

use crate::digest::clean;
use crate::digest::story_view::link;
use crate::digest::view::Link;
use crate::digest::words;
use crate::model::digest::Digest;
use crate::model::edit::Difference;
use crate::model::edit::EditEntry;
use crate::model::edit::EditPart;

/// An article that was told and has other words now, or none.
pub(super) struct EditView {
    pub(super) title: String,
    pub(super) link: Option<Link>,
    pub(super) language: Option<String>,
    pub(super) outlet: String,
    /// When it changed, where it was told, its story.
    pub(super) facts: Vec<String>,
    /// `withdrawn: gone for good, says its server (410)`.
    pub(super) page: Option<String>,
    pub(super) headline: Option<DifferenceView>,
    pub(super) text: Option<DifferenceView>,
}

/// A difference.
pub(super) struct DifferenceView {
    pub(super) parts: Vec<EditPart>,
    /// `2 words gone, 3 new`.
    pub(super) count: String,
}

pub(super) fn edits(digest: &Digest) -> Vec<EditView> {
    digest.edits.iter().map(|edit| view(digest, edit)).collect()
}

/// `and 3 more`.
pub(super) fn more(digest: &Digest) -> Option<String> {
    let more = digest.more_edits as u64;
    (more > 0).then(|| {
        format!(
            "and {} of articles told earlier",
            words::count(more, "more change", "more changes")
        )
    })
}

fn view(digest: &Digest, edit: &EditEntry) -> EditView {
    let changed = words::time_near(edit.changed, digest.until, &digest.tz);
    EditView {
        title: edit.title.clone(),
        link: edit.link.as_ref().and_then(link),
        language: edit.language.map(|language| language.to_string()),
        outlet: clean::name(&edit.outlet),
        facts: vec![
            match (&edit.gone, &edit.headline, &edit.text) {
                (Some(_), None, None) => format!("seen {changed}"),
                _ => format!("changed {changed}"),
            },
            format!("told in digest {}", edit.told_in),
            format!("story {}", edit.story),
        ],
        page: edit.gone.map(page),
        headline: edit.headline.as_ref().map(difference),
        text: edit.text.as_ref().map(difference),
    }
}

/// 410 is said on purpose; a page that was not found may stand elsewhere now.
fn page(status: u16) -> String {
    match status {
        410 => "withdrawn: gone for good, says its server (410)".to_owned(),
        _ => format!("withdrawn or moved: not found on two days ({status})"),
    }
}

/// `2 edits, 1 withdrawn`, as far as there are any.
pub(super) fn counts(digest: &Digest) -> Vec<String> {
    let gone = digest.edits.iter().filter(|edit| edit.gone.is_some());
    let gone = gone.count() + digest.more_gone;
    let edits = digest.edits.len() + digest.more_edits - gone;
    let mut counts = Vec::new();
    if edits > 0 {
        counts.push(words::count(edits as u64, "edit", "edits"));
    }
    if gone > 0 {
        counts.push(words::count(gone as u64, "page gone", "pages gone"));
    }
    counts
}

fn difference(difference: &Difference) -> DifferenceView {
    let gone = words::count(difference.removed as u64, "word gone", "words gone");
    let new = words::thousands(difference.added as u64);
    DifferenceView {
        parts: difference.parts.clone(),
        count: format!("{gone}, {new} new"),
    }
}
