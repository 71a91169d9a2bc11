//! `wirewatch demo`: the whole job on embedded defaults, with no network: a newsroom on loopback, real polling, the
//! shipped topics, SQLite, a letter in a maildir.

mod newsroom;

use std::fs;
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use jiff::Timestamp;
use tokio::net::TcpListener;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::DemoArgs;
use crate::cli::demo::newsroom::Newsroom;
use crate::cli::open::Place;
use crate::cli::open::runtime;
use crate::cli::open::watch;
use crate::clock::Clock;
use crate::config::DEFAULT_WATCHLIST;
use crate::config::Imprint;
use crate::config::Loaded;
use crate::config::topics_only;
use crate::daemon;
use crate::daemon::OnceReport;
use crate::daemon::Start;
use crate::daemon::run_once;
use crate::daemon::schedule;
use crate::pipeline::Pipeline;
use crate::pipeline::issue;
use crate::pipeline::issue::Order;
use crate::pipeline::send::send_due;
use crate::telemetry;

pub(super) fn run(args: &DemoArgs) -> Result<Exit, Failure> {
    runtime()?.block_on(show(args))
}

async fn show(args: &DemoArgs) -> Result<Exit, Failure> {
    let now = Clock::System.now();
    let directory = directory(args, now)?;
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .context("no port on 127.0.0.1 for the demo's newsroom")?;
    let address = listener.local_addr()?;
    let newsroom = Newsroom::open(address, now);
    let serving = tokio::spawn(newsroom.clone().serve(listener));
    write_configuration(&directory, address, args.keep)?;
    let place = Place::find(Some(&directory));
    let loaded = place.load()?;
    say(&format!(
        "A newsroom with {} feeds has opened on http://{address}/ . Polling it with the shipped topics …\n",
        loaded.watchlist.feeds.len()
    ))?;
    let ended = if args.keep {
        keep(place, loaded, newsroom).await
    } else {
        once(&directory, loaded).await
    };
    serving.abort();
    ended.map(|()| Exit::Ok)
}

/// Polls everything, issues one digest, prints its text.
async fn once(directory: &Path, loaded: Loaded) -> Result<(), Failure> {
    let settings = loaded.settings.clone();
    let pipeline = Pipeline::open(&settings, Clock::System).await?;
    let watch = Arc::new(watch(loaded));
    let report = run_once(&pipeline, &watch, &settings.retention).await?;
    let definition = watch
        .watchlist
        .digests
        .first()
        .cloned()
        .context("the demo's watchlist has no digest")?;
    let until = pipeline.clock.now();
    let order = Order {
        next: schedule::next(&definition, until),
        definition,
        until,
    };
    let issued = issue::issue(&pipeline, &watch, order)
        .await?
        .context("the demo's digest was empty")?;
    let sent = send_due(&pipeline).await?;
    say(&told(&report, sent.accepted))?;
    say(&issued.text)?;
    say(&where_next(directory, &settings.store.directory()))
}

fn told(report: &OnceReport, accepted: usize) -> String {
    format!(
        "{} feeds asked, {} failed; {} items, {} new articles, {} matches; {accepted} letter in the maildir. It says:\n\n{}\n",
        report.feeds,
        report.failed,
        report.items,
        report.articles_new,
        report.matches,
        "=".repeat(80)
    )
}

fn where_next(directory: &Path, state: &Path) -> String {
    let config = directory.display();
    format!(
        "{}\n\nThe same letter, with its HTML part, is in {}/mail/new/ .\nLook further:\n  \
         wirewatch --config {config} status\n  wirewatch --config {config} search sanctions\n  \
         wirewatch --config {config} explain 1\n  wirewatch --config {config} digest list\n  \
         wirewatch demo --keep        (watch it live: new articles every few seconds, a digest a minute)\n\
         For your own news: wirewatch init\n",
        "=".repeat(80),
        state.display()
    )
}

/// Leaves the daemon running while the newsroom goes on writing.
async fn keep(place: Place, loaded: Loaded, newsroom: Newsroom) -> Result<(), Failure> {
    let page = loaded.settings.web.listen.map_or(String::new(), |address| {
        format!("The page is on http://{address}/ . ")
    });
    let state = loaded.settings.store.directory();
    say(&format!(
        "{page}A new article comes every few seconds, a digest every minute into {}/mail/new/ . Ctrl-C ends it.\n",
        state.display()
    ))?;
    telemetry::begin(&loaded.settings.log, None);
    let writing = tokio::spawn(async move { newsroom.keep_writing().await });
    let start = Start {
        imprint: Imprint::of(&place.directory),
        directory: place.directory,
        environment: place.environment,
        loaded,
        clock: Clock::System,
    };
    let ended = daemon::run(start).await;
    writing.abort();
    Ok(ended?)
}

/// A new folder, so that the demo never meets files that it did not write.
fn directory(args: &DemoArgs, now: Timestamp) -> Result<PathBuf, Failure> {
    let directory = args.dir.clone().unwrap_or_else(|| {
        std::env::temp_dir().join(format!(
            "wirewatch-demo-{}-{}",
            now.as_second(),
            std::process::id()
        ))
    });
    if let Some(parent) = directory.parent() {
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    }
    fs::create_dir(&directory).with_context(|| {
        format!(
            "cannot make {} (the demo wants a folder of its own)",
            directory.display()
        )
    })?;
    Ok(directory.canonicalize()?)
}

fn write_configuration(
    directory: &Path,
    address: SocketAddr,
    is_live: bool,
) -> Result<(), Failure> {
    let state = directory.join("state");
    fs::create_dir(&state)?;
    // A second demo beside a living one must not want the same port.
    let listen = if is_live {
        free_address()?
    } else {
        String::new()
    };
    let settings = format!(
        "# Written by `wirewatch demo`.\n[store]\npath = {:?}\n\n[fetch]\nallow_private = [\"127.0.0.1\"]\nper_host = 16\n\n\
         [web]\nlisten = {listen:?}\n",
        state.join("wirewatch.db").display().to_string()
    );
    fs::write(directory.join("wirewatch.toml"), settings)?;
    fs::write(
        directory.join("watchlist.toml"),
        topics_only(DEFAULT_WATCHLIST)?,
    )?;
    fs::create_dir(directory.join("watchlist.d"))?;
    fs::write(
        directory.join("watchlist.d/demo.toml"),
        newsroom::watchlist(address, is_live),
    )?;
    Ok(())
}

fn free_address() -> Result<String, Failure> {
    let probe = std::net::TcpListener::bind("127.0.0.1:0")?;
    Ok(probe.local_addr()?.to_string())
}

fn say(words: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(words.as_bytes())?;
    out.flush()?;
    Ok(())
}
