//! Markdown: a heading a day, an article a point. What strangers wrote stands there as they wrote it, never as markup.

use jiff::Timestamp;
use url::Url;

use crate::export::words;
use crate::model::ids::TopicName;
use crate::model::matched::MatchedArticle;

/// In place of articles where there are none.
pub(super) const NOTHING: &str = "\nNothing matched.\n";

pub(super) fn heading(topics: &[TopicName]) -> String {
    format!("# {}\n", plain(&words::title(topics)))
}

/// An article; before it the day, where the one before was of another.
pub(super) fn point(article: &MatchedArticle, before: Option<Timestamp>) -> String {
    let day = day_of(article.first_seen);
    let mut text = String::new();
    if before.map(day_of).as_ref() != Some(&day) {
        text.push_str(&format!("\n## {day}\n\n"));
    }
    text.push_str(&format!("- {}\n", headline(article)));
    for judged in &article.matches {
        text.push_str(&format!("  - {}\n", plain(&words::match_in_words(judged))));
    }
    for line in words::audit_in_words(article) {
        text.push_str(&format!("  - {}\n", plain(&line)));
    }
    text
}

fn day_of(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}

fn headline(article: &MatchedArticle) -> String {
    let title = plain(&article.title);
    let title = match &article.link {
        Some(link) => format!("[{title}](<{}>)", destination(link)),
        None => title,
    };
    let mut told = vec![plain(&article.outlet)];
    if article.outlet != article.feed.as_str() {
        told.push(format!("feed {}", plain(article.feed.as_str())));
    }
    told.extend(article.language.map(|language| language.to_string()));
    told.push(article.first_seen.strftime("%H:%M UTC").to_string());
    told.extend(article.published.map(|at| format!("published {at}")));
    told.push(format!("article {}", article.id));
    told.extend(article.story.map(|story| format!("story {story}")));
    format!("{title} ({})", told.join(", "))
}

/// One line, and a backslash before whatever could be markup in it; invisible characters go.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars() {
        match c {
            c if c.is_whitespace() => plain.push(' '),
            c if c.is_control() || is_invisible(c) => {}
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&'
            | '!' | '$' | '^' => {
                plain.push('\\');
                plain.push(c);
            }
            c => plain.push(c),
        }
    }
    plain
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Between angle brackets, where a backslash and an ampersand have a meaning of their own.
fn destination(link: &Url) -> String {
    link.as_str()
        .replace('\\', "%5C")
        .replace('<', "%3C")
        .replace('>', "%3E")
        .replace('&', "&amp;")
}
