//! What a rebuild changed, counted and named.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

use jiff::Timestamp;

use crate::model::ids::StoryId;
use crate::pipeline::rebuild::regrouping::Regrouping;
use crate::store::ArchiveRange;
use crate::store::InForce;
use crate::store::StoreError;
use crate::store::View;
use crate::story::Heirs;

/// What came of a rebuild.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rebuilt {
    /// When the first and the last article that was looked at were first seen; `None`: there were none.
    pub range: Option<(Timestamp, Timestamp)>,
    /// Articles looked at.
    pub articles: u64,
    /// Stories that these articles were in.
    pub before: u64,
    /// Stories that they are in.
    pub after: u64,
    /// Of those before, how many have exactly the articles that they had.
    pub unchanged: u64,
    /// Of those before, how many kept their number.
    pub kept: u64,
    /// Of those before, how many numbers now lead to another story.
    pub merged: u64,
    /// Of those before, how many have their articles in several stories.
    pub split: u64,
    /// Stories that got a new number.
    pub opened: u64,
    /// Articles that are in another story than before.
    pub moved: u64,
    /// The stories that lost most articles.
    pub changes: Vec<Change>,
}

/// A story that lost articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its number.
    pub story: StoryId,
    /// Its headline.
    pub title: String,
    /// How many of its articles were looked at.
    pub articles: u64,
    /// Where they are, most first; `None`: in a story that has no number, as this was a dry run.
    pub into: Vec<(Option<StoryId>, u64)>,
}

/// The old story of each group, as far as it has one; a group without is as good as a number that nobody had.
fn name(heirs: &Heirs, group: StoryId) -> StoryId {
    match heirs.names.get(&group) {
        Some(Some(story)) => *story,
        _ => group,
    }
}

pub(super) fn count(regrouping: &Regrouping, heirs: &Heirs, range: ArchiveRange) -> Rebuilt {
    let mut pairs: HashMap<(StoryId, StoryId), u64> = HashMap::new();
    for (story, group) in regrouping.moved() {
        *pairs.entry((story, name(heirs, group))).or_default() += 1;
    }
    let mut parts: BTreeMap<StoryId, usize> = BTreeMap::new();
    let mut touched: BTreeSet<StoryId> = BTreeSet::new();
    let mut after: BTreeSet<StoryId> = BTreeSet::new();
    let (mut articles, mut moved) = (0, 0);
    for ((story, into), count) in &pairs {
        articles += count;
        *parts.entry(*story).or_default() += 1;
        after.insert(*into);
        if story != into {
            moved += count;
            touched.extend([*story, *into]);
        }
    }
    let old_merges = regrouping.old_merges().iter();
    let merged_old = old_merges
        .filter(|merge| parts.contains_key(&merge.from))
        .count();
    let merged = heirs.left.len() + merged_old;
    Rebuilt {
        range: Some((range.from, range.until)),
        articles,
        before: parts.len() as u64,
        after: after.len() as u64,
        unchanged: parts
            .keys()
            .filter(|story| !touched.contains(story))
            .count() as u64,
        kept: (parts.len() - merged) as u64,
        merged: merged as u64,
        split: parts.values().filter(|parts| **parts > 1).count() as u64,
        opened: heirs.names.values().filter(|name| name.is_none()).count() as u64,
        moved,
        changes: Vec::new(),
    }
}

/// The stories that lost most articles, without their headlines.
pub(super) fn changes(
    regrouping: &Regrouping,
    heirs: &Heirs,
    in_force: &InForce,
    shown: usize,
) -> Vec<Change> {
    let mut stories: BTreeMap<StoryId, BTreeMap<StoryId, u64>> = BTreeMap::new();
    for (story, group) in regrouping.moved() {
        let into = stories.entry(story).or_default();
        *into.entry(name(heirs, group)).or_default() += 1;
    }
    let mut changes: Vec<(u64, Change)> = Vec::new();
    for (story, into) in stories {
        let articles = into.values().sum();
        let lost = articles - into.get(&story).copied().unwrap_or(0);
        if lost == 0 {
            continue;
        }
        let is_new = |group: &StoryId| heirs.names.get(group).is_some_and(Option::is_none);
        let number = |group: StoryId| match is_new(&group) {
            true => in_force.stories.get(&group).copied(),
            false => Some(group),
        };
        let mut into: Vec<_> = into
            .into_iter()
            .map(|(to, count)| (number(to), count))
            .collect();
        into.sort_by_key(|(_, count)| Reverse(*count));
        let change = Change {
            story,
            title: String::new(),
            articles,
            into,
        };
        changes.push((lost, change));
    }
    changes.sort_by_key(|(lost, change)| (Reverse(*lost), change.story));
    changes.truncate(shown);
    changes.into_iter().map(|(_, change)| change).collect()
}

/// The same with their headlines.
pub(super) fn titled(view: &View, mut changes: Vec<Change>) -> Result<Vec<Change>, StoreError> {
    for change in &mut changes {
        change.title = view.story_title(change.story)?.unwrap_or_default();
    }
    Ok(changes)
}
