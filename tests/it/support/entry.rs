//! Entry: an item that a test's newsroom publishes, and RSS made of such items.

use jiff::Timestamp;

/// One published item.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) guid: String,
    pub(crate) title: String,
    pub(crate) link: String,
    pub(crate) text: String,
    pub(crate) published: Timestamp,
}

impl Entry {
    /// An item whose link and guid derive from `slug`.
    pub(crate) fn new(slug: &str, title: &str, text: &str, published: Timestamp) -> Self {
        Self {
            guid: format!("tag:news.example,2026:{slug}"),
            title: title.to_owned(),
            link: format!("https://news.example/{slug}"),
            text: text.to_owned(),
            published,
        }
    }
}

/// An RSS 2.0 document, escaped as it should be.
pub(crate) fn rss(channel: &str, entries: &[Entry]) -> String {
    let items: String = entries.iter().map(item).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>{}</title>\
         <link>https://news.example/</link><description>A test's newsroom</description>{items}</channel></rss>\n",
        escape(channel)
    )
}

fn item(entry: &Entry) -> String {
    format!(
        "\n<item><guid isPermaLink=\"false\">{}</guid><title>{}</title><link>{}</link>\
         <description>{}</description><pubDate>{}</pubDate></item>",
        escape(&entry.guid),
        escape(&entry.title),
        escape(&entry.link),
        escape(&entry.text),
        entry.published.strftime("%a, %d %b %Y %H:%M:%S +0000"),
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('\r', "&#13;")
        .replace('\n', "&#10;")
}
