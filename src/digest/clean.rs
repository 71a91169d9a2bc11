//! Strangers' words made fit to stand in a letter: one line, no hidden controls, bounded.
//!
//! The words were cleaned when they were admitted; a letter does not rely on it, as a name may come from
//! a watchlist and a title from an archive that an older version wrote.

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation as _;
use url::Url;

/// A headline longer than this is cut; the link leads to the rest.
const LONGEST_TITLE: usize = 240;

const LONGEST_NAME: usize = 80;

/// Longer links are tracking, or an attack on the letter's size.
const LONGEST_LINK: usize = 2000;

/// Marks on one letter; Vietnamese and Hebrew need three, a mark bomb brings thousands.
const MOST_MARKS: usize = 8;

/// A headline, or "(no title)" where nothing of it can be seen.
pub(super) fn title(text: &str) -> String {
    let line = one_line(text, LONGEST_TITLE);
    if line.is_empty() {
        "(no title)".to_owned()
    } else {
        line
    }
}

/// The name of an outlet, a label, a topic.
pub(super) fn name(text: &str) -> String {
    one_line(text, LONGEST_NAME)
}

/// One line of at most `longest` characters, cut where a reader sees a character end.
pub(super) fn one_line(text: &str, longest: usize) -> String {
    // Nobody needs the tenth megabyte of a title to know its first 240 characters.
    let mut line = String::new();
    let mut marks = 0;
    for c in text.chars().take(longest * 32) {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        match shown(c) {
            Some(' ') if line.is_empty() || line.ends_with(' ') => {}
            Some(c) if marks <= MOST_MARKS => line.push(c),
            _ => {}
        }
    }
    line.truncate(line.trim_end().len());
    if !line.chars().any(is_visible) {
        return String::new();
    }
    cut(line, longest)
}

/// A character as a letter may show it: separators become spaces, direction and invisibility vanish.
pub(super) fn shown(c: char) -> Option<char> {
    if c.is_whitespace() || c.is_control() {
        Some(' ')
    } else if is_hidden(c) {
        None
    } else {
        Some(c)
    }
}

fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{206A}'..='\u{206F}' | '\u{FEFF}' | '\u{00AD}'
        | '\u{034F}' | '\u{180E}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Joiners belong to emoji and to Persian, fillers to Hangul; alone they show nothing.
fn is_visible(c: char) -> bool {
    !matches!(
        c,
        ' ' | '\u{200C}' | '\u{200D}' | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}'
    ) && !matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{2800}')
        && !is_combining_mark(c)
}

fn cut(line: String, longest: usize) -> String {
    if line.chars().count() <= longest {
        return line;
    }
    let mut short = String::new();
    let mut length = 0;
    for grapheme in line.graphemes(true) {
        length += grapheme.chars().count();
        if length >= longest {
            break;
        }
        short.push_str(grapheme);
    }
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// A link that a letter may carry: http or https, of bearable length, without a user name that could
/// pose as the host (`https://bank.example@evil.example`).
pub(super) fn link(url: &Url) -> Option<Url> {
    if !matches!(url.scheme(), "http" | "https") || url.as_str().len() > LONGEST_LINK {
        return None;
    }
    let mut url = url.clone();
    if url.set_username("").is_err() || url.set_password(None).is_err() {
        return None;
    }
    Some(url)
}

/// The host in ASCII, where the link alone would not tell a reader whom it leads to.
pub(super) fn host_to_show(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    let is_international = host.split('.').any(|label| label.starts_with("xn--"));
    let has_user = !url.username().is_empty() || url.password().is_some();
    (is_international || has_user).then(|| cut(host.to_owned(), LONGEST_NAME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_of_every_kind_become_one_space() {
        for end in [
            "\r\n",
            "\r",
            "\n",
            "\u{85}",
            "\u{2028}",
            "\u{2029}",
            "\0",
            "\x1b",
            "\t \u{a0}",
        ] {
            let title = title(&format!("x{end}Bcc: evil@example.org"));

            assert_eq!(title, "x Bcc: evil@example.org", "{end:?}");
        }
    }

    #[test]
    fn a_title_that_shows_nothing_is_told_as_such() {
        for nothing in [
            "",
            "  ",
            "\u{200b}\u{feff}",
            "\u{200d}",
            "\u{3164}",
            "\u{301}",
            "\u{202e}",
        ] {
            assert_eq!(title(nothing), "(no title)", "{nothing:?}");
        }
    }

    #[test]
    fn direction_marks_and_invisible_letters_are_dropped_and_joiners_kept() {
        assert_eq!(title("a\u{202e}b\u{200b}c\u{ad}d\u{e0041}"), "abcd");
        assert_eq!(
            title("👩\u{200d}🚒 می\u{200c}خواهم"),
            "👩\u{200d}🚒 می\u{200c}خواهم"
        );
    }

    #[test]
    fn a_mark_bomb_is_defused() {
        let bomb = format!("e{}", "\u{301}".repeat(10_000));

        assert!(title(&bomb).chars().count() <= 1 + MOST_MARKS);
    }

    #[test]
    fn a_long_title_is_cut_between_characters_as_readers_see_them() {
        let long = title(&"👩\u{200d}🚒".repeat(200));

        assert!(
            long.ends_with("🚒…") && long.chars().count() <= LONGEST_TITLE,
            "{long}"
        );
    }

    #[test]
    fn a_link_is_http_without_a_user() {
        let link = |text: &str| link(&Url::parse(text).unwrap()).map(|url| url.to_string());

        assert_eq!(
            link("https://bank.example@evil.example/x"),
            Some("https://evil.example/x".to_owned())
        );
        assert_eq!(link("javascript:alert(1)"), None);
        assert_eq!(link("data:text/html,x"), None);
        assert_eq!(
            link(&format!("https://a.example/{}", "x".repeat(5000))),
            None
        );
    }

    #[test]
    fn a_host_is_shown_where_the_link_might_deceive() {
        let host = |text: &str| host_to_show(&Url::parse(text).unwrap());

        assert_eq!(host("https://example.org/a"), None);
        assert_eq!(
            host("https://bank.example@evil.example/"),
            Some("evil.example".to_owned())
        );
        assert_eq!(
            host("https://аррӏе.com/"),
            Some("xn--80ak6aa92e.com".to_owned())
        );
    }
}
