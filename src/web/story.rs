//! A story's page: who told it, when, and under which headline. Letters link here when `[web] public_url` is set.

use askama::Template;

use crate::model::ids::StoryId;
use crate::model::mark;
use crate::model::mark::Mark;
use crate::store::StoreError;
use crate::store::View;

/// What the page shows.
#[derive(Template)]
#[template(path = "story_page.html")]
pub(super) struct Facts {
    id: StoryId,
    title: String,
    opened: String,
    told: Vec<Told>,
    marks: Vec<Marked>,
}

/// What a reader thought of the story or of an article of it.
struct Marked {
    at: String,
    by: String,
    judgement: &'static str,
    /// "the story", or the article's number.
    what: String,
    topic: String,
    note: String,
}

/// One article of the story.
struct Told {
    at: String,
    feed: String,
    title: String,
    link: Option<String>,
}

/// `None` when there is no story of that number.
pub(super) fn gather(view: &View, id: StoryId) -> Result<Option<Facts>, StoreError> {
    let Some((story, articles)) = view.story(id)? else {
        return Ok(None);
    };
    let told = articles.into_iter().map(|stored| Told {
        at: stored
            .article
            .first_seen
            .strftime("%Y-%m-%d %H:%M")
            .to_string(),
        feed: stored.article.feed.to_string(),
        title: stored.article.title,
        link: stored.article.link.map(String::from),
    });
    let marks = view.marks_of_story(id)?.into_iter().map(marked);
    Ok(Some(Facts {
        id,
        title: story.title,
        opened: story.opened.strftime("%Y-%m-%d %H:%M UTC").to_string(),
        told: told.collect(),
        marks: marks.collect(),
    }))
}

fn marked(mark: Mark) -> Marked {
    Marked {
        at: mark.at.strftime("%Y-%m-%d %H:%M").to_string(),
        by: mark.by,
        judgement: mark.said.judgement.as_str(),
        what: match mark.said.marked {
            mark::Marked::Story(_) => "the story".to_owned(),
            mark::Marked::Article(article) => format!("article {article}"),
        },
        topic: mark
            .said
            .topic
            .map_or(String::new(), |topic| topic.to_string()),
        note: mark.said.note.unwrap_or_default(),
    }
}

pub(super) fn render(facts: &Facts) -> String {
    facts
        .render()
        .unwrap_or_else(|error| format!("the page could not be rendered: {error}"))
}
