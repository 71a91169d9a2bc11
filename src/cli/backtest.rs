//! `wirewatch backtest`: what a changed watchlist would have gained and lost on the archive.

use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::open::Place;
use crate::cli::open::reader;
use crate::cli::open::runtime;
use crate::cli::open::watch;
use crate::cli::progress::ProgressLine;
use crate::cli::quote::marked;
use crate::cli::search::since;
use crate::config::load_instead;
use crate::daemon::schedule;
use crate::model::matching::Evidence;
use crate::model::watchlist::Watchlist;
use crate::pipeline::Watch;
use crate::pipeline::backtest::Backtest;
use crate::pipeline::backtest::Example;
use crate::pipeline::backtest::LetterPlan;
use crate::pipeline::backtest::Rate;
use crate::pipeline::backtest::Tally;
use crate::pipeline::backtest::TopicTally;
use crate::pipeline::backtest::backtest;
use crate::store::ArchiveRange;

/// A digest a minute for twenty years.
const MOST_LETTERS: usize = 10_000_000;

#[derive(Debug, Args)]
#[command(
    long_about = "Say what a changed watchlist would have gained and lost on the archive\n\n\
    Every article of the archive is judged by the watchlist in force and by NEWFILE, both now and by this program: \
    what an older list or an older wirewatch wrote down when the article came in plays no part, so \"lost\" always means \
    that your edit loses it. A topic that only NEWFILE has can only gain.\n\n\
    NEWFILE stands in place of watchlist.toml; the files of watchlist.d stay as they are. Nothing is changed, and a \
    daemon may run meanwhile.\n\n\
    Stories a day are the entries that letters would have had; the back catalogue of new feeds is judged, but is in no letter."
)]
pub(super) struct BacktestArgs {
    /// The changed watchlist
    pub(super) newfile: PathBuf,
    /// Only articles first seen since: 30d, 12h, or a time
    #[arg(long, value_name = "WHEN", default_value = "30d")]
    pub(super) since: String,
    /// End with 1 when an article would be lost in any topic
    #[arg(long)]
    pub(super) fail_if_lost: bool,
    /// Show so many gained and so many lost articles of a topic, the newest
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(super) show: usize,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// What both forms of the answer are made from.
struct Report {
    before: String,
    after: String,
    file: String,
    range: Option<ArchiveRange>,
    articles: u64,
    days: f64,
    letters: Rate,
    tally: Tally,
    seconds: f64,
}

pub(super) fn run(config: Option<&Path>, args: &BacktestArgs) -> Result<Exit, Failure> {
    let from = since(&args.since)?;
    let place = Place::find(config);
    let loaded = place.load()?;
    let settings = loaded.settings.clone();
    let (watchlist, classifier, warnings) =
        load_instead(&place.directory, &args.newfile, &place.environment)?;
    if !warnings.is_empty() {
        eprintln!("{warnings}");
    }
    let after = Watch::new(watchlist, classifier);
    let report = runtime()?.block_on(async {
        let store = reader(&settings)?;
        let (range, opinions) = store
            .read(move |view| Ok((view.archive_range(from)?, view.opinions()?)))
            .await?;
        let before = watch(loaded);
        let mut report = Report {
            before: before.watchlist.version.to_string(),
            after: after.watchlist.version.to_string(),
            file: args.newfile.display().to_string(),
            range,
            articles: 0,
            days: range.map_or(1.0, days),
            letters: Rate::default(),
            tally: Tally::default(),
            seconds: 0.0,
        };
        let plans = |list: &Watchlist| range.map_or(Vec::new(), |range| plans(list, range));
        let (letters_before, letters_after) = (plans(&before.watchlist), plans(&after.watchlist));
        let asked = Backtest {
            before,
            after,
            letters_before: letters_before.clone(),
            letters_after: letters_after.clone(),
            examples: args.show,
            opinions,
        };
        let mut line = ProgressLine::new(!args.json);
        report.tally = backtest(&store, range, from, asked, |progress| {
            report.articles = progress.articles;
            line.show(progress);
        })
        .await?;
        report.letters = report
            .tally
            .letters_a_day(&letters_before, &letters_after, report.days);
        report.seconds = line.seconds();
        Ok::<_, Failure>(report)
    })?;
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", value(&report))?;
    } else {
        write!(out, "{}", words(&report))?;
    }
    Ok(if args.fail_if_lost && report.tally.has_losses() {
        Exit::FaultFound
    } else {
        Exit::Ok
    })
}

/// At least one, so that a rate over an hour does not claim a day's worth.
fn days(range: ArchiveRange) -> f64 {
    let seconds = range.until.duration_since(range.from).as_secs_f64();
    (seconds / 86_400.0).max(1.0)
}

fn plans(list: &Watchlist, range: ArchiveRange) -> Vec<LetterPlan> {
    let plan = |definition| {
        let mut due: Vec<Timestamp> = Vec::new();
        let mut after = range.from;
        // The last one comes after the latest article, and tells it.
        while let Some(next) = schedule::next(definition, after) {
            due.push(next);
            after = next;
            if next >= range.until || due.len() >= MOST_LETTERS {
                break;
            }
        }
        LetterPlan::new(definition, due)
    };
    list.digests.iter().map(plan).collect()
}

fn value(report: &Report) -> Value {
    let topics: Vec<Value> = report
        .tally
        .topics
        .iter()
        .map(|topic| topic_value(topic, report.days))
        .collect();
    json!({
        "before": report.before,
        "after": report.after,
        "articles": report.articles,
        "since": report.range.map(|range| range.from.to_string()),
        "until": report.range.map(|range| range.until.to_string()),
        "days": rounded(report.days),
        "topics": topics,
        "stories_per_day": rate_value(report.tally.stories_a_day(report.days)),
        "letters_per_day": rate_value(report.letters),
        "seconds": rounded(report.seconds),
    })
}

fn topic_value(topic: &TopicTally, days: f64) -> Value {
    let examples = |list: &[Example]| list.iter().map(example_value).collect::<Vec<_>>();
    json!({
        "topic": topic.topic.as_str(),
        "state": state(topic),
        "gained": topic.gained,
        "lost": topic.lost,
        "kept": topic.kept,
        "noise_gained": topic.noise_gained,
        "useful_lost": topic.useful_lost,
        "stories_per_day": rate_value(topic.stories_a_day(days)),
        "examples": {
            "gained": examples(&topic.gained_examples),
            "lost": examples(&topic.lost_examples),
            "kept": examples(&topic.kept_examples),
        },
    })
}

fn state(topic: &TopicTally) -> &'static str {
    match (topic.is_new, topic.is_removed) {
        (true, _) => "new",
        (_, true) => "removed",
        _ => "both",
    }
}

fn example_value(example: &Example) -> Value {
    let evidence: Vec<Value> = example.evidence.iter().map(Evidence::value).collect();
    json!({
        "id": example.article.0,
        "title": example.title,
        "url": example.link,
        "feed": example.feed.as_str(),
        "first_seen": example.first_seen.to_string(),
        "story": example.story.map(|story| story.0),
        "score": example.score,
        "quote": marked(&example.quote),
        "evidence": evidence,
        "why_not": example.why_not,
        "marked": example.marked.map(crate::model::mark::Judgement::as_str),
    })
}

fn rate_value(rate: Rate) -> Value {
    json!({ "before": rounded(rate.before), "after": rounded(rate.after) })
}

/// Two digits behind the point: more would be noise.
fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

fn words(report: &Report) -> String {
    let Some(range) = report.range else {
        return "the archive holds no article of that time\n".to_owned();
    };
    let mut words = format!(
        "{} articles first seen {} to {} ({:.1} days), by the list in force ({}) and by {} ({})\n",
        report.articles,
        range.from.strftime("%Y-%m-%d"),
        range.until.strftime("%Y-%m-%d"),
        report.days,
        report.before,
        report.file,
        report.after
    );
    for topic in &report.tally.topics {
        words.push_str(&topic_words(topic, report.days));
    }
    words.push_str(&format!(
        "\nstories a day  {}\nletters a day  {}\njudged in {:.1} s, {:.0} articles a second\n",
        rate_words(report.tally.stories_a_day(report.days)),
        rate_words(report.letters),
        report.seconds,
        report.articles as f64 / report.seconds.max(0.001)
    ));
    words
}

fn topic_words(topic: &TopicTally, days: f64) -> String {
    let state = match state(topic) {
        "new" => "  (new)",
        "removed" => "  (removed)",
        _ => "",
    };
    let mut words = format!(
        "\n{}{state}: {} gained, {} lost, {} kept; stories a day {}\n",
        topic.topic,
        topic.gained,
        topic.lost,
        topic.kept,
        rate_words(topic.stories_a_day(days))
    );
    if topic.useful_lost > 0 {
        words.push_str(&format!(
            "  {} of those lost are marked useful\n",
            topic.useful_lost
        ));
    }
    if topic.noise_gained > 0 {
        words.push_str(&format!(
            "  {} of those gained are marked noise\n",
            topic.noise_gained
        ));
    }
    for (what, all, examples) in [
        ("lost", topic.lost, &topic.lost_examples),
        ("gained", topic.gained, &topic.gained_examples),
        ("kept", topic.kept, &topic.kept_examples),
    ] {
        for example in examples {
            words.push_str(&example_words(what, example));
        }
        let hidden = all.saturating_sub(examples.len() as u64);
        if hidden > 0 && what != "kept" {
            words.push_str(&format!("  … and {hidden} more {what}\n"));
        }
    }
    words
}

fn example_words(what: &str, example: &Example) -> String {
    let mut words = format!(
        "  {what:<6} {:>7}  {}  {}: {}\n",
        example.article,
        example.first_seen.strftime("%Y-%m-%d %H:%M"),
        example.feed,
        example.title
    );
    let quote = marked(&example.quote);
    if !quote.is_empty() {
        words.push_str(&format!("           {quote}\n"));
    }
    if !example.why_not.is_empty() {
        let other = if what == "lost" { "now" } else { "before" };
        words.push_str(&format!(
            "           {other}: {}\n",
            example.why_not.join("; ")
        ));
    }
    words
}

fn rate_words(rate: Rate) -> String {
    format!("{:.1} -> {:.1}", rate.before, rate.after)
}
