//! Which examples prove a model that has not seen them: five parts with as much of both sides each as can be, and all
//! articles of a story in one of them, because a copy of what was learnt proves nothing.

use std::collections::BTreeMap;

/// Parts.
pub(super) const FOLDS: usize = 5;

/// The part of each example, from 0. `examples` are which side and which story; their order decides, and nothing else.
pub(super) fn folds(examples: &[(bool, i64)]) -> Vec<usize> {
    let mut stories: BTreeMap<i64, [usize; 2]> = BTreeMap::new();
    for (is_useful, story) in examples {
        stories.entry(*story).or_default()[usize::from(*is_useful)] += 1;
    }
    let mut order: Vec<(i64, [usize; 2])> = stories.into_iter().collect();
    // Large stories first: the small ones even out what they leave.
    order.sort_by_key(|(story, sides)| (std::cmp::Reverse(sides.iter().sum::<usize>()), *story));
    let mut filled = [[0_usize; 2]; FOLDS];
    let mut fold_of: BTreeMap<i64, usize> = BTreeMap::new();
    for (story, sides) in order {
        let main = usize::from(sides[1] > sides[0]);
        let emptiest = (0..FOLDS)
            .min_by_key(|fold| (filled[*fold][main], filled[*fold][1 - main]))
            .unwrap_or_default();
        for (have, more) in filled[emptiest].iter_mut().zip(sides) {
            *have += more;
        }
        fold_of.insert(story, emptiest);
    }
    examples.iter().map(|(_, story)| fold_of[story]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_are_spread_evenly() {
        let examples: Vec<(bool, i64)> = (0..43).map(|n| (n % 4 == 0, n)).collect();

        let folds = folds(&examples);

        for side in [true, false] {
            let counts = (0..FOLDS).map(|fold| {
                let of_side = examples.iter().zip(&folds);
                of_side
                    .filter(|((is_useful, _), of)| *is_useful == side && **of == fold)
                    .count()
            });
            let counts: Vec<usize> = counts.collect();
            let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
            assert!(most - least <= 1, "{side}: {counts:?}");
        }
    }

    #[test]
    fn a_story_is_never_cut() {
        let examples: Vec<(bool, i64)> = (0..60).map(|n| (n % 3 == 0, n / 4)).collect();

        let folds = folds(&examples);

        for ((_, story), fold) in examples.iter().zip(&folds) {
            let of_story = examples.iter().zip(&folds).filter(|((_, s), _)| s == story);
            assert!(of_story.clone().all(|(_, other)| other == fold), "{story}");
        }
        assert!((0..FOLDS).all(|fold| folds.contains(&fold)));
    }
}
