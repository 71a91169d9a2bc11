//! `wirewatch topic report`: which terms do the work, what readers thought of it, what was nearly missed, what may help.

use std::collections::HashSet;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use crate::classify::Firing;
use crate::classify::Marked;
use crate::classify::NonePhrase;
use crate::classify::Text;
use crate::classify::none_phrases;
use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::open::Place;
use crate::cli::open::reader;
use crate::cli::open::runtime;
use crate::cli::open::watch;
use crate::cli::progress::ProgressLine;
use crate::cli::search::since;
use crate::cli::topic::TopicReportArgs;
use crate::cli::topic::chosen;
use crate::cli::topic::learning;
use crate::cli::topic::learning::LearningReport;
use crate::cli::topic::report_words;
use crate::model::ids::ArticleId;
use crate::model::ids::TopicName;
use crate::model::mark::Judgement;
use crate::model::mark::Opinions;
use crate::model::matching::Match;
use crate::model::watchlist::Topic;
use crate::pipeline::Watch;
use crate::pipeline::near_misses::Missed;
use crate::pipeline::near_misses::near_misses;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::View;

/// Matches read at a time.
const PAGE: usize = 1000;
/// Articles whose words are looked at for suggestions: the newest marked ones, and as many unmarked ones beside them.
const MOST_READ: usize = 500;
/// More suggestions of a kind would not be read.
const MOST_SUGGESTED: usize = 5;

/// What both forms of the answer are made from.
pub(super) struct TopicReport {
    pub(super) topic: TopicName,
    pub(super) firing: Firing,
    /// `None`: they were not asked for.
    pub(super) missed: Option<Vec<Missed>>,
    pub(super) suggested: Suggested,
    pub(super) learning: LearningReport,
}

/// What an analyst may want to write into the watchlist.
#[derive(Default)]
pub(super) struct Suggested {
    pub(super) none: Vec<NonePhrase>,
    pub(super) tests: Vec<SuggestedTest>,
}

/// A headline that a reader judged and the topic does not judge so.
pub(super) struct SuggestedTest {
    pub(super) headline: String,
    pub(super) must_match: bool,
    /// Does the topic as it is pass it?
    pub(super) passes: bool,
}

/// A topic's matches with what is thought of them.
struct Heard {
    firing: Firing,
    /// Newest last.
    marked: Vec<(ArticleId, Match, Judgement)>,
    unmarked: Vec<(ArticleId, Match)>,
}

pub(super) fn run(config: Option<&Path>, args: &TopicReportArgs) -> Result<Exit, Failure> {
    let loaded = Place::find(config).load()?;
    let from = since(&args.since)?;
    let store = reader(&loaded.settings)?;
    let watch = Arc::new(watch(loaded));
    let topics: Vec<Topic> = chosen(&watch.watchlist, args.name.as_deref())?
        .into_iter()
        .cloned()
        .collect();
    let mut reports = Vec::new();
    let runtime = runtime()?;
    for topic in &topics {
        reports.push(runtime.block_on(report(&store, &watch, topic, from))?);
    }
    let mut looked_at = None;
    if args.near_misses {
        let names = topics.iter().map(|topic| topic.name.clone()).collect();
        let (missed, count) =
            runtime.block_on(look_for_misses(&store, &watch, names, from, args))?;
        looked_at = Some(count);
        for (report, missed) in reports.iter_mut().zip(missed) {
            report.missed = Some(missed);
        }
    }
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", report_words::value(&reports, from, looked_at))?;
    } else {
        for report in &reports {
            write!(out, "{}", report_words::words(report, from, looked_at))?;
        }
    }
    Ok(Exit::Ok)
}

async fn report(
    store: &Store,
    watch: &Arc<Watch>,
    topic: &Topic,
    since: Timestamp,
) -> Result<TopicReport, StoreError> {
    let (watch, topic) = (Arc::clone(watch), topic.clone());
    store
        .read(move |view| {
            let opinions = view.opinions()?;
            let heard = hear(view, &topic, since, &opinions)?;
            let suggested = suggest(view, &watch, &topic.name, &heard)?;
            let learning = learning::report(view, &watch, &topic, since)?;
            Ok(TopicReport {
                topic: topic.name,
                firing: heard.firing,
                missed: None,
                suggested,
                learning,
            })
        })
        .await
}

fn hear(
    view: &View,
    topic: &Topic,
    since: Timestamp,
    opinions: &Opinions,
) -> Result<Heard, StoreError> {
    let mut heard = Heard {
        firing: Firing::new(topic),
        marked: Vec::new(),
        unmarked: Vec::new(),
    };
    let mut after = (since, ArticleId(0));
    loop {
        let page = view.matches_since(&topic.name, after, PAGE)?;
        let is_last = page.len() < PAGE;
        for (at, article, found) in page {
            after = (at, article);
            let opinion = opinions.of(article, &topic.name);
            heard.firing.hear(&found, opinion);
            match opinion {
                Some(opinion) => keep_last(&mut heard.marked, (article, found, opinion)),
                None => keep_last(&mut heard.unmarked, (article, found)),
            }
        }
        if is_last {
            return Ok(heard);
        }
    }
}

/// Holds twice as many as are wanted at most, so that dropping the oldest is rare.
fn keep_last<T>(list: &mut Vec<T>, item: T) {
    if list.len() >= 2 * MOST_READ {
        list.drain(..MOST_READ);
    }
    list.push(item);
}

fn suggest(
    view: &View,
    watch: &Watch,
    topic: &TopicName,
    heard: &Heard,
) -> Result<Suggested, StoreError> {
    let mut articles = Vec::new();
    let mut suggested = Suggested::default();
    for (id, found, opinion) in heard.marked.iter().rev().take(MOST_READ) {
        let Some(stored) = view.article(*id)? else {
            continue;
        };
        let headline = &stored.article.title;
        let must_match = *opinion == Judgement::Useful;
        let passes = matches_headline(watch, topic, headline) == must_match;
        suggested.tests.push(SuggestedTest {
            headline: headline.clone(),
            must_match,
            passes,
        });
        articles.push(marked(stored.article, found, Some(*opinion)));
    }
    if !articles.is_empty() {
        for (id, found) in heard.unmarked.iter().rev().take(MOST_READ) {
            if let Some(stored) = view.article(*id)? {
                articles.push(marked(stored.article, found, None));
            }
        }
    }
    suggested.none = none_phrases(&articles, MOST_SUGGESTED);
    // Those that the topic fails say what is wrong; those that it passes keep it from going wrong. A useful article
    // whose headline alone does not match is told by its text: that is no test of a headline.
    suggested
        .tests
        .retain(|test| test.passes || !test.must_match);
    suggested.tests.sort_by_key(|test| test.passes);
    let mut known = HashSet::new();
    suggested
        .tests
        .retain(|test| known.insert(test.headline.clone()));
    suggested.tests.truncate(MOST_SUGGESTED);
    Ok(suggested)
}

/// Inline tests are judged as headlines.
fn matches_headline(watch: &Watch, topic: &TopicName, headline: &str) -> bool {
    let text = Text {
        feed: None,
        language: None,
        title: headline,
        text: "",
    };
    let matches = watch.classifier.classify(&text);
    matches.iter().any(|found| found.topic == *topic)
}

fn marked(
    article: crate::model::article::Article,
    found: &Match,
    opinion: Option<Judgement>,
) -> Marked {
    Marked {
        title: article.title,
        text: article.text,
        evidence: found.evidence.clone(),
        opinion,
    }
}

/// The near misses of each topic among the newest articles, and among how many they were looked for.
async fn look_for_misses(
    store: &Store,
    watch: &Arc<Watch>,
    topics: Vec<TopicName>,
    since: Timestamp,
    args: &TopicReportArgs,
) -> Result<(Vec<Vec<Missed>>, u64), StoreError> {
    let Some(mut range) = store.read(move |view| view.archive_range(since)).await? else {
        return Ok((vec![Vec::new(); topics.len()], 0));
    };
    range.first = range.first.max(range.last - i64::from(args.sample) + 1);
    let mut line = ProgressLine::new(!args.json);
    let mut looked_at = 0;
    let missed = near_misses(
        store,
        Arc::clone(watch),
        topics,
        (range, since),
        args.show,
        |progress| {
            looked_at = progress.articles;
            line.show(progress);
        },
    )
    .await?;
    Ok((missed, looked_at))
}
