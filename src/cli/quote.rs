//! A passage for the terminal: the words that matched stand between » and «, which no shell and no TOML string minds.

use crate::model::digest::QuotePart;

/// The passage in one line.
pub(super) fn marked(parts: &[QuotePart]) -> String {
    let parts = parts.iter().map(|part| {
        let text = part.text.replace('\n', " ");
        if part.is_hit {
            format!("»{text}«")
        } else {
            text
        }
    });
    parts.collect()
}
