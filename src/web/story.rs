//! A story's page: who told it, when, and under which headline. Letters link here when `[web] public_url` is set.

use askama::Template;

use crate::model::ids::StoryId;
use crate::model::mark;
use crate::model::mark::Mark;
use crate::model::timeline::Outlet;
use crate::model::timeline::Telling;
use crate::model::timeline::Timeline;
use crate::store::StoreError;
use crate::store::StoryArticle;
use crate::store::View;

/// What the page shows.
#[derive(Template)]
#[template(path = "story_page.html")]
pub(super) struct Facts {
    id: StoryId,
    title: String,
    opened: String,
    /// Who was first, by what we saw and by what feeds claim.
    first: Vec<String>,
    /// The heads of the columns in which outlets stand, one a label.
    labels: Vec<String>,
    outlets: Vec<Lane>,
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

/// An outlet at the time at which it first told the story.
struct Lane {
    at: String,
    after: String,
    /// One a label; the outlet stands in its own.
    cells: Vec<Option<Cell>>,
}

/// Who, and how much.
struct Cell {
    feed: String,
    note: String,
}

/// One article of the story.
struct Told {
    at: String,
    feed: String,
    label: Option<String>,
    title: String,
    link: Option<String>,
    language: Option<String>,
    /// What tied it in, whose copy it is, how often its words were changed.
    notes: Vec<String>,
}

/// `None` when there is no story of that number.
pub(super) fn gather(view: &View, id: StoryId) -> Result<Option<Facts>, StoreError> {
    let Some((story, _)) = view.story(id)? else {
        return Ok(None);
    };
    let articles = view.told_in(story.id)?;
    let timeline = Timeline::of(articles.iter().map(StoryArticle::telling).collect());
    let marks = view.marks_of_story(story.id)?.into_iter().map(marked);
    Ok(Some(Facts {
        id: story.id,
        title: story.title,
        opened: story.opened.strftime("%Y-%m-%d %H:%M UTC").to_string(),
        first: first(&timeline),
        labels: (timeline.labels.iter())
            .map(|label| {
                label
                    .clone()
                    .unwrap_or_else(|| "without a label".to_owned())
            })
            .collect(),
        outlets: timeline
            .outlets
            .iter()
            .map(|outlet| lane(outlet, &timeline))
            .collect(),
        told: articles.into_iter().map(told).collect(),
        marks: marks.collect(),
    }))
}

fn first(timeline: &Timeline) -> Vec<String> {
    let mut first = Vec::new();
    let named = |telling: &Telling| match &telling.label {
        Some(label) => format!("{} ({label})", telling.feed),
        None => telling.feed.to_string(),
    };
    if let Some(seen) = &timeline.seen_first {
        let at = seen.first_seen.strftime("%Y-%m-%d %H:%M UTC");
        first.push(format!("First told by {}, seen {at}", named(seen)));
    }
    if let Some(dated) = &timeline.dated_first
        && let Some(at) = dated.published
    {
        let at = at.strftime("%Y-%m-%d %H:%M UTC");
        first.push(format!(
            "First by the dates they claim: {}, {at}",
            named(dated)
        ));
    }
    first
}

fn lane(outlet: &Outlet, timeline: &Timeline) -> Lane {
    let note = match (outlet.articles, outlet.copies) {
        (1, 0) => String::new(),
        (1, _) => "a copy".to_owned(),
        (articles, 0) => format!("{articles} articles"),
        (articles, 1) => format!("{articles} articles, 1 copy"),
        (articles, copies) => format!("{articles} articles, {copies} copies"),
    };
    let cell = |label: &Option<String>| {
        (*label == outlet.label).then(|| Cell {
            feed: outlet.feed.to_string(),
            note: note.clone(),
        })
    };
    let minutes = outlet.after.as_mins();
    Lane {
        at: outlet.first_seen.strftime("%m-%d %H:%M").to_string(),
        after: match (minutes / 60, minutes % 60) {
            (0, 0) if outlet.after.is_zero() => "first".to_owned(),
            (0, minutes) => format!("+{minutes} min"),
            (hours, minutes) => format!("+{hours} h {minutes:02} min"),
        },
        cells: timeline.labels.iter().map(cell).collect(),
    }
}

fn told(article: StoryArticle) -> Told {
    let mut notes = Vec::new();
    match (article.copy_of, article.similarity) {
        (Some(original), _) if article.is_own_copy => {
            notes.push(format!("the same outlet's article {original} again"));
        }
        (Some(original), _) => notes.push(format!("a copy of article {original}")),
        (None, Some(similarity)) => notes.push(format!(
            "{similarity:.2} alike by {}",
            article.because.join(", ")
        )),
        (None, None) => notes.push("opened the story".to_owned()),
    }
    if let Some(revised) = article.revised {
        let at = revised.strftime("%Y-%m-%d %H:%M");
        let times = if article.revisions == 1 {
            "once"
        } else {
            "several times"
        };
        notes.push(format!("revised {times}, last {at}"));
    }
    Told {
        at: article.first_seen.strftime("%Y-%m-%d %H:%M").to_string(),
        feed: article.feed.to_string(),
        label: article.label,
        title: article.title,
        link: article.link,
        language: article.language,
        notes,
    }
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
