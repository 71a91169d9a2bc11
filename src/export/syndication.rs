//! RSS 2.0 and Atom (RFC 4287), so that any reader can follow what matched. An article's guid is its number in its archive with
//! the moment when it was first seen: one put back from a backup gives a number to another article.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;

use crate::export::Origin;
use crate::export::words;
use crate::export::xml::escaped;
use crate::model::ids::TopicName;
use crate::model::matched::MatchedArticle;

pub(super) fn rss_head(topics: &[TopicName], origin: &Origin) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel>\n\
         <title>{}</title><link>{}</link><description>Articles that matched, and why</description>\n",
        escaped(&words::title(topics)),
        escaped(origin.home.as_str())
    )
}

pub(super) fn rss_item(article: &MatchedArticle, origin: &Origin) -> String {
    let mut item = format!(
        "<item><guid isPermaLink=\"false\">{}</guid><title>{}</title>",
        guid(article, origin),
        escaped(&one_line(&article.title))
    );
    if let Some(link) = &article.link {
        item.push_str(&format!("<link>{}</link>", escaped(link.as_str())));
    }
    let dated = article.published.and_then(mail_date);
    if let Some(date) = dated.or_else(|| mail_date(article.first_seen)) {
        item.push_str(&format!("<pubDate>{date}</pubDate>"));
    }
    item.push_str(&format!(
        "<dc:creator>{}</dc:creator>",
        escaped(&one_line(&article.outlet))
    ));
    for judged in &article.matches {
        let topic = escaped(judged.found.topic.as_str());
        item.push_str(&format!("<category>{topic}</category>"));
    }
    // A description is HTML, so the text is escaped for that first.
    let lines: Vec<String> = lines(article).iter().map(|line| escaped(line)).collect();
    let description = escaped(&lines.join("<br>\n"));
    item.push_str(&format!(
        "<description>{description}</description></item>\n"
    ));
    item
}

pub(super) fn rss_tail(changed: Timestamp) -> String {
    let date = mail_date(changed).unwrap_or_default();
    format!("<lastBuildDate>{date}</lastBuildDate></channel></rss>\n")
}

pub(super) fn atom_head(topics: &[TopicName], origin: &Origin) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <id>{}</id><title>{}</title><author><name>wirewatch</name></author>\n",
        escaped(&name(topics, origin)),
        escaped(&words::title(topics))
    )
}

pub(super) fn atom_entry(article: &MatchedArticle, origin: &Origin) -> String {
    let mut entry = format!(
        "<entry><id>{}</id><title>{}</title>",
        guid(article, origin),
        escaped(&one_line(&article.title))
    );
    if let Some(link) = &article.link {
        entry.push_str(&format!("<link href=\"{}\"/>", escaped(link.as_str())));
    }
    if let Some(published) = article.published.filter(|at| mail_date(*at).is_some()) {
        entry.push_str(&format!("<published>{published}</published>"));
    }
    entry.push_str(&format!(
        "<updated>{}</updated><author><name>{}</name></author>",
        article.first_seen,
        escaped(&one_line(&article.outlet))
    ));
    for judged in &article.matches {
        let topic = escaped(judged.found.topic.as_str());
        entry.push_str(&format!("<category term=\"{topic}\"/>"));
    }
    // Not a summary: an entry without a link has to have content.
    let content = escaped(&lines(article).join("\n"));
    entry.push_str(&format!(
        "<content type=\"text\">{content}</content></entry>\n"
    ));
    entry
}

pub(super) fn atom_tail(changed: Timestamp) -> String {
    format!("<updated>{changed}</updated></feed>\n")
}

/// What a feed of these topics is known by: the same at each export.
fn name(topics: &[TopicName], origin: &Origin) -> String {
    let archive = &origin.archive;
    let names: Vec<&str> = topics.iter().map(TopicName::as_str).collect();
    if names.is_empty() {
        format!("urn:wirewatch:{archive}:export")
    } else {
        format!("urn:wirewatch:{archive}:export:{}", names.join("+"))
    }
}

fn guid(article: &MatchedArticle, origin: &Origin) -> String {
    let seen = article.first_seen.as_millisecond();
    format!(
        "urn:wirewatch:{}:article:{}.{seen}",
        origin.archive, article.id
    )
}

/// Why it matched, then its audit.
fn lines(article: &MatchedArticle) -> Vec<String> {
    let why = article.matches.iter().map(words::match_in_words);
    why.chain(words::audit_in_words(article))
        .map(|line| one_line(&line))
        .collect()
}

fn one_line(text: &str) -> String {
    let blanks = |c: char| if c.is_whitespace() { ' ' } else { c };
    text.chars().map(blanks).collect()
}

/// As RSS wants it, with four digits of the year and GMT; `None` for a year that cannot be written so.
fn mail_date(at: Timestamp) -> Option<String> {
    DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok()
}
