//! The letter as an event in JSON, for machines that a webhook leads to. Its keys are a contract (`docs/schema/webhook.json`).

use serde_json::Value;
use serde_json::json;

use crate::digest::clean;
use crate::model::digest::Digest;
use crate::model::digest::LetterKind;
use crate::model::digest::StoryEntry;
use crate::model::digest::TopicSection;

/// The whole event; `text` is the letter's text part.
pub(super) fn render(digest: &Digest, text: &str) -> String {
    let stories: Vec<Value> = digest
        .sections
        .iter()
        .flat_map(|section| {
            let stories = section.stories.iter();
            stories.map(|story| self::story(digest, section, story))
        })
        .collect();
    let more: usize = digest
        .sections
        .iter()
        .map(|section| section.more.len())
        .sum();
    let page = digest.public_url.as_ref().and_then(clean::link);
    json!({
        "type": match digest.kind {
            LetterKind::Digest => "digest.issued",
            LetterKind::Alert => "alert.issued",
        },
        "timestamp": digest.until.to_string(),
        "data": {
            "digest": digest.name.as_str(),
            "number": digest.number.0,
            "subject": digest.subject,
            "from": digest.from.to_string(),
            "to": digest.until.to_string(),
            "page": page,
            "stories": stories,
            "more": more,
            "text": text,
        },
    })
    .to_string()
}

fn story(digest: &Digest, section: &TopicSection, story: &StoryEntry) -> Value {
    let page = digest.public_url.as_ref().and_then(clean::link);
    let page = page.and_then(|page| page.join(&format!("story/{}", story.story)).ok());
    let quote: String = story.quote.iter().map(|part| part.text.as_str()).collect();
    json!({
        "id": story.story.0,
        "title": story.title,
        "url": story.link.as_ref().and_then(clean::link),
        "topic": section.heading.topic.as_str(),
        "outlet": story.outlet,
        "language": story.language.map(|language| language.to_string()),
        "score": story.score,
        "is_development": story.is_development,
        "quote": quote,
        "articles": story.articles.len(),
        "outlets_more": story.also.len(),
        "page": page,
    })
}
