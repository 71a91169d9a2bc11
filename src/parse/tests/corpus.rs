//! `tests/feeds`: pairs of a feed and what it is read as. A new oddity from the wild is a new pair.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::read;
use crate::model::item::Channel;
use crate::model::item::Item;
use crate::model::item::Markup;
use crate::model::item::Parsed;

#[test]
fn every_feed_of_the_corpus_is_read_as_expected() {
    let feeds = feeds();
    assert!(feeds.len() > 20, "the corpus is gone");
    for feed in feeds {
        let parsed = read(fs::read(&feed).unwrap()).unwrap();
        let got = serde_json::to_string_pretty(&described(&parsed)).unwrap();
        let expected = feed.with_extension("expected.json");
        let wanted = fs::read_to_string(&expected).unwrap_or_default();
        assert!(wanted.trim() == got, "{}: got\n{got}", feed.display());
    }
}

fn feeds() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/feeds");
    let mut feeds: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.to_string_lossy().ends_with(".expected.json"))
        .collect();
    feeds.sort();
    feeds
}

/// Everything that was read, absent things left out.
fn described(parsed: &Parsed) -> Value {
    let kinds: Vec<&str> = parsed.problems.iter().map(|p| p.kind).collect();
    json!({
        "format": parsed.format.as_str(),
        "encoding": parsed.encoding,
        "partial": parsed.partial,
        "problems": kinds,
        "channel": channel(&parsed.channel),
        "items": parsed.items.iter().map(item).collect::<Vec<_>>(),
    })
}

fn channel(channel: &Channel) -> Value {
    let urls = |urls: &[url::Url]| urls.iter().map(ToString::to_string).collect::<Vec<_>>();
    present([
        ("title", json!(channel.title)),
        ("link", json!(channel.link)),
        ("language", json!(channel.language)),
        ("pace_s", json!(channel.pace.map(|pace| pace.as_secs()))),
        ("skip_hours", json!(channel.skip_hours)),
        ("skip_days", json!(channel.skip_days)),
        ("hubs", json!(urls(&channel.hubs))),
        ("self", json!(channel.self_link)),
    ])
}

fn item(item: &Item) -> Value {
    present([
        ("guid", json!(item.guid)),
        ("title", json!(item.title)),
        ("link", json!(item.link)),
        ("link_as_written", json!(item.link_as_written)),
        ("published", json!(item.published)),
        ("updated", json!(item.updated)),
        ("author", json!(item.author)),
        ("summary", json!(item.summary.as_ref().map(markup))),
        ("content", json!(item.content.as_ref().map(markup))),
        ("categories", json!(item.categories)),
        ("language", json!(item.language)),
        ("source", json!(item.source)),
    ])
}

fn markup(markup: &Markup) -> Value {
    match markup {
        Markup::Html(text) => json!({ "html": text }),
        Markup::Text(text) => json!({ "text": text }),
    }
}

fn present<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    let is_there =
        |value: &Value| !value.is_null() && value.as_array().is_none_or(|a| !a.is_empty());
    pairs
        .into_iter()
        .filter(|(_, value)| is_there(value))
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
