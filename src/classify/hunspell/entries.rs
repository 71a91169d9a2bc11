//! The lines of a `.dic` file: a word, and behind a `/` its flags.

/// A longer line is no word of any language.
const LONGEST_LINE: usize = 4096;

/// One line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'a> {
    /// As the file has it.
    pub(super) word: &'a str,
    /// As written.
    pub(super) flags: &'a str,
}

/// The entries in the order of the file. Its first line, a count, is no word that anybody asks for.
pub(super) fn entries(text: &str) -> impl Iterator<Item = Entry<'_>> {
    text.split('\n').filter_map(entry)
}

fn entry(line: &str) -> Option<Entry<'_>> {
    if line.len() > LONGEST_LINE {
        return None;
    }
    let end = line
        .bytes()
        .position(|byte| matches!(byte, b'/' | b' ' | b'\t' | b'\r'))
        .unwrap_or(line.len());
    let (word, rest) = line.split_at(end);
    if word.is_empty() || word.ends_with('\\') {
        return None; // words with a slash in them are not asked for
    }
    let flags = match rest.strip_prefix('/') {
        Some(flags) => flags.split_ascii_whitespace().next().unwrap_or_default(),
        // Several words: "ad hoc". Morphological fields are told by their colon: "po:noun".
        None if rest.trim().is_empty() || is_field(rest) => "",
        None => return None,
    };
    Some(Entry { word, flags })
}

fn is_field(rest: &str) -> bool {
    let first = rest.split_ascii_whitespace().next().unwrap_or_default();
    first.as_bytes().get(2) == Some(&b':')
}
