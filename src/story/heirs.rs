//! Old stories and new groups of the same articles -> which group keeps which number. Refuses to know why the articles
//! were grouped anew.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::HashSet;

use crate::model::ids::StoryId;

/// An article: the story it was in, and the group it is in now.
pub type Moved = (StoryId, StoryId);

/// Who inherits what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heirs {
    /// The number that each group keeps; `None`: it needs a new one. A group that is an old story is not among them.
    pub names: BTreeMap<StoryId, Option<StoryId>>,
    /// Old stories whose number no group keeps, each with the group that most of its articles went to, how many those
    /// are, and how many it had.
    pub left: Vec<Left>,
}

/// An old story that is no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Its number.
    pub story: StoryId,
    /// Where most of its articles went.
    pub into: StoryId,
    /// So many.
    pub went: u32,
    /// Of so many.
    pub had: u32,
}

/// A group keeps the number of the story with which it shares most articles; the older story wins a tie, then the older
/// group.
///
/// A group with a number up to `newest` is an old story, which keeps its number whoever joined it. Those `held` have
/// articles that were not grouped anew and keep their number as well, and no other group can have it.
#[must_use]
pub fn heirs(
    moved: impl IntoIterator<Item = Moved>,
    newest: StoryId,
    held: &HashSet<StoryId>,
) -> Heirs {
    let mut shared: HashMap<Moved, u32> = HashMap::new();
    for pair in moved {
        *shared.entry(pair).or_default() += 1;
    }
    let groups: BTreeSet<StoryId> = shared.keys().map(|(_, group)| *group).collect();
    let mut names: BTreeMap<StoryId, Option<StoryId>> = (groups.iter())
        .filter(|group| **group > newest)
        .map(|group| (*group, None))
        .collect();
    let mut taken: HashSet<StoryId> = held.clone();
    taken.extend(groups.iter().filter(|group| **group <= newest));
    let mut claims: Vec<(u32, StoryId, StoryId)> = (shared.iter())
        .map(|((story, group), count)| (*count, *story, *group))
        .collect();
    claims.sort_unstable_by(|a, b| (b.0.cmp(&a.0)).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (_, story, group) in &claims {
        if let Some(name @ None) = names.get_mut(group)
            && taken.insert(*story)
        {
            *name = Some(*story);
        }
    }
    let left = left(&claims, &names, &taken, newest);
    Heirs { names, left }
}

/// `claims` come with the largest first, so that the first of a story is where most of it went.
fn left(
    claims: &[(u32, StoryId, StoryId)],
    names: &BTreeMap<StoryId, Option<StoryId>>,
    taken: &HashSet<StoryId>,
    newest: StoryId,
) -> Vec<Left> {
    // Of two that took as many the older is where a number leads: a new number is younger than all.
    let age = |group: StoryId| match names.get(&group) {
        Some(Some(name)) => (*name, group),
        Some(None) => (StoryId(i64::MAX), group),
        None => (group, group),
    };
    debug_assert!(names.keys().all(|group| *group > newest));
    let mut left: BTreeMap<StoryId, Left> = BTreeMap::new();
    for (count, story, group) in claims.iter().filter(|claim| !taken.contains(&claim.1)) {
        let entry = left.entry(*story).or_insert(Left {
            story: *story,
            into: *group,
            went: *count,
            had: 0,
        });
        entry.had += count;
        if *count == entry.went && age(*group) < age(entry.into) {
            entry.into = *group;
        }
    }
    left.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEWEST: StoryId = StoryId(100);

    /// Pairs of old story, new group and how many articles.
    fn of(pairs: &[(i64, i64, usize)], held: &[i64]) -> Heirs {
        let moved = pairs.iter().flat_map(|(story, group, count)| {
            std::iter::repeat_n((StoryId(*story), StoryId(*group)), *count)
        });
        heirs(
            moved,
            NEWEST,
            &held.iter().map(|story| StoryId(*story)).collect(),
        )
    }

    fn names(heirs: &Heirs) -> Vec<(i64, Option<i64>)> {
        let names = heirs.names.iter();
        names
            .map(|(group, name)| (group.0, name.map(|name| name.0)))
            .collect()
    }

    #[test]
    fn where_nothing_changed_every_group_keeps_its_number() {
        let heirs = of(&[(1, 101, 3), (2, 102, 1)], &[]);

        assert_eq!(names(&heirs), [(101, Some(1)), (102, Some(2))]);
        assert!(heirs.left.is_empty());
    }

    #[test]
    fn of_two_halves_the_larger_keeps_the_number_and_the_other_gets_a_new_one() {
        let heirs = of(&[(1, 101, 2), (1, 102, 3)], &[]);

        assert_eq!(names(&heirs), [(101, None), (102, Some(1))]);
    }

    #[test]
    fn of_two_stories_that_became_one_the_older_wins_a_tie_and_the_other_leads_to_it() {
        let heirs = of(&[(2, 101, 2), (1, 101, 2)], &[]);

        assert_eq!(names(&heirs), [(101, Some(1))]);
        let left = Left {
            story: StoryId(2),
            into: StoryId(101),
            went: 2,
            had: 2,
        };
        assert_eq!(heirs.left, [left]);
    }

    #[test]
    fn a_number_leads_to_where_most_of_its_articles_went() {
        let heirs = of(&[(1, 101, 5), (2, 102, 4), (3, 101, 1), (3, 102, 2)], &[]);

        assert_eq!(heirs.left.len(), 1);
        assert_eq!(heirs.left[0].into, StoryId(102));
        assert_eq!((heirs.left[0].went, heirs.left[0].had), (2, 3));
    }

    #[test]
    fn of_two_that_took_as_many_a_number_leads_to_the_older() {
        let heirs = of(&[(2, 101, 9), (1, 102, 9), (3, 101, 1), (3, 102, 1)], &[]);

        assert_eq!(heirs.left[0].into, StoryId(102));
    }

    #[test]
    fn a_story_with_older_articles_keeps_its_number_whoever_left_it() {
        let joined = of(&[(7, 7, 1), (7, 101, 5)], &[7]);
        assert_eq!(names(&joined), [(101, None)]);

        let deserted = of(&[(7, 101, 5)], &[7]);
        assert_eq!(names(&deserted), [(101, None)]);
        assert!(deserted.left.is_empty());
    }

    #[test]
    fn no_number_is_kept_twice_and_the_order_of_articles_does_not_matter() {
        let pairs = [
            (1, 101, 2),
            (1, 102, 2),
            (2, 102, 1),
            (2, 103, 1),
            (3, 101, 1),
        ];
        let heirs = of(&pairs, &[]);
        let mut backwards = pairs;
        backwards.reverse();

        assert_eq!(heirs, of(&backwards, &[]));
        assert_eq!(names(&heirs), [(101, Some(1)), (102, Some(2)), (103, None)]);
        assert_eq!(heirs.left[0].story, StoryId(3));
    }
}
