//! The items of one reading: counted all, kept the newest, however many a stranger sends.

use jiff::Timestamp;

use crate::model::item::Item;
use crate::model::problem::Problem;
use crate::parse::limits;

/// Items in the feed's order, of which there are never many more than are kept in the end.
pub(super) struct Items {
    kept: Vec<Item>,
    count: usize,
    empty: usize,
}

impl Default for Items {
    fn default() -> Self {
        Self {
            // As many as a feed mostly has: an item is large, and is copied each time that the room must grow.
            kept: Vec::with_capacity(32),
            count: 0,
            empty: 0,
        }
    }
}

impl Items {
    /// Takes the next item.
    pub(super) fn push(&mut self, item: Item) {
        self.count += 1;
        let is_empty = item.guid.is_none() && item.title.is_none() && item == Item::default();
        self.empty += usize::from(is_empty);
        self.kept.push(item);
        if self.kept.len() >= 2 * limits::ITEMS {
            self.kept = newest(std::mem::take(&mut self.kept));
        }
    }

    /// How many were taken.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The newest of them, and what there is to tell of the others.
    pub(super) fn finish(self, problems: &mut Vec<Problem>) -> Vec<Item> {
        if self.empty > 0 {
            let detail = format!("{} items say nothing at all", self.empty);
            problems.push(Problem::new("empty-item", detail));
        }
        if self.count <= limits::ITEMS {
            return self.kept;
        }
        let detail = format!(
            "of {} items the newest {} were kept",
            self.count,
            limits::ITEMS
        );
        problems.push(Problem::new("too-many-items", detail));
        newest(self.kept)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_items_are_counted_and_never_all_held() {
        let mut items = Items::default();
        for number in 0..1_000_000 {
            items.push(Item {
                published: Timestamp::from_second(number % 7_919).ok(),
                guid: Some(number.to_string()),
                ..Item::default()
            });
            assert!(items.kept.len() < 2 * limits::ITEMS);
        }
        let mut problems = Vec::new();
        let kept = items.finish(&mut problems);

        assert_eq!(kept.len(), limits::ITEMS);
        assert_eq!(
            problems[0].detail,
            "of 1000000 items the newest 5000 were kept"
        );
        let oldest = kept.iter().filter_map(|item| item.published).min();
        assert_eq!(oldest, Timestamp::from_second(7_919 - 40).ok());
    }
}
