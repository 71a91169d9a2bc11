//! TOML to be pasted into a watchlist.

/// The text as a TOML string, with its quotes, on one line.
#[must_use]
pub fn toml_string(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    toml::Value::String(one_line).to_string()
}
