//! The attributes of a tag, quoted, half quoted or bare.

/// The value of an attribute by its local name in lower case, as written; the first of several.
pub(super) fn value<'a>(attributes: &'a str, local: &str) -> Option<&'a str> {
    if attributes.len() <= local.len() {
        return None;
    }
    each(attributes)
        .find(|(name, _)| is_local(name.as_bytes(), local.as_bytes()))
        .map(|(_, value)| value)
}

/// Whether a qualified name has this local name.
fn is_local(name: &[u8], local: &[u8]) -> bool {
    let Some(prefix) = name.len().checked_sub(local.len()) else {
        return false;
    };
    name[prefix..].eq_ignore_ascii_case(local) && (prefix == 0 || name[prefix - 1] == b':')
}

/// Names and values as written, in order; attributes without a value are left out.
pub(super) fn each(attributes: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = attributes;
    std::iter::from_fn(move || {
        let equals = memchr::memchr(b'=', rest.as_bytes())?;
        let name = last_word(trim_end(&rest[..equals]));
        let value = trim_start(&rest[equals + 1..]);
        let (value, after) = match value.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => {
                let inside = &value[1..];
                match memchr::memchr(*quote, inside.as_bytes()) {
                    Some(end) => (&inside[..end], &inside[end + 1..]),
                    None => (inside, ""),
                }
            }
            _ => {
                let end = value.find(|c: char| c.is_ascii_whitespace());
                value.split_at(end.unwrap_or(value.len()))
            }
        };
        rest = after;
        Some((name, value))
    })
}

/// What follows the last white space or quote.
fn last_word(text: &str) -> &str {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'');
    let start = text.as_bytes().iter().rposition(ends);
    &text[start.map_or(0, |at| at + 1)..]
}

/// As the standard library's, for texts that seldom have anything to trim.
fn trim_end(text: &str) -> &str {
    let is_trim = text.as_bytes().last().is_some_and(u8::is_ascii_graphic);
    if is_trim { text } else { text.trim_end() }
}

/// As the standard library's, for texts that seldom have anything to trim.
fn trim_start(text: &str) -> &str {
    let is_trim = text.as_bytes().first().is_some_and(u8::is_ascii_graphic);
    if is_trim { text } else { text.trim_start() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_in_every_spelling() {
        let attributes = " href='a' xml:lang = \"be\" bare rdf:about=x IsPermaLink=\"false\"";
        assert_eq!(value(attributes, "href"), Some("a"));
        assert_eq!(value(attributes, "lang"), Some("be"));
        assert_eq!(value(attributes, "about"), Some("x"));
        assert_eq!(value(attributes, "ispermalink"), Some("false"));
        assert_eq!(value(attributes, "missing"), None);
    }
}
