//! `wirewatch explain`: why an article matched, and why it did not.

use std::io::Write;
use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::classify::Explanation;
use crate::classify::Text;
use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::ExplainArgs;
use crate::cli::open::Place;
use crate::cli::open::reader;
use crate::cli::open::runtime;
use crate::cli::open::watch;
use crate::model::ids::ArticleId;
use crate::model::ids::FeedName;
use crate::model::ids::TopicName;
use crate::model::language::Language;
use crate::model::settings::Settings;
use crate::normalise::identify_language;
use crate::store::KeptPage;
use crate::store::PageState;
use crate::store::StoredArticle;

/// The words to judge, and what is stored about them.
struct Subject {
    feed: Option<FeedName>,
    language: Option<Language>,
    title: String,
    text: String,
    stored: Option<StoredArticle>,
    page: Option<KeptPage>,
}

pub(super) fn run(config: Option<&Path>, args: &ExplainArgs) -> Result<Exit, Failure> {
    let loaded = Place::find(config).load()?;
    let subject = match (&args.text, &args.article) {
        (Some(text), _) => from_text(text),
        (None, Some(named)) => from_archive(&loaded.settings, named)?,
        (None, None) => return Err(Failure::usage("name an article or give --text")),
    };
    let topic: Option<TopicName> = args
        .topic
        .as_deref()
        .map(str::parse)
        .transpose()
        .map_err(Failure::usage)?;
    let watch = watch(loaded);
    if let Some(topic) = topic
        .as_ref()
        .filter(|topic| watch.watchlist.topic(topic).is_none())
    {
        return Err(Failure::usage(format!(
            "there is no topic {topic} in the watchlist"
        )));
    }
    let text = Text {
        feed: subject.feed.as_ref(),
        language: subject.language,
        title: &subject.title,
        text: &subject.text,
    };
    let names = watch.watchlist.topics.iter().map(|topic| &topic.name);
    let explanations: Vec<_> = names
        .filter(|name| topic.as_ref().is_none_or(|wanted| wanted == *name))
        .filter_map(|name| Some((name, watch.classifier.explain(&text, name)?)))
        .collect();
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", value(&subject, &explanations))?;
    } else {
        write!(out, "{}", words(&subject, &explanations))?;
    }
    Ok(Exit::Ok)
}

/// A headline on the first line, as in the watchlist's own tests; what follows is text.
fn from_text(given: &str) -> Subject {
    let (title, text) = given.split_once('\n').unwrap_or((given, ""));
    Subject {
        feed: None,
        language: identify_language(title, text, None),
        title: title.to_owned(),
        text: text.to_owned(),
        stored: None,
        page: None,
    }
}

fn from_archive(settings: &Settings, named: &str) -> Result<Subject, Failure> {
    let store = reader(settings)?;
    let asked = named.to_owned();
    let found = runtime()?.block_on(store.read(move |view| {
        let stored = match asked.parse() {
            Ok(number) => view.article(ArticleId(number)),
            Err(_) => view.article_by_link(&asked),
        }?;
        let Some(stored) = stored else {
            return Ok(None);
        };
        let page = view.page(stored.id)?;
        Ok(Some((stored, page)))
    }))?;
    let (stored, page) = found.ok_or_else(|| Failure {
        exit: Exit::FaultFound,
        error: anyhow::anyhow!(
            "no article {named} in the archive; `wirewatch search` finds its number"
        ),
    })?;
    Ok(Subject {
        feed: Some(stored.article.feed.clone()),
        language: stored.article.language,
        title: stored.article.title.clone(),
        text: stored.article.text.clone(),
        stored: Some(stored),
        page,
    })
}

fn value(subject: &Subject, explanations: &[(&TopicName, Explanation)]) -> Value {
    let topics: Vec<_> = explanations
        .iter()
        .map(|(name, explanation)| {
            json!({
                "topic": name.as_str(),
                "matched": explanation.is_match,
                "score": explanation.score,
                "threshold": explanation.threshold,
                "reasons": explanation.reasons.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "evidence": explanation.evidence.iter().map(|e| json!({
                    "term": e.term, "form": e.form, "field": e.field.as_str(),
                    "start": e.start, "end": e.end, "weight": e.weight,
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "id": subject.stored.as_ref().map(|stored| stored.id.0),
        "feed": subject.feed.as_ref().map(FeedName::as_str),
        "title": subject.title,
        "language": subject.language.map(|language| language.to_string()),
        "story": subject.stored.as_ref().map(|stored| stored.story.map(|story| story.0)),
        "backfill": subject.stored.as_ref().map(|stored| stored.is_backfill),
        "page": subject.page.as_ref().map(page_value),
        "topics": topics,
    })
}

/// `starts_at`: from this character of the text on, the words are the page's.
fn page_value(page: &KeptPage) -> Value {
    let (state, starts_at) = match page.state {
        PageState::Due(_) => ("due", None),
        PageState::Read(at) => ("read", Some(at)),
        PageState::Failed => ("failed", None),
    };
    let cause = page.cause.as_ref();
    json!({
        "state": state,
        "starts_at": starts_at,
        "attempts": page.attempts,
        "cause": cause.map(|cause| json!({ "kind": cause.kind, "sentence": cause.sentence })),
    })
}

fn page_words(page: &KeptPage) -> String {
    let cause = page
        .cause
        .as_ref()
        .map_or(String::new(), |cause| format!(": {}", cause.sentence));
    match page.state {
        PageState::Read(0) => {
            "Its text is its page's, which says all that the feed says.".to_owned()
        }
        PageState::Read(at) => {
            format!("Its text is the feed's up to character {at}, and its page's from there on.")
        }
        PageState::Due(when) => format!(
            "Its page is asked for at {when} or later; until then the feed's text is judged{cause}."
        ),
        PageState::Failed => {
            format!("Its page could not be read, so that the feed's text is judged{cause}.")
        }
    }
}

fn words(subject: &Subject, explanations: &[(&TopicName, Explanation)]) -> String {
    let language = subject
        .language
        .map_or("unknown".to_owned(), |language| language.to_string());
    let mut words = format!("{}\nlanguage: {language}\n", subject.title);
    if let Some(stored) = &subject.stored {
        let story = stored
            .story
            .map_or("none".to_owned(), |story| story.to_string());
        let StoredArticle { id, article, .. } = stored;
        words.push_str(&format!(
            "article {id} of {}, story {story}, first seen {}\n",
            article.feed, article.first_seen
        ));
        if stored.is_backfill {
            words.push_str(
                "It was in the feed's back catalogue when the feed was new: stored, not mailed.\n",
            );
        }
    }
    if let Some(page) = &subject.page {
        words.push_str(&format!("{}\n", page_words(page)));
    }
    for (_, explanation) in explanations {
        words.push_str(&format!("\n{explanation}\n"));
    }
    words
}
