//! The attributes of a tag, quoted, half quoted or bare.

/// The value of an attribute by its local name in lower case, as written; the first of several.
pub(super) fn value<'a>(attributes: &'a str, local: &str) -> Option<&'a str> {
    if attributes.len() <= local.len() {
        return None;
    }
    each(attributes)
        .find(|(name, _)| {
            let name = name.rsplit(':').next().unwrap_or(name);
            name.eq_ignore_ascii_case(local)
        })
        .map(|(_, value)| value)
}

/// Names and values as written, in order; attributes without a value are left out.
pub(super) fn each(attributes: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = attributes;
    std::iter::from_fn(move || {
        let equals = memchr::memchr(b'=', rest.as_bytes())?;
        let name = rest[..equals].trim_end();
        let name_start = name.rfind(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\''));
        let name = &name[name_start.map_or(0, |at| at + 1)..];
        let value = rest[equals + 1..].trim_start();
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
