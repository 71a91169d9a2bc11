//! The named character references of HTML (WHATWG), all 2,125 names. Knows nothing of `&` and `;`.

/// One name a line, sorted by bytes: the name, `*` where it may also stand without `;`, the code points in hex.
const TABLE: &str = include_str!("entities.txt");

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
    let (mut low, mut high) = (0, TABLE.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = TABLE[..middle].rfind('\n').map_or(0, |at| at + 1).max(low);
        let end = TABLE[start..]
            .find('\n')
            .map_or(TABLE.len(), |at| start + at);
        let (label, values) = TABLE[start..end].split_once(' ')?;
        let label_name = label.trim_end_matches('*');
        match name.cmp(label_name) {
            std::cmp::Ordering::Equal => return Some((label.ends_with('*'), values)),
            std::cmp::Ordering::Less => high = start,
            std::cmp::Ordering::Greater => low = end + 1,
        }
    }
    None
}

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
        assert_eq!(count, 2125);
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
