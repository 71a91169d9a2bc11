//! `near`: are hits of all groups within so many words of each other, and if not, how nearly?

use crate::classify::locate::words_between;

/// A hit of a group, as far as distance goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// From 0.
    pub(super) group: usize,
    /// Numbers of its first word
    pub(super) first: u32,
    /// and its last.
    pub(super) last: u32,
}

/// The closest that hits of all groups come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Nearest {
    /// Words between its outermost hits.
    pub(super) words: u32,
    /// The group that lies furthest from the others there, from 0.
    pub(super) group: usize,
}

/// For each mark (given by place), whether it stands in a window of at most `limit` words that has every group.
pub(super) fn within(marks: &[Mark], groups: usize, limit: u32) -> Vec<bool> {
    let mut is_within = vec![false; marks.len()];
    let mut counts = vec![0_usize; groups];
    let (mut present, mut past, mut marked) = (0, 0, 0);
    for (from, first) in marks.iter().enumerate() {
        while let Some(next) = marks
            .get(past)
            .filter(|next| words_between(first.last, next.first) <= limit)
        {
            counts[next.group] += 1;
            present += usize::from(counts[next.group] == 1);
            past += 1;
        }
        if present == groups {
            let start = marked.max(from);
            is_within[start..past].fill(true);
            marked = past;
        }
        counts[first.group] -= 1;
        present -= usize::from(counts[first.group] == 0);
    }
    is_within
}

/// The smallest window that has every group; `None` where a group has no mark.
pub(super) fn nearest(marks: &[Mark], groups: usize) -> Option<Nearest> {
    let mut latest: Vec<Option<Mark>> = vec![None; groups];
    let mut best: Option<Nearest> = None;
    for mark in marks {
        latest[mark.group] = Some(*mark);
        let Some(mut window) = latest.iter().copied().collect::<Option<Vec<Mark>>>() else {
            continue;
        };
        window.sort_by_key(|mark| mark.first);
        let (Some(first), Some(last)) = (window.first(), window.last()) else {
            continue;
        };
        let words = words_between(first.last, last.first);
        if best.is_none_or(|best| words < best.words) {
            best = Some(Nearest {
                words,
                group: furthest(&window),
            });
        }
    }
    best
}

/// Whichever end of the window has the wider gap; the later group where they are alike, as with two.
fn furthest(window: &[Mark]) -> usize {
    let ends = [
        window.get(0..2),
        window.len().checked_sub(2).and_then(|at| window.get(at..)),
    ];
    let gap = |end: Option<&[Mark]>| end.map_or(0, |two| words_between(two[0].last, two[1].first));
    let (Some(first), Some(last)) = (window.first(), window.last()) else {
        return 0;
    };
    match gap(ends[0]).cmp(&gap(ends[1])) {
        std::cmp::Ordering::Less => last.group,
        std::cmp::Ordering::Greater => first.group,
        std::cmp::Ordering::Equal => first.group.max(last.group),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(places: &[(usize, u32)]) -> Vec<Mark> {
        places
            .iter()
            .map(|(group, word)| Mark {
                group: *group,
                first: *word,
                last: *word,
            })
            .collect()
    }

    #[test]
    fn hits_count_where_all_groups_are_within_the_limit() {
        let found = within(&marks(&[(0, 1), (0, 30), (1, 32), (2, 33), (1, 90)]), 3, 5);
        assert_eq!(found, [false, true, true, true, false]);

        assert_eq!(within(&marks(&[(0, 1), (1, 8)]), 2, 6), [true, true]);
        assert_eq!(within(&marks(&[(0, 1), (1, 9)]), 2, 6), [false, false]);
    }

    #[test]
    fn the_nearest_try_names_the_group_that_was_too_far() {
        assert_eq!(
            nearest(&marks(&[(1, 3), (0, 62), (1, 200)]), 2),
            Some(Nearest {
                words: 58,
                group: 1
            })
        );
        assert_eq!(
            nearest(&marks(&[(0, 1), (1, 3), (2, 50)]), 3),
            Some(Nearest {
                words: 48,
                group: 2
            })
        );
        assert_eq!(nearest(&marks(&[(0, 1)]), 2), None);
    }
}
