//! What an element is called and what it is for: namespaces to a few kinds, names to fields.

use crate::parse::attributes;
use crate::parse::limits;

/// The vocabularies in which feeds say what we want to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// RSS, Atom, CDF and sitemaps themselves, in whatever namespace the root is.
    Core,
    DublinCore,
    Content,
    Media,
    Itunes,
    Xhtml,
    Syndication,
    /// RDF's own, and everything unknown: `ex:title` is no title.
    Foreign,
    /// Google's extension of sitemaps.
    News,
}

/// What an element tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    MediaTitle,
    Link,
    Id,
    Published,
    Updated,
    /// dc:date.
    Dated,
    Created,
    Author,
    Summary,
    /// A summary to fall back on.
    MediaSummary,
    Content,
    Category,
    Source,
    Language,
    Ttl,
    UpdatePeriod,
    UpdateFrequency,
    SkipHour,
    SkipDay,
    /// Of the sitemap's outlet.
    OutletName,
}

/// The field that an element of this name tells.
pub(super) fn field(space: Space, local: &str) -> Option<Field> {
    let mut buffer = [0_u8; 20];
    let lower = lowered(local, &mut buffer)?;
    match space {
        Space::Core => core_field(lower),
        Space::DublinCore => dublin_core_field(lower),
        Space::Content => (lower == b"encoded").then_some(Field::Content),
        Space::Media => match lower {
            b"title" => Some(Field::MediaTitle),
            b"description" => Some(Field::MediaSummary),
            b"keywords" | b"category" => Some(Field::Category),
            _ => None,
        },
        Space::Itunes => match lower {
            b"title" => Some(Field::MediaTitle),
            b"summary" | b"subtitle" => Some(Field::MediaSummary),
            b"author" => Some(Field::Author),
            b"keywords" => Some(Field::Category),
            _ => None,
        },
        Space::Xhtml => (lower == b"body").then_some(Field::Content),
        Space::Syndication => match lower {
            b"updateperiod" => Some(Field::UpdatePeriod),
            b"updatefrequency" => Some(Field::UpdateFrequency),
            _ => None,
        },
        Space::News => match lower {
            b"title" => Some(Field::Title),
            b"publication_date" => Some(Field::Published),
            b"name" => Some(Field::OutletName),
            b"language" => Some(Field::Language),
            b"keywords" => Some(Field::Category),
            _ => None,
        },
        Space::Foreign => None,
    }
}

fn core_field(lower: &[u8]) -> Option<Field> {
    Some(match lower {
        b"title" => Field::Title,
        b"link" | b"loc" => Field::Link,
        b"description" | b"summary" | b"abstract" => Field::Summary,
        b"pubdate" | b"published" | b"issued" => Field::Published,
        b"guid" | b"id" => Field::Id,
        b"category" => Field::Category,
        b"updated" | b"modified" | b"lastmod" | b"lastbuilddate" => Field::Updated,
        b"date" => Field::Dated,
        b"content" | b"fullitem" | b"body" => Field::Content,
        b"author" => Field::Author,
        b"created" => Field::Created,
        b"source" => Field::Source,
        b"language" => Field::Language,
        b"ttl" => Field::Ttl,
        b"hour" => Field::SkipHour,
        b"day" => Field::SkipDay,
        _ => return None,
    })
}

fn dublin_core_field(lower: &[u8]) -> Option<Field> {
    Some(match lower {
        b"title" => Field::Title,
        b"date" => Field::Dated,
        b"modified" => Field::Updated,
        b"issued" => Field::Published,
        b"created" => Field::Created,
        b"creator" | b"author" => Field::Author,
        b"description" => Field::Summary,
        b"subject" => Field::Category,
        b"language" => Field::Language,
        _ => return None,
    })
}

/// `name` in lower case, when it is short enough to mean anything to us.
pub(super) fn lowered<'b>(name: &str, buffer: &'b mut [u8; 20]) -> Option<&'b [u8]> {
    let target = buffer.get_mut(..name.len())?;
    target.copy_from_slice(name.as_bytes());
    target.make_ascii_lowercase();
    Some(target)
}

/// The namespace declarations in force.
pub(super) struct Spaces<'a> {
    declared: Vec<Declared<'a>>,
    /// The prefix of the root element: what it is bound to is the feed's own vocabulary, however misspelt.
    root_prefix: &'a str,
    root_uri: &'a str,
    /// RDF's root is in RDF's namespace; what stands in it without a prefix is the feed's own vocabulary.
    is_in_rdf: bool,
    /// What names without a prefix are in, which nearly all names are.
    default: Space,
}

struct Declared<'a> {
    depth: usize,
    prefix: &'a str,
    space: Space,
}

impl<'a> Spaces<'a> {
    /// Declarations for a text whose root element is called `root_name`.
    pub(super) fn new(root_name: &'a str) -> Self {
        Self {
            declared: Vec::new(),
            root_prefix: root_name.split_once(':').map_or("", |(prefix, _)| prefix),
            root_uri: "",
            is_in_rdf: local_name(root_name).eq_ignore_ascii_case("rdf"),
            default: Space::Core,
        }
    }

    /// Takes note of the declarations on an element at `depth`.
    pub(super) fn declare(&mut self, depth: usize, element: &'a str, attributes: &'a str) {
        let is_frame = (depth == 0 && self.is_in_rdf) || is_frame(element);
        for (name, uri) in attributes::each(attributes) {
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) if rest.starts_with(':') => &rest[1..],
                _ => continue,
            };
            if self.declared.len() >= limits::NAMESPACES {
                return;
            }
            let uri = uri.trim();
            if depth == 0 && prefix == self.root_prefix && !is_rdf(uri) {
                self.root_uri = uri;
            }
            let space = if !uri.is_empty() && uri == self.root_uri {
                Space::Core
            } else {
                match of_uri(uri) {
                    // An item is an item, whatever namespace its writer thought of.
                    Space::Foreign if prefix.is_empty() && is_frame => Space::Core,
                    space => space,
                }
            };
            self.declared.push(Declared {
                depth,
                prefix,
                space,
            });
            if prefix.is_empty() {
                self.default = space;
            }
        }
    }

    /// Forgets the declarations of elements at `depth` and below.
    pub(super) fn forget(&mut self, depth: usize) {
        while self.declared.last().is_some_and(|last| last.depth >= depth) {
            self.declared.pop();
            let default = self.declared.iter().rev().find(|d| d.prefix.is_empty());
            self.default = default.map_or(Space::Core, |d| d.space);
        }
    }

    /// The vocabulary and the local name of a qualified one.
    pub(super) fn resolve(&self, name: &'a str) -> (Space, &'a str) {
        // A loop, for names are shorter than a call to a search is worth.
        let Some(colon) = name.bytes().position(|byte| byte == b':') else {
            return (self.default, name);
        };
        let (prefix, local) = (&name[..colon], &name[colon + 1..]);
        let declared = self.declared.iter().rev().find(|d| d.prefix == prefix);
        let space = match declared {
            Some(found) => found.space,
            None => space_of_prefix(prefix),
        };
        (space, local)
    }
}

/// Whether a feed's frame has an element of this name.
fn is_frame(name: &str) -> bool {
    ["item", "entry", "channel"]
        .iter()
        .any(|frame| name.eq_ignore_ascii_case(frame))
}

/// The name without its prefix.
fn local_name(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

fn is_rdf(uri: &str) -> bool {
    uri.ends_with("22-rdf-syntax-ns#")
}

fn of_uri(uri: &str) -> Space {
    let uri = uri.trim_end_matches(['/', '#']);
    let bare = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    let starts = |start: &str| {
        bare.get(..start.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    };
    if bare.is_empty()
        || starts("www.w3.org/2005/atom")
        || starts("purl.org/atom")
        || (starts("purl.org/rss/1.0") && !starts("purl.org/rss/1.0/modules"))
        || starts("purl.org/net/rss1.1")
        || starts("backend.userland.com/rss")
        || starts("my.netscape.com")
        || starts("channel.netscape.com")
        || starts("blogs.law.harvard.edu/tech/rss")
        || starts("cyber.law.harvard.edu/rss")
        || starts("www.sitemaps.org/schemas/sitemap")
    {
        Space::Core
    } else if starts("purl.org/dc/") {
        Space::DublinCore
    } else if starts("purl.org/rss/1.0/modules/content") {
        Space::Content
    } else if starts("purl.org/rss/1.0/modules/syndication") {
        Space::Syndication
    } else if starts("search.yahoo.com/mrss") || starts("video.search.yahoo.com/mrss") {
        Space::Media
    } else if starts("www.itunes.com/dtds/podcast") {
        Space::Itunes
    } else if starts("www.w3.org/1999/xhtml") {
        Space::Xhtml
    } else if starts("www.google.com/schemas/sitemap-news") {
        Space::News
    } else {
        Space::Foreign
    }
}

/// What an undeclared prefix is taken for: what everybody binds it to.
pub(super) fn space_of_prefix(prefix: &str) -> Space {
    match prefix {
        "" | "atom" | "atom10" | "a10" | "rss" => Space::Core,
        "dc" | "dcterms" | "dct" => Space::DublinCore,
        "content" => Space::Content,
        "sy" => Space::Syndication,
        "media" => Space::Media,
        "itunes" => Space::Itunes,
        "xhtml" => Space::Xhtml,
        "news" => Space::News,
        _ => Space::Foreign,
    }
}

/// Elements whose inside is about something else than the item or channel they stand in.
pub(super) fn is_aside(local: &str) -> bool {
    ["image", "textinput", "svg", "contributor", "cloud"]
        .iter()
        .any(|name| local.eq_ignore_ascii_case(name))
}

/// HTML elements that have no inside, should they turn up bare between fields.
pub(super) fn is_void(name: &str) -> bool {
    matches!(name, "br" | "img" | "hr" | "BR" | "IMG" | "HR")
}

/// CDF's channel and its links have their address in HREF.
pub(super) fn is_cdf_link(local: &str) -> bool {
    local.eq_ignore_ascii_case("a") || local.eq_ignore_ascii_case("channel")
}
