//! `wirewatch tail`: the stream of what happened, for people or as CloudEvents.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::TailArgs;
use crate::cli::feed::printable;
use crate::cli::open::Place;
use crate::cli::open::reader;
use crate::cli::open::runtime;
use crate::model::cloud_event::cloud_event;
use crate::model::event::Event;
use crate::model::ids::EventId;
use crate::store::Store;
use crate::store::View;

/// Events read at a time.
const PAGE: usize = 500;

/// Shown before what is new, when nobody says where to begin.
const LAST: usize = 10;

/// Between two looks for what is new.
const NAP: Duration = Duration::from_millis(500);

pub(super) fn run(config: Option<&Path>, args: &TailArgs) -> Result<Exit, Failure> {
    let settings = Place::find(config).settings()?;
    let store = reader(&settings)?;
    runtime()?.block_on(tell(&store, args))?;
    Ok(Exit::Ok)
}

async fn tell(store: &Store, args: &TailArgs) -> Result<(), Failure> {
    let mut after = match args.since {
        Some(id) => EventId(id),
        None => {
            store
                .read(|view: &View| {
                    let latest = view.latest_events(LAST)?;
                    Ok(latest
                        .first()
                        .map_or(EventId(0), |first| EventId(first.id.0 - 1)))
                })
                .await?
        }
    };
    loop {
        let events = store
            .read(move |view| view.events_since(after, PAGE))
            .await?;
        if let Some(last) = events.last() {
            after = last.id;
        }
        // Not held while waiting: whoever reads us shall see each line at once.
        let mut out = std::io::stdout().lock();
        for event in &events {
            if args.json {
                writeln!(out, "{}", cloud_event(event))?;
            } else {
                writeln!(out, "{}", line(event))?;
            }
        }
        out.flush()?;
        drop(out);
        if events.len() == PAGE {
            continue;
        }
        if !args.follow {
            return Ok(());
        }
        tokio::time::sleep(NAP).await;
    }
}

/// Number, time, kind, subject, and the words that say most.
fn line(event: &Event) -> String {
    let data = &event.data;
    let said = [
        &data["title"],
        &data["cause"]["sentence"],
        &data["reason"],
        &data["fault"],
        &data["subject"],
        &data["words"],
        &data["topic"],
    ];
    let words = said.into_iter().find_map(serde_json::Value::as_str);
    let words = words.unwrap_or_default().lines().next().unwrap_or_default();
    let topic = data["topic"].as_str().filter(|topic| *topic != words);
    let topic = topic.map_or(String::new(), |topic| format!("[{topic}] "));
    format!(
        "{:>7}  {}  {:<17} {:<12} {topic}{}",
        event.id.0,
        event.at.strftime("%Y-%m-%d %H:%M:%S"),
        event.kind.as_str(),
        printable(&event.subject),
        printable(words)
    )
}
