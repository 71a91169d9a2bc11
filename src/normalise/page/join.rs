//! What the feed says and what the page says, as one text in which nothing stands twice.
//!
//! First the lines that the feed alone has, then the page's text whole. So a phrase of the page is never torn, and one
//! number tells in whose words a place lies.

use std::borrow::Cow;

/// More lines of the feed's text are not looked for on the page; they are kept.
const MOST_LINES: usize = 200;

/// Both texts as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// What is judged, searched and quoted.
    pub text: String,
    /// From this character on (Unicode scalar values) the words are the page's.
    pub page_at: usize,
}

/// Joins the feed's plain text with the page's.
#[must_use]
pub fn join(feed: &str, page: &str) -> Joined {
    let folded = folded(page);
    let own: Vec<&str> = feed
        .lines()
        .enumerate()
        .filter(|(number, line)| {
            !line.is_empty()
                && (*number >= MOST_LINES || !folded.contains(folded_line(line).as_ref()))
        })
        .map(|(_, line)| line)
        .collect();
    let mut text = own.join("\n");
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    let page_at = text.chars().count();
    text.push_str(page);
    Joined { text, page_at }
}

/// A line as it would stand on the page: without the mark of a cut and the word that the cut went through.
fn folded_line(line: &str) -> Cow<'_, str> {
    let line = line.trim_end();
    let uncut = ["[…]", "[...]", "…", "..."]
        .iter()
        .find_map(|mark| line.strip_suffix(mark))
        .map(str::trim_end);
    let folded = folded(uncut.unwrap_or(line));
    match uncut {
        Some(_) => match folded.trim_end().rsplit_once(' ') {
            Some((whole_words, _)) => format!("{whole_words} ").into(),
            None => folded.into(),
        },
        None => folded.into(),
    }
}

/// Words in small letters, one space around each.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() {
            out.extend(word.chars().flat_map(char::to_lowercase));
            out.push(' ');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAGE: &str = "The bank was fined on Monday.\n\nIts owner said nothing.";

    #[test]
    fn a_teaser_that_the_page_begins_with_does_not_stand_twice() {
        for teaser in [
            "The bank was fined on Monday.",
            "the bank was  fined…",
            "The bank was fined on Mon...",
            "The bank was fined on Monday.\n\nIts owner said […]",
            "",
        ] {
            let joined = join(teaser, PAGE);
            assert_eq!(joined.text, PAGE, "{teaser}");
            assert_eq!(joined.page_at, 0);
        }
    }

    #[test]
    fn what_only_the_feed_says_stands_first() {
        let joined = join("Санкции: what they do.\n\nIts owner said nothing.", PAGE);

        assert_eq!(joined.text, format!("Санкции: what they do.\n\n{PAGE}"));
        let page: String = joined.text.chars().skip(joined.page_at).collect();
        assert_eq!(page, PAGE);
    }

    #[test]
    fn a_part_of_a_word_is_not_the_word() {
        assert_eq!(join("The ban", PAGE).text, format!("The ban\n\n{PAGE}"));
    }

    proptest! {
        #[test]
        fn the_page_always_stands_whole_at_its_place(feed in "(\\PC|\n){0,80}", page in "(\\PC|\n){0,80}") {
            let joined = join(&feed, &page);

            let kept: String = joined.text.chars().skip(joined.page_at).collect();
            prop_assert_eq!(kept, page);
        }
    }
}
