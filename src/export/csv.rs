//! CSV after RFC 4180, in UTF-8. Nothing that strangers wrote is a formula to a spreadsheet (OWASP, "CSV Injection").

use url::Url;

use crate::export::words;
use crate::model::mark::Judgement;
use crate::model::matched::JudgedMatch;
use crate::model::matched::MatchedArticle;

const COLUMNS: [&str; 14] = [
    "id",
    "first_seen",
    "published",
    "feed",
    "outlet",
    "language",
    "title",
    "url",
    "topic",
    "score",
    "terms",
    "story",
    "mark",
    "moved",
];

const AUDIT_COLUMNS: [&str; 8] = [
    "watchlist",
    "evidence",
    "judged_by",
    "content_hash",
    "revisions",
    "backfill",
    "letters",
    "marks",
];

pub(super) fn header(with_audit: bool) -> String {
    let more: &[&str] = if with_audit { &AUDIT_COLUMNS } else { &[] };
    let names = COLUMNS.iter().chain(more);
    line(names.map(|name| (*name).to_owned()).collect())
}

/// A row for each topic that the article meets: a topic can be filtered and scores summed.
pub(super) fn rows(article: &MatchedArticle) -> String {
    let rows = article.matches.iter();
    rows.map(|judged| line(cells(article, judged))).collect()
}

/// Cells of our own making go as they are, so that numbers stay numbers; the others through [`text`].
fn cells(article: &MatchedArticle, judged: &JudgedMatch) -> Vec<String> {
    let found = &judged.found;
    let time = |at: Option<jiff::Timestamp>| at.map_or(String::new(), |at| at.to_string());
    let mut cells = vec![
        article.id.to_string(),
        time(Some(article.first_seen)),
        time(article.published),
        text(article.feed.as_str()),
        text(&article.outlet),
        article.language.map_or(String::new(), |l| l.to_string()),
        text(&article.title),
        article.link.as_ref().map_or(String::new(), address),
        text(found.topic.as_str()),
        found.score.to_string(),
        text(&words::terms_in_words(found)),
        article
            .story
            .map_or(String::new(), |story| story.to_string()),
        judged.mark.map_or("", Judgement::as_str).to_owned(),
        words::moved(found).unwrap_or_default().to_owned(),
    ];
    if let Some(audit) = &article.audit {
        cells.extend([
            text(&judged.by.0),
            text(&words::evidence_in_words(found)),
            text(&audit.judged_by.0),
            text(&audit.content_hash.0),
            audit.revisions.to_string(),
            article.is_backfill.to_string(),
            text(&words::letters_in_words(audit)),
            text(&words::marks_in_words(audit)),
        ]);
    }
    cells
}

fn line(cells: Vec<String>) -> String {
    let cells: Vec<String> = cells.into_iter().map(quoted).collect();
    format!("{}\r\n", cells.join(","))
}

fn quoted(cell: String) -> String {
    if cell.contains([',', ';', '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

/// One line without controls, and with an apostrophe before whatever would begin a formula: at the start, and after a semicolon,
/// where a spreadsheet in many languages begins the next cell, whatever quotes are around.
fn text(text: &str) -> String {
    let mut cell = String::new();
    let mut is_start = true;
    let mut has_semicolon = false;
    for c in text.chars().filter_map(kept) {
        if is_start && begins_formula(c) {
            cell.push('\'');
        }
        has_semicolon |= c == ';';
        is_start = c == ';' || (is_start && (c == ' ' || (c == '"' && has_semicolon)));
        cell.push(c);
    }
    cell
}

/// An address stays one: the semicolon is written in the other way that addresses have for it.
fn address(link: &Url) -> String {
    let mut cell = String::new();
    let mut rest = link.as_str().chars().filter_map(kept).peekable();
    while let Some(c) = rest.next() {
        let is_dangerous = c == ';' && rest.peek().is_some_and(|next| begins_formula(*next));
        if is_dangerous {
            cell.push_str("%3B");
        } else {
            cell.push(c);
        }
    }
    cell
}

/// Blanks of every kind are a space, controls nothing.
fn kept(c: char) -> Option<char> {
    match c {
        c if c.is_whitespace() => Some(' '),
        c if c.is_control() || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}') => None,
        c => Some(c),
    }
}

/// The wide forms as well: spreadsheets of East Asia take them for the narrow ones.
fn begins_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_words_are_never_a_formula() {
        for (written, cell) in [
            ("plain", "plain"),
            ("=cmd()", "'=cmd()"),
            ("-1.5", "'-1.5"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=cmd()", " '=cmd()"),
            ("\u{0}\r\n+1", "  '+1"),
            ("＝cmd()", "'＝cmd()"),
            ("a;=cmd()", "a;'=cmd()"),
            ("a; -b", "a; '-b"),
            ("a;\"=b", "a;\"'=b"),
            ("\"=b\"", "\"=b\""),
            ("rise of 3-1 = 2", "rise of 3-1 = 2"),
            ("nul\u{0}, bell\u{7}", "nul, bell"),
        ] {
            assert_eq!(text(written), cell, "{written:?}");
        }
    }

    #[test]
    fn cells_are_quoted_as_rfc_4180_has_it() {
        assert_eq!(quoted("plain".to_owned()), "plain");
        assert_eq!(quoted("a, \"b\"".to_owned()), "\"a, \"\"b\"\"\"");
        assert_eq!(line(vec!["1".to_owned(), String::new()]), "1,\r\n");
    }

    #[test]
    fn an_address_stays_one() {
        let link = Url::parse("https://news.example/a;=cmd?b=1;c").expect("an address");

        assert_eq!(address(&link), "https://news.example/a%3B=cmd?b=1;c");
    }
}
