//! A story's page: who told it, when, and under which headline. Letters link here when `[web] public_url` is set.

use askama::Template;

use crate::model::ids::StoryId;
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
    Ok(Some(Facts {
        id,
        title: story.title,
        opened: story.opened.strftime("%Y-%m-%d %H:%M UTC").to_string(),
        told: told.collect(),
    }))
}

pub(super) fn render(facts: &Facts) -> String {
    facts
        .render()
        .unwrap_or_else(|error| format!("the page could not be rendered: {error}"))
}
