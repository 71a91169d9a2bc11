//! The proof that a changed text says what the old one said, but for the change that was meant: by its meaning, not by the
//! places that the change was made at.

/// Whether the new text says what the old one said, but for the change that is meant.
pub(super) fn is_as_meant(
    before: &str,
    after: &str,
    meant: impl FnOnce(&mut toml::Table),
) -> Result<(), String> {
    let table = |text: &str| {
        text.parse::<toml::Table>()
            .map_err(|error| error.message().to_owned())
    };
    let (mut wanted, mut got) = (table(before)?, table(after)?);
    let feeds = wanted
        .entry("feed")
        .or_insert_with(|| toml::Value::Table(toml::Table::new()));
    meant(feeds.as_table_mut().ok_or("\"feed\" is no table")?);
    settle(&mut wanted);
    settle(&mut got);
    if wanted == got {
        Ok(())
    } else {
        Err("the change would touch something else".to_owned())
    }
}

/// Not paused is the same as silent about it, no feeds the same as an empty table.
fn settle(table: &mut toml::Table) {
    let Some(feeds) = table.get_mut("feed").and_then(toml::Value::as_table_mut) else {
        return;
    };
    for (_, feed) in feeds.iter_mut() {
        if let Some(feed) = feed.as_table_mut()
            && feed.get("paused") == Some(&toml::Value::Boolean(false))
        {
            feed.remove("paused");
        }
    }
    if feeds.is_empty() {
        table.remove("feed");
    }
}
