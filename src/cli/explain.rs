//! `wirewatch explain`: why an article matched, and why it did not.

use std::collections::HashSet;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use crate::classify::Prepared;
use crate::classify::Text;
use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::ExplainArgs;
use crate::cli::explain_alert;
use crate::cli::explain_alert::AlertTold;
use crate::cli::explain_alert::Rung;
use crate::cli::explain_since::Lists;
use crate::cli::explain_words::Explained;
use crate::cli::explain_words::Told;
use crate::cli::open::Place;
use crate::cli::open::reader;
use crate::cli::open::runtime;
use crate::cli::open::watch;
use crate::cli::topic::no_such_topic;
use crate::config::Meaning;
use crate::config::meaning;
use crate::model::ids::ArticleId;
use crate::model::ids::FeedName;
use crate::model::ids::TopicName;
use crate::model::ids::WatchlistVersion;
use crate::model::language::Language;
use crate::model::mark::Mark;
use crate::model::matching::Match;
use crate::model::settings::Settings;
use crate::normalise::identify_language;
use crate::pipeline::Watch;
use crate::pipeline::learn::learn;
use crate::store::KeptPage;
use crate::store::StoreError;
use crate::store::StoredArticle;
use crate::store::StoredJudgement;
use crate::store::View;

/// The words to judge, and what is stored about them.
pub(super) struct Subject {
    pub(super) feed: Option<FeedName>,
    pub(super) language: Option<Language>,
    pub(super) title: String,
    text: String,
    pub(super) stored: Option<Stored>,
}

/// An article of the archive, and what the archive knows of its judgement.
pub(super) struct Stored {
    pub(super) article: StoredArticle,
    /// Its page, where the feed wants full text.
    pub(super) page: Option<KeptPage>,
    pub(super) judgement: Option<StoredJudgement>,
    /// What the lists that judged it said, as far as the archive kept them.
    lists: Vec<(WatchlistVersion, String)>,
    /// Matches that marks kept out of letters.
    pub(super) hidden: Vec<Match>,
    /// Newest first.
    pub(super) marks: Vec<Mark>,
    rung: Rung,
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
    let settings = loaded.settings.clone();
    let mut watch = Arc::new(watch(loaded));
    if subject.stored.is_some() {
        // As the daemon would judge it now; a text that somebody tries is judged by the rules alone.
        let store = reader(&settings)?;
        watch = runtime()?.block_on(learn(&store, &watch))?;
    }
    if let Some(topic) = topic
        .as_ref()
        .filter(|topic| watch.watchlist.topic(topic).is_none())
    {
        return Err(no_such_topic(&watch.watchlist, topic));
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
        .filter_map(|name| explained(&watch, &text, name))
        .collect();
    let lists = subject
        .stored
        .as_ref()
        .map_or(&[][..], |stored| &stored.lists);
    let kept = |(version, text): &(WatchlistVersion, String)| {
        Some((version.clone(), Meaning::read(text)?))
    };
    let lists = Lists {
        then: lists.iter().filter_map(kept).collect(),
        now: Meaning::read(&meaning(&watch.watchlist)).unwrap_or_default(),
    };
    let alerts = subject
        .stored
        .as_ref()
        .map(|stored| alerts(stored, &watch, topic.as_ref()));
    let told = Told {
        lists: &lists,
        alerts: alerts.unwrap_or_default(),
        subject: &subject,
        topic: topic.as_ref(),
        explanations: &explanations,
        watchlist: &watch.watchlist.version,
    };
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", told.value())?;
    } else {
        write!(out, "{}", told.words())?;
    }
    Ok(Exit::Ok)
}

fn alerts(stored: &Stored, watch: &Watch, topic: Option<&TopicName>) -> Vec<AlertTold> {
    let matches = stored.judgement.iter().flat_map(|judged| &judged.matches);
    let matches: Vec<&Match> = matches.map(|(found, _)| found).collect();
    let mut told = explain_alert::told(&stored.rung, &stored.article, &matches, &watch.watchlist);
    told.retain(|alert| topic.is_none_or(|topic| *topic == alert.topic));
    told
}

fn explained(watch: &Watch, text: &Text<'_>, topic: &TopicName) -> Option<Explained> {
    Some(Explained {
        rules: watch.classifier.explain(text, topic)?,
        lesson: watch
            .classifier
            .lesson(&Prepared::new(*text), topic, &watch.learned),
    })
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
    }
}

fn from_archive(settings: &Settings, named: &str) -> Result<Subject, Failure> {
    let store = reader(settings)?;
    let asked = named.to_owned();
    let found = runtime()?.block_on(store.read(move |view| {
        let article = match asked.parse() {
            Ok(number) => view.article(ArticleId(number))?,
            Err(_) => view.article_by_link(&asked)?,
        };
        let Some(article) = article else {
            return Ok(None);
        };
        let judgement = view.stored_judgement(article.id)?;
        Ok(Some(Stored {
            lists: lists(view, judgement.as_ref())?,
            judgement,
            marks: view.marks_of_article(article.id)?,
            rung: Rung::of(view, article.id)?,
            page: view.page(article.id)?,
            hidden: view.hidden_matches(article.id)?,
            article,
        }))
    }))?;
    let stored = found.ok_or_else(|| Failure {
        exit: Exit::FaultFound,
        error: anyhow::anyhow!(
            "no article {named} in the archive; `wirewatch search` finds its number"
        ),
    })?;
    Ok(Subject {
        feed: Some(stored.article.article.feed.clone()),
        language: stored.article.article.language,
        title: stored.article.article.title.clone(),
        text: stored.article.article.text.clone(),
        stored: Some(stored),
    })
}

/// What the lists said that judged an article when it came in and later.
fn lists(
    view: &View,
    judgement: Option<&StoredJudgement>,
) -> Result<Vec<(WatchlistVersion, String)>, StoreError> {
    let matches = judgement.map_or(&[][..], |judgement| &judgement.matches);
    let versions: HashSet<&WatchlistVersion> = matches.iter().map(|(_, by)| by).collect();
    let mut lists = Vec::new();
    for version in versions {
        let text = view.watchlist(version)?;
        lists.extend(text.map(|text| (version.clone(), text)));
    }
    Ok(lists)
}
