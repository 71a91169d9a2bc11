//! Where feeds stand in a file, whichever of TOML's forms they have: `[feed.a]`, `feed.a.url = …`, `a = { … }`.

use std::ops::Range;

use toml_edit::Document;
use toml_edit::Item;
use toml_edit::Table;
use toml_edit::TableLike;
use toml_edit::Value;

use crate::config::edit::lines;
use crate::config::edit::lines::Splice;

/// All feeds of a file, in its order, and where one more may stand.
pub(super) struct Located {
    pub(super) feeds: Vec<Found>,
    /// The braces of `feed = { … }`, where all feeds stand in one value.
    pub(super) braces: Option<Range<usize>>,
}

/// One feed of a file.
pub(super) struct Found {
    /// The table's key.
    pub(super) name: String,
    form: Form,
    /// Its values, in the order written.
    leaves: Vec<Leaf>,
    /// Each header with the values right below it; each value by itself where there is no header.
    parts: Vec<Range<usize>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `[feed.a]`
    Header,
    /// `feed.a.url = …`, a line each.
    Dotted,
    /// `a = { url = … }`, a line by itself.
    Braced,
    /// Within `feed = { … }`.
    Element,
}

struct Leaf {
    /// Right below the feed, as `url` is.
    is_direct: bool,
    name: String,
    key: Range<usize>,
    value: Range<usize>,
    is_true: bool,
}

/// Looks a whole file through.
pub(super) fn feeds(text: &str) -> Result<Located, String> {
    let document = Document::parse(text).map_err(|error| error.message().to_owned())?;
    let Some(item) = document.as_table().get("feed") else {
        return Ok(Located {
            feeds: Vec::new(),
            braces: None,
        });
    };
    let is_braced = matches!(item, Item::Value(Value::InlineTable(_)));
    let table = item.as_table_like().ok_or("\"feed\" is no table")?;
    let mut feeds = Vec::new();
    for (name, _) in table.iter() {
        feeds.extend(found(table, name, is_braced));
    }
    feeds.sort_by_key(Found::start);
    Ok(Located {
        feeds,
        braces: item.span().filter(|_| is_braced),
    })
}

fn found(table: &dyn TableLike, name: &str, is_in_braces: bool) -> Option<Found> {
    let (key, item) = table.get_key_value(name)?;
    let form = match item {
        _ if is_in_braces => Form::Element,
        Item::Table(table) if table.is_dotted() => Form::Dotted,
        Item::Table(_) => Form::Header,
        _ => Form::Braced,
    };
    let mut found = Found {
        name: name.to_owned(),
        form,
        leaves: Vec::new(),
        parts: Vec::new(),
    };
    match item {
        Item::Table(table) => found.take_table(table, true),
        Item::Value(Value::InlineTable(table)) => {
            found.take_values(table, true);
            match item.span().filter(|_| !table.is_dotted()) {
                Some(value) => found.parts.push(key.span()?.start..value.end),
                None => {
                    let parts = found
                        .leaves
                        .iter()
                        .map(|leaf| leaf.key.start..leaf.value.end);
                    found.parts = parts.collect();
                    // `b.url = …` begins with `b`, and only its first one is told by the parser.
                    if let (Some(first), Some(span)) = (found.parts.first_mut(), key.span()) {
                        first.start = span.start;
                    }
                }
            }
        }
        _ => return None,
    }
    (!found.parts.is_empty()).then_some(found)
}

impl Found {
    /// Where it begins in the file.
    pub(super) fn start(&self) -> usize {
        self.parts
            .iter()
            .map(|part| part.start)
            .min()
            .unwrap_or_default()
    }

    /// Where its last header's section ends; `None` for other forms.
    pub(super) fn section_end(&self) -> Option<usize> {
        (self.form == Form::Header).then(|| self.parts.iter().map(|part| part.end).max())?
    }

    /// Past its last value.
    pub(super) fn last_value_end(&self) -> Option<usize> {
        self.parts.iter().map(|part| part.end).max()
    }

    fn take_table(&mut self, table: &Table, is_direct: bool) {
        let first = self.leaves.len();
        self.take_values(table, is_direct);
        let header = table
            .span()
            .filter(|_| !table.is_dotted() && !table.is_implicit());
        let leaves = &self.leaves[first..];
        match header {
            Some(header) => {
                let end = leaves.iter().map(|leaf| leaf.value.end).max();
                let end = end.unwrap_or(header.end).max(header.end);
                self.parts.push(header.start..end);
            }
            None => {
                let parts = leaves.iter().map(|leaf| leaf.key.start..leaf.value.end);
                self.parts.extend(parts);
            }
        }
        for (_, item) in table {
            if let Item::Table(below) = item
                && !below.is_dotted()
            {
                self.take_table(below, false);
            }
        }
    }

    /// The values below a table, through dotted keys and not through headers.
    fn take_values(&mut self, table: &dyn TableLike, is_direct: bool) {
        for (name, _) in table.iter() {
            let Some((key, item)) = table.get_key_value(name) else {
                continue;
            };
            match item {
                Item::Table(below) if below.is_dotted() => self.take_values(below, false),
                Item::Value(Value::InlineTable(below)) if below.is_dotted() => {
                    self.take_values(below, false);
                }
                _ => {
                    if let (Some(key), Some(value), Item::Value(written)) =
                        (key.span(), item.span(), item)
                    {
                        self.leaves.push(Leaf {
                            is_direct,
                            name: name.to_owned(),
                            key,
                            value,
                            is_true: written.as_bool() == Some(true),
                        });
                    }
                }
            }
        }
    }

    fn paused(&self) -> Option<&Leaf> {
        self.leaves
            .iter()
            .find(|leaf| leaf.is_direct && leaf.name == "paused")
    }

    /// What to do so that the feed is paused, or not; nothing where it is so already.
    pub(super) fn set_paused(&self, text: &str, is_paused: bool) -> Vec<Splice> {
        let splice = match self.paused() {
            Some(leaf) if leaf.is_true == is_paused => None,
            None if !is_paused => None,
            Some(leaf) if is_paused => Some(Splice {
                range: leaf.value.clone(),
                with: "true".to_owned(),
            }),
            Some(leaf) => Some(self.resumed(text, leaf)),
            None => self.pausing(text),
        };
        splice.into_iter().collect()
    }

    /// The key goes; where somebody wrote a comment beside it, it says `false` instead.
    fn resumed(&self, text: &str, paused: &Leaf) -> Splice {
        let to_false = Splice {
            range: paused.value.clone(),
            with: "false".to_owned(),
        };
        match self.form {
            Form::Header | Form::Dotted => {
                let from = lines::start(text, paused.key.start);
                let until = lines::end(text, paused.value.end);
                if text[paused.value.end..until].trim().is_empty() {
                    // At the end of a file whose last line has no ending, the line above takes its place.
                    let is_unended = !text[..until].ends_with('\n');
                    let above = text[..from].strip_suffix('\n').unwrap_or_default();
                    let above = above.strip_suffix('\r').unwrap_or(above).len();
                    Splice::removing(if is_unended { above } else { from }..until)
                } else {
                    to_false
                }
            }
            // Whether a comma before or after it goes as well depends on its neighbours: `false` is always sound.
            Form::Braced | Form::Element => {
                match text[..paused.key.start].trim_end().strip_suffix(',') {
                    Some(before) if self.is_last(paused) && self.form == Form::Braced => {
                        Splice::removing(before.len()..paused.value.end)
                    }
                    _ => to_false,
                }
            }
        }
    }

    fn is_last(&self, leaf: &Leaf) -> bool {
        self.leaves
            .iter()
            .all(|other| other.key.start <= leaf.key.start)
    }

    fn pausing(&self, text: &str) -> Option<Splice> {
        let direct = self.leaves.iter().filter(|leaf| leaf.is_direct);
        match self.form {
            Form::Header | Form::Dotted => {
                let last = match self.form {
                    // Below a header, also values with dots in their keys belong to the same section.
                    Form::Header => self.main_section(text)?,
                    _ => direct.max_by_key(|leaf| leaf.value.end)?.value.end,
                };
                let from = self.leaves.iter().find(|leaf| leaf.is_direct);
                let before = from.map_or("", |leaf| {
                    &text[lines::start(text, leaf.key.start)..leaf.key.start]
                });
                let at = lines::end(text, last);
                let line = format!("{before}paused = true");
                let ending = lines::ending(text, at);
                Some(Splice::inserting(
                    at,
                    if text[..at].ends_with('\n') {
                        format!("{line}{ending}")
                    } else {
                        format!("{ending}{line}")
                    },
                ))
            }
            Form::Braced | Form::Element => {
                let last = self.leaves.iter().max_by_key(|leaf| leaf.value.end)?;
                let is_dotted = self.parts.len() > 1 || self.parts.first()?.end == last.value.end;
                let before = match direct.min_by_key(|leaf| leaf.key.start) {
                    Some(first) if is_dotted => &text[self.start()..first.key.start],
                    _ => "",
                };
                let written = format!(", {before}paused = true");
                Some(Splice::inserting(last.value.end, written))
            }
        }
    }

    /// Where the values right below `[feed.a]` end; its header, where there are none.
    fn main_section(&self, text: &str) -> Option<usize> {
        let direct = self.leaves.iter().find(|leaf| leaf.is_direct);
        let holds = |part: &&Range<usize>| {
            direct.map_or(text[part.start..].starts_with('['), |leaf| {
                part.contains(&leaf.key.start)
            })
        };
        self.parts.iter().find(holds).map(|part| part.end)
    }

    /// What to take out so that the feed is gone.
    pub(super) fn removal(&self, text: &str) -> Vec<Splice> {
        let of = |part: &Range<usize>| match self.form {
            Form::Element => without_comma(text, part.clone()),
            _ => {
                let from = lines::with_comments_above(text, lines::start(text, part.start));
                let until = lines::with_prose_below(text, lines::end(text, part.end));
                lines::with_one_blank(text, from..until)
            }
        };
        self.parts
            .iter()
            .map(|part| Splice::removing(of(part)))
            .collect()
    }
}

/// An element with the comma after it, or before it where it is the last.
fn without_comma(text: &str, element: Range<usize>) -> Range<usize> {
    let after = &text[element.end..];
    if let Some(rest) = after.trim_start().strip_prefix(',') {
        let rest = rest.trim_start_matches([' ', '\t']);
        return element.start..text.len() - rest.len();
    }
    let before = text[..element.start].trim_end();
    match before.strip_suffix(',') {
        Some(before) => before.len()..element.end,
        None => element,
    }
}
