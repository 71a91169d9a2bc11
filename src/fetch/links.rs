//! Link headers (RFC 8288), as far as they say who pushes a feed. Pure; garbage says nothing.

use url::Url;

use crate::model::pledge::HubLinks;

/// More header lines, and more links, than any answer needs.
const MOST: usize = 32;

/// Longer header lines are not read.
const LONGEST_LINE: usize = 8 * 1024;

/// What the header lines of an answer that came from `base` say of pushing.
pub(super) fn hub_links(lines: &[Vec<u8>], base: &Url) -> HubLinks {
    let mut found = HubLinks::default();
    let lines = lines.iter().take(MOST);
    for line in lines.filter(|line| line.len() <= LONGEST_LINE) {
        let line = String::from_utf8_lossy(line);
        for link in each(&line).into_iter().take(MOST) {
            note(&mut found, &link, base);
        }
    }
    found
}

/// One link: its target and its parameters, names in lower case.
struct Link<'a> {
    target: &'a str,
    parameters: Vec<(String, String)>,
}

fn note(found: &mut HubLinks, link: &Link<'_>, base: &Url) {
    // A link with an anchor is about another document.
    if link.parameters.iter().any(|(name, _)| name == "anchor") {
        return;
    }
    let Some((_, rel)) = link.parameters.iter().find(|(name, _)| name == "rel") else {
        return;
    };
    let target = base.join(link.target.trim()).ok();
    let Some(target) = target.filter(|url| matches!(url.scheme(), "http" | "https")) else {
        return;
    };
    for word in rel.split_ascii_whitespace() {
        if word.eq_ignore_ascii_case("hub") && !found.hubs.contains(&target) {
            found.hubs.push(target.clone());
        } else if word.eq_ignore_ascii_case("self") {
            found.self_link.get_or_insert_with(|| target.clone());
        }
    }
}

/// The links of one line. What is between `<` and `>` may hold commas, and so may what is quoted.
fn each(line: &str) -> Vec<Link<'_>> {
    let mut links = Vec::new();
    let mut rest = line;
    while let Some((_, after)) = rest.split_once('<') {
        let Some((target, after)) = after.split_once('>') else {
            break;
        };
        let (parameters, after) = parameters(after);
        links.push(Link { target, parameters });
        rest = after;
    }
    links
}

/// Parameters up to the comma that ends the link, and what follows it.
fn parameters(text: &str) -> (Vec<(String, String)>, &str) {
    let mut parameters = Vec::new();
    let mut rest = text.trim_start();
    while let Some(after) = rest.strip_prefix(';') {
        let end = after.find([';', ',', '=']).unwrap_or(after.len());
        let name = after[..end].trim().to_ascii_lowercase();
        let (value, after) = match after[end..].strip_prefix('=') {
            Some(after) => value(after.trim_start()),
            None => (String::new(), &after[end..]),
        };
        parameters.push((name, value));
        rest = after.trim_start();
    }
    (parameters, rest)
}

/// A token or a quoted string, and what follows it.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([';', ',']).unwrap_or(text.len());
        return (text[..end].trim().to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, &quoted[at + 1..]),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            _ => value.push(character),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> (Vec<String>, Option<String>) {
        let lines: Vec<_> = lines.iter().map(|line| line.as_bytes().to_vec()).collect();
        let base = Url::parse("https://news.example/a/feed").unwrap();
        let found = hub_links(&lines, &base);
        let hubs = found.hubs.into_iter().map(String::from).collect();
        (hubs, found.self_link.map(String::from))
    }

    #[test]
    fn hubs_and_the_feeds_own_address_are_found_in_every_spelling() {
        let hub = vec!["https://hub.example/".to_owned()];
        let own = Some("https://news.example/feed".to_owned());
        for lines in [
            &["<https://hub.example/>; rel=\"hub\", <https://news.example/feed>; rel=\"self\""][..],
            &[
                "<https://hub.example/>;rel=hub",
                "</feed>; REL=self; type=\"a/b\"",
            ],
            &[
                "<../feed>; title=\"a, <b>; rel=\\\"hub\\\"\"; rel=\"alternate SELF\" , <//hub.example>; rel=\"x hub\"",
            ],
            &["<https://hub.example/>; rel=hub; rel=self, <https://news.example/feed>; rel = self"],
        ] {
            assert_eq!(read(lines), (hub.clone(), own.clone()), "{lines:?}");
        }
    }

    #[test]
    fn what_is_no_link_or_about_something_else_says_nothing() {
        let long = format!("<https://hub.example/{}>; rel=hub", "a".repeat(9000));
        for line in [
            "",
            "<",
            "<https://hub.example/",
            "https://hub.example/; rel=hub",
            "<https://hub.example/>",
            "<https://hub.example/>; rel",
            "<ftp://hub.example/>; rel=hub",
            "<javascript:x>; rel=hub",
            "<https://hub.example/>; rel=hub; anchor=\"/other\"",
            "<https://hub.example/>; rel=\"hubs\"",
            "\"<;,=\\",
            &long,
        ] {
            assert_eq!(read(&[line]), (Vec::new(), None), "{line:?}");
        }
    }
}
