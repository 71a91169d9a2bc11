//! The named character references of HTML (WHATWG), all 2,125 names. Knows nothing of `&` and `;`.

use std::cmp::Ordering;

/// One name a line, sorted by bytes: the name, `*` where it may also stand without `;`, the code points in hex.
const TABLE: &str = include_str!("entities.txt");

/// Names in the table.
const NAMES: usize = 2125;

/// What a name stands for: at most two characters.
pub(super) type Characters = (char, Option<char>);

/// The longest name, `CounterClockwiseContourIntegral`.
pub(super) const LONGEST_NAME: usize = 31;

/// The characters that `name` (without `&` and `;`) stands for.
pub(super) fn named(name: &str) -> Option<Characters> {
    match name {
        "amp" => return Some(('&', None)),
        "lt" => return Some(('<', None)),
        "gt" => return Some(('>', None)),
        "quot" => return Some(('"', None)),
        "apos" => return Some(('\'', None)),
        "nbsp" => return Some(('\u{a0}', None)),
        _ => {}
    }
    let (_, values) = find(name)?;
    let mut characters = values
        .split(' ')
        .filter_map(|hex| u32::from_str_radix(hex, 16).ok())
        .filter_map(char::from_u32);
    Some((characters.next()?, characters.next()))
}

/// Whether the standard lets `name` stand without its semicolon, as `&copy 2026` does.
pub(super) fn stands_bare(name: &str) -> bool {
    find(name).is_some_and(|(is_bare, _)| is_bare)
}

/// Binary search over the lines of the table.
fn find(name: &str) -> Option<(bool, &'static str)> {
    let found = LINES.binary_search_by(|start| {
        let line = &TABLE.as_bytes()[usize::from(*start)..];
        order(line, name.as_bytes())
    });
    let start = usize::from(LINES[found.ok()?]);
    let line = TABLE[start..].lines().next()?;
    let (label, values) = line.split_once(' ')?;
    Some((label.ends_with('*'), values))
}

/// How the label that `line` begins with stands to a name; what ends a label comes before all that a name is made of.
fn order(line: &[u8], name: &[u8]) -> Ordering {
    let differs = name.iter().zip(line).find(|(name, label)| name != label);
    match differs {
        Some((name, label)) => label.cmp(name),
        None if matches!(line.get(name.len()), Some(b' ' | b'*')) => Ordering::Equal,
        None => Ordering::Greater,
    }
}

/// Where each line of the table begins: names are looked up as often as a stranger likes.
static LINES: [u16; NAMES] = {
    assert!(
        TABLE.len() < u16::MAX as usize,
        "the table has outgrown its index"
    );
    let mut lines = [0; NAMES];
    let (mut line, mut at) = (1, 0);
    while line < NAMES {
        if TABLE.as_bytes()[at] == b'\n' {
            lines[line] = (at + 1) as u16;
            line += 1;
        }
        at += 1;
    }
    lines
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_table_is_found() {
        let mut count = 0;
        for line in TABLE.lines() {
            let name = line.split([' ', '*']).next().unwrap();
            assert!(named(name).is_some(), "{name}");
            assert!(name.len() <= LONGEST_NAME, "{name}");
            count += 1;
        }
        assert_eq!(count, NAMES);
    }

    #[test]
    fn names_of_one_and_of_two_characters_are_told_apart_from_unknown_ones() {
        assert_eq!(named("Aacute"), Some(('Á', None)));
        assert_eq!(named("zwnj"), Some(('\u{200c}', None)));
        assert_eq!(named("NotEqualTilde"), Some(('\u{2242}', Some('\u{338}'))));
        assert_eq!(named("doesnotexist"), None);
        assert_eq!(named(""), None);
        assert!(stands_bare("copy") && !stands_bare("hellip"));
    }
}
