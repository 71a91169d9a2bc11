//! `wirewatch status`: one screen: daemon, what is due, feeds, outbox, watchlist, database.

use std::io::Write;
use std::path::Path;

use serde_json::json;

use crate::classify::learn::NotYet;
use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::feed::line;
use crate::cli::hubs;
use crate::cli::json::health_value;
use crate::cli::open::Place;
use crate::cli::open::ask;
use crate::cli::waiting::learning;
use crate::clock::Clock;
use crate::config::describe_dictionary;
use crate::config::load;
use crate::daemon::ReloadOutcome;
use crate::daemon::last_reload;
use crate::daemon::schedule;
use crate::model::dictionary::Dictionaries;
use crate::model::feed::FeedHealth;
use crate::model::feed::FeedState;
use crate::model::ids::TopicName;
use crate::model::pledge::Pledge;
use crate::model::watchlist::Watchlist;
use crate::store::OutboxCounts;
use crate::store::PushCounts;
use crate::store::holder;

/// What both forms of the answer are made from.
struct Status {
    pid: Option<u32>,
    feeds: Vec<FeedHealth>,
    outbox: OutboxCounts,
    articles: u64,
    reload: Option<ReloadOutcome>,
    pledges: Vec<Pledge>,
    pushes: PushCounts,
    /// Digest, and when it is due next.
    due: Vec<(String, Option<String>)>,
    /// Topics that shall learn from marks, and what they wait for.
    learning: Vec<(TopicName, Option<NotYet>)>,
    watchlist_version: String,
    dictionaries: Dictionaries,
    /// What is wrong with the files as they are now.
    watchlist_faults: Option<String>,
    database: String,
}

pub(super) fn run(config: Option<&Path>, as_json: bool) -> Result<Exit, Failure> {
    let status = gather(&Place::find(config))?;
    let mut out = std::io::stdout().lock();
    if as_json {
        writeln!(out, "{}", value(&status))?;
    } else {
        write!(out, "{}", words(&status))?;
    }
    Ok(Exit::Ok)
}

fn gather(place: &Place) -> Result<Status, Failure> {
    let settings = place.settings()?;
    let (feeds, outbox, articles, reload, pledges, pushes) = ask(&settings, |view| {
        Ok((
            view.feed_health()?,
            view.outbox_counts()?,
            view.totals()?.articles,
            last_reload(view)?,
            view.pledges()?,
            view.push_counts()?,
        ))
    })?;
    let now = Clock::System.now();
    // The files as they are now; the daemon may still go by older ones.
    let (watchlist, watchlist_faults) = match load(&place.directory, &place.environment) {
        Ok(loaded) => (loaded.watchlist, None),
        Err(findings) => (Watchlist::default(), Some(findings.to_string())),
    };
    let learning = learning(&settings, &watchlist)?;
    let due = watchlist
        .digests
        .iter()
        .map(|digest| {
            (
                digest.name.to_string(),
                schedule::next(digest, now).map(|at| at.to_string()),
            )
        })
        .collect();
    Ok(Status {
        pid: holder(&settings.store),
        feeds,
        outbox,
        articles,
        reload,
        pledges,
        pushes,
        due,
        learning,
        watchlist_version: watchlist.version.to_string(),
        dictionaries: watchlist.dictionaries,
        watchlist_faults,
        database: settings.store.path.display().to_string(),
    })
}

fn value(status: &Status) -> serde_json::Value {
    let dictionaries = status.dictionaries.0.iter().map(|dictionary| {
        json!({
            "language": dictionary.language.code(),
            "name": dictionary.name,
            "path": dictionary.path,
            "words": dictionary.added.len(),
            "forms": dictionary.form_count(),
        })
    });
    let dictionaries: Vec<_> = dictionaries.collect();
    json!({
        "running": status.pid.is_some(),
        "pid": status.pid,
        "version": env!("CARGO_PKG_VERSION"),
        "database": status.database,
        "articles": status.articles,
        "watchlist": { "version": status.watchlist_version, "dictionaries": dictionaries, "faults": status.watchlist_faults, "last_reload": status.reload },
        "digests": status.due.iter().map(|(name, next)| json!({ "name": name, "next": next })).collect::<Vec<_>>(),
        "learning": status.learning.iter().map(|(topic, not_yet)| json!({ "topic": topic.as_str(), "waits": not_yet.map(|not_yet| not_yet.to_string()) })).collect::<Vec<_>>(),
        "outbox": { "queued": status.outbox.queued, "accepted": status.outbox.accepted, "failed": status.outbox.failed },
        "hubs": status.pledges.iter().map(hubs::value).collect::<Vec<_>>(),
        "feeds": status.feeds.iter().map(health_value).collect::<Vec<_>>(),
    })
}

fn words(status: &Status) -> String {
    let mut words = match status.pid {
        Some(pid) => format!(
            "wirewatch {} runs as process {pid}\n",
            env!("CARGO_PKG_VERSION")
        ),
        None => "wirewatch is not running\n".to_owned(),
    };
    words.push_str(&format!(
        "database   {}, {} articles\n",
        status.database, status.articles
    ));
    match &status.watchlist_faults {
        None => words.push_str(&format!("watchlist  {}\n", status.watchlist_version)),
        Some(faults) => words.push_str(&format!(
            "watchlist  the files have FAULTS and will not be taken up\n{faults}\n"
        )),
    }
    for dictionary in &status.dictionaries.0 {
        words.push_str(&format!("           {}\n", describe_dictionary(dictionary)));
    }
    if let Some(refused) = status.reload.as_ref().filter(|reload| !reload.is_accepted) {
        words.push_str(&format!(
            "           reload REFUSED at {}, the older list is in force:\n{}\n",
            refused.at, refused.words
        ));
    }
    for (name, next) in &status.due {
        words.push_str(&format!(
            "digest     {name}, next at {}\n",
            next.as_deref().unwrap_or("no time")
        ));
    }
    for (topic, not_yet) in &status.learning {
        let state = not_yet.map_or("learns from marks".to_owned(), |not_yet| {
            format!("shall learn from marks and waits: {not_yet}")
        });
        words.push_str(&format!("topic      {topic} {state}\n"));
    }
    let OutboxCounts {
        queued,
        accepted,
        failed,
        ..
    } = status.outbox;
    words.push_str(&format!(
        "letters    {queued} waiting, {accepted} accepted, {failed} failed\n"
    ));
    let well = status
        .feeds
        .iter()
        .filter(|feed| feed.state == FeedState::Ok)
        .count();
    words.push_str(&format!("feeds      {well} of {} ok\n", status.feeds.len()));
    if !status.pledges.is_empty() {
        let summary = hubs::summary(&status.pledges, &status.pushes);
        words.push_str(&format!("hubs       {summary}\n"));
    }
    for feed in status
        .feeds
        .iter()
        .filter(|feed| feed.state != FeedState::Ok || feed.is_partial || feed.moved_to.is_some())
    {
        words.push_str(&format!("{}\n", line(feed)));
    }
    words
}
