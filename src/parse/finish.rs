//! The last look at what a reader gave, the same for all of them.

use jiff::Timestamp;

use crate::model::item::Item;
use crate::model::item::Parsed;
use crate::model::problem::Problem;
use crate::parse::limits;

/// Counts empty items and keeps the newest where there are too many.
pub(super) fn finish(mut parsed: Parsed) -> Parsed {
    let empty = parsed.items.iter().filter(|item| is_empty(item)).count();
    if empty > 0 {
        let detail = format!("{empty} items say nothing at all");
        parsed.problems.push(Problem::new("empty-item", detail));
    }
    let count = parsed.items.len();
    if count > limits::ITEMS {
        parsed.items = newest(parsed.items);
        let detail = format!("of {count} items the newest {} were kept", limits::ITEMS);
        parsed.problems.push(Problem::new("too-many-items", detail));
    }
    parsed
}

fn is_empty(item: &Item) -> bool {
    *item == Item::default()
}

/// The newest in the feed's order; undated ones count as the oldest, and the earlier of equals as the newer.
fn newest(items: Vec<Item>) -> Vec<Item> {
    let mut by_age: Vec<(Option<Timestamp>, usize)> = items
        .iter()
        .enumerate()
        .map(|(at, item)| (item.published.or(item.updated), at))
        .collect();
    by_age.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut is_kept = vec![false; items.len()];
    for (_, at) in by_age.into_iter().take(limits::ITEMS) {
        is_kept[at] = true;
    }
    items
        .into_iter()
        .zip(is_kept)
        .filter_map(|(item, is_kept)| is_kept.then_some(item))
        .collect()
}
