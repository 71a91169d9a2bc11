//! Guids that tell nothing apart: some feeds give one and the same to all their entries.

use std::collections::HashMap;
use std::collections::HashSet;

use url::Url;

use crate::model::item::Item;

/// Two entries with one guid are one article told twice; from here on the guid is the feed's habit.
const A_HABIT: usize = 3;

/// Takes a guid away from entries that share it although they link to different places: their links identify them.
pub fn drop_shared_guids(items: &mut [Item]) {
    let mut links: HashMap<&str, HashSet<&Url>> = HashMap::new();
    for item in items.iter() {
        if let (Some(guid), Some(link)) = (&item.guid, &item.link) {
            links.entry(guid).or_default().insert(link);
        }
    }
    let shared: HashSet<String> = links
        .into_iter()
        .filter(|(_, links)| links.len() >= A_HABIT)
        .map(|(guid, _)| guid.to_owned())
        .collect();
    for item in items {
        if item.link.is_some() && item.guid.as_ref().is_some_and(|guid| shared.contains(guid)) {
            item.guid = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(guid: &str, link: &str) -> Item {
        Item {
            guid: Some(guid.to_owned()),
            link: Some(link.parse().unwrap()),
            ..Item::default()
        }
    }

    #[test]
    fn a_guid_that_many_entries_share_is_none() {
        let mut items = [
            item("1", "https://a.example/1"),
            item("1", "https://a.example/2"),
            item("1", "https://a.example/3"),
            item("2", "https://a.example/4"),
            item("2", "https://a.example/5"),
        ];

        drop_shared_guids(&mut items);

        let guids = items.map(|item| item.guid.is_some());
        assert_eq!(guids, [false, false, false, true, true]);
    }
}
