//! Who else tells a story: other outlets, and not the lead's own once more, at another address or in another feed.

use std::collections::BTreeSet;

use url::Url;

use crate::model::digest::AlsoTold;
use crate::model::digest::StoryEntry;
use crate::model::outlet::outlet_of;

/// The first article of every other outlet, in their order.
pub(super) fn others(story: &StoryEntry) -> Vec<&AlsoTold> {
    let mut names: BTreeSet<&str> = BTreeSet::from([story.outlet.as_str()]);
    let mut sites: BTreeSet<String> = story
        .link
        .as_ref()
        .and_then(outlet_of)
        .into_iter()
        .collect();
    let mut others = Vec::new();
    for also in &story.also {
        let site = also.link.as_ref().and_then(|link: &Url| outlet_of(link));
        let is_known = names.contains(also.outlet.as_str())
            || site.as_ref().is_some_and(|site| sites.contains(site));
        names.insert(&also.outlet);
        sites.extend(site);
        if !is_known {
            others.push(also);
        }
    }
    others
}
