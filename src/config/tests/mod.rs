//! What the files people edit mean, and how they are told what is wrong with them.

use crate::config::DEFAULT_WATCHLIST;
use crate::config::watchlist_from_text;

#[test]
fn the_shipped_watchlist_loads_without_a_warning() {
    let (_, _, warnings) = watchlist_from_text("watchlist.toml", DEFAULT_WATCHLIST).unwrap();

    assert!(warnings.is_empty(), "{warnings}");
}
