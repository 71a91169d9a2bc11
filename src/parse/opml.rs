//! OPML 1.0 and 2.0, the list of feeds that readers exchange: bytes -> feeds with their folders, and what is no feed.
//!
//! The `opml` crate gives one error for a whole file and no lines; lists in the wild have bare `&` and missing `text`,
//! and their owner wants the rest. So it is read with the tolerant pass that feeds are read with. Nothing is asked.

use url::Url;

use crate::parse::NotAFeed;
use crate::parse::Source;
use crate::parse::attributes;
use crate::parse::decode;
use crate::parse::discover::plain_line;
use crate::parse::limits;
use crate::parse::refs;
use crate::parse::tags::Kind;
use crate::parse::tags::Tag;
use crate::parse::tags::Tags;

/// Folders inside folders that are remembered.
const DEPTH: usize = 32;

/// More feeds than any reader holds.
const FEEDS: usize = 50_000;

/// What a list holds, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opml {
    /// Feeds that can be asked.
    pub feeds: Vec<Listed>,
    /// Entries that cannot.
    pub refused: Vec<Unlisted>,
}

/// One feed of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// From 1.
    pub line: usize,
    /// http or https.
    pub url: Url,
    /// What the list calls it, on one line.
    pub title: Option<String>,
    /// The name that a wirewatch gave it, where the list is one of ours.
    pub name: Option<String>,
    /// As it stands there.
    pub language: Option<String>,
    /// Names of the folders around it, the outermost first.
    pub folders: Vec<String>,
}

/// One entry that is no feed for us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlisted {
    /// From 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

/// Reads a list of feeds; broken markup costs the entry that it stands in.
///
/// # Errors
///
/// When the bytes hold no outline at all, or are in a charset that is not read.
pub fn opml(bytes: &[u8]) -> Result<Opml, NotAFeed> {
    let base = Url::parse("http://localhost/").map_err(|_| NotAFeed::Empty)?;
    let decoded = decode::decode(&Source {
        bytes,
        base: &base,
        content_type: None,
        encoding: None,
    })?;
    let text = decoded.text.as_ref();
    let mut reading = Reading::default();
    let mut tags = Tags::new(text, 0);
    let mut is_opml = false;
    let (mut line, mut counted) = (1, 0);
    while let Some(tag) = tags.next() {
        let local = tag.name.rsplit(':').next().unwrap_or(tag.name);
        is_opml |= local.eq_ignore_ascii_case("opml");
        if !local.eq_ignore_ascii_case("outline") {
            continue;
        }
        is_opml = true;
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..tag.at]).count();
        counted = tag.at;
        reading.take(&tag, line);
    }
    if !is_opml {
        return Err(NotAFeed::Other {
            begins: text.trim_start().chars().take(80).collect(),
            feeds: Vec::new(),
            is_page: false,
        });
    }
    Ok(reading.opml)
}

#[derive(Default)]
struct Reading {
    opml: Opml,
    /// Outlines that are open; `None` for one that is no folder.
    open: Vec<Option<String>>,
    is_full: bool,
}

impl Reading {
    fn take(&mut self, tag: &Tag<'_>, line: usize) {
        if tag.kind == Kind::End {
            self.open.pop();
            return;
        }
        let written = attributes::value(tag.attributes, "xmlurl");
        match written {
            Some(written) if !written.trim().is_empty() => self.take_feed(tag, line, written),
            _ if tag.kind == Kind::Empty || says_feed(tag) => {
                self.refuse(line, format!("{} has no xmlUrl", called(tag)));
            }
            _ => {}
        }
        if tag.kind == Kind::Start {
            let folder = written.is_none().then(|| title(tag)).flatten();
            self.open.push(folder);
        }
    }

    fn take_feed(&mut self, tag: &Tag<'_>, line: usize, written: &str) {
        if self.opml.feeds.len() >= FEEDS {
            if !std::mem::replace(&mut self.is_full, true) {
                self.refuse(
                    line,
                    format!("more than {FEEDS} feeds: the rest is left out"),
                );
            }
            return;
        }
        let written = refs::decode(written.trim(), refs::Within::Xml);
        match address(&written) {
            Ok(url) => self.opml.feeds.push(Listed {
                line,
                url,
                title: title(tag),
                name: exactly(tag, "wirewatch:name"),
                language: exactly(tag, "language"),
                folders: self.open.iter().flatten().take(DEPTH).cloned().collect(),
            }),
            Err(reason) => self.refuse(line, format!("{}: {reason}", called(tag))),
        }
    }

    fn refuse(&mut self, line: usize, reason: String) {
        if self.opml.refused.len() < FEEDS {
            self.opml.refused.push(Unlisted { line, reason });
        }
    }
}

fn says_feed(tag: &Tag<'_>) -> bool {
    let kind = attributes::value(tag.attributes, "type").unwrap_or_default();
    ["rss", "atom", "feed"]
        .iter()
        .any(|feed| kind.trim().eq_ignore_ascii_case(feed))
}

fn address(written: &str) -> Result<Url, String> {
    if written.len() > limits::URL_BYTES {
        return Err(format!(
            "its address is longer than {} characters",
            limits::URL_BYTES
        ));
    }
    // `feed://` is what some readers write for a feed's own https.
    let https;
    let written = match written.strip_prefix("feed:") {
        Some(rest) if rest.starts_with("http") => rest,
        Some(rest) => {
            https = format!("https:{rest}");
            &https
        }
        None => written,
    };
    let shown: String = written
        .chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect();
    match Url::parse(written) {
        Ok(url) if !matches!(url.scheme(), "http" | "https") => {
            Err(format!("{shown:?} is not asked by http or https"))
        }
        Ok(url) if !url.username().is_empty() || url.password().is_some() => {
            Err("its address holds a user name or password".to_owned())
        }
        Ok(url) => Ok(url),
        Err(error) => Err(format!("{shown:?} is not an address: {error}")),
    }
}

/// `title`, else `text`; readers fill one, the other or both.
fn title(tag: &Tag<'_>) -> Option<String> {
    exactly(tag, "title").or_else(|| exactly(tag, "text"))
}

fn called(tag: &Tag<'_>) -> String {
    match title(tag) {
        Some(title) => format!("{:?}", title.chars().take(80).collect::<String>()),
        None => "an outline without title".to_owned(),
    }
}

/// An attribute by its whole name, on one line and without what a terminal would obey.
fn exactly(tag: &Tag<'_>, name: &str) -> Option<String> {
    let (_, written) =
        attributes::each(tag.attributes).find(|(found, _)| found.eq_ignore_ascii_case(name))?;
    let written = limits::cut(written, limits::RAW_TITLE_BYTES);
    plain_line(&refs::decode(written, refs::Within::Xml))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_titles_and_lines_are_kept_and_bad_entries_cost_only_themselves() {
        let list = "<?xml version=\"1.0\"?>\n<opml version=\"1.0\"><head><title>x & y</title></head><body>\n\
            <outline text='News'>\n<outline title='Europe'><outline text='A &amp; B' bogus XMLURL=\"http://a.test/?x=1&y=2\" language='be'/></outline>\n\
            <outline text=\"C\" xmlUrl='ftp://c.test/'/>\n<outline type='rss' text='D'/>\n\
            <outline xmlUrl='feed://e.test/rss'></outline>\n</outline>\n<outline text=\"F\" xmlUrl='https://f.test/'>";

        let read = opml(list.as_bytes()).unwrap();

        let feeds: Vec<_> = read
            .feeds
            .iter()
            .map(|feed| (feed.line, feed.url.as_str(), feed.folders.join("|")))
            .collect();
        assert_eq!(
            feeds,
            [
                (4, "http://a.test/?x=1&y=2", "News|Europe".to_owned()),
                (7, "https://e.test/rss", "News".to_owned()),
                (9, "https://f.test/", String::new()),
            ]
        );
        assert_eq!(read.feeds[0].title.as_deref(), Some("A & B"));
        assert_eq!(read.feeds[0].language.as_deref(), Some("be"));
        let refused: Vec<_> = read.refused.iter().map(|bad| bad.line).collect();
        assert_eq!(refused, [5, 6]);
        assert!(read.refused[0].reason.contains("ftp://c.test/"));
    }

    #[test]
    fn deep_and_endless_lists_end() {
        let deep = format!("<opml>{}", "<outline text='f'>".repeat(200_000));
        assert_eq!(opml(deep.as_bytes()).unwrap().feeds, []);
        let inside = format!(
            "{}<outline xmlUrl='http://a.test/'/>",
            "<outline text='f'>".repeat(1000)
        );
        let read = opml(inside.as_bytes()).unwrap();
        assert_eq!(read.feeds[0].folders.len(), DEPTH);
        assert!(opml(b"<html><body>no list</body></html>").is_err());
        assert_eq!(opml(b" "), Err(NotAFeed::Empty));
    }
}
