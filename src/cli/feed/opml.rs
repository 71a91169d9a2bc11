//! `wirewatch feed import` and `feed export`: lists of feeds exchanged with other readers, folders as labels.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::feed::args::FeedExportArgs;
use crate::cli::feed::args::FeedImportArgs;
use crate::cli::feed::change::finish;
use crate::cli::feed::change::of_edit;
use crate::cli::feed::change::open;
use crate::cli::feed::name::Names;
use crate::cli::feed::words::printable;
use crate::cli::open::Place;
use crate::clock::Clock;
use crate::config::NewFeed;
use crate::config::replace_file;
use crate::model::feed::Feed;
use crate::model::ids::FeedName;
use crate::parse::Listed;
use crate::parse::Unlisted;
use crate::parse::opml;
use crate::store::Store;
use crate::store::View;

/// More than 50,000 feeds need.
const LARGEST: u64 = 32 * 1024 * 1024;

/// Characters that a label may have.
const LONGEST_LABEL: usize = 40;

/// Between the folders of a label.
const BETWEEN: &str = " / ";

pub(super) fn import(config: Option<&Path>, args: &FeedImportArgs) -> Result<Exit, Failure> {
    let shown = args.list.display();
    let list = opml(&read(&args.list)?).map_err(|refusal| Failure {
        exit: Exit::FaultFound,
        error: anyhow::anyhow!(
            "{shown} is not an OPML list: {}",
            printable(&refusal.to_string())
        ),
    })?;
    let place = Place::find(config);
    let mut editor = open(&place)?;
    let mut names = Names::of(editor.watchlist());
    let mut refused = list.refused;
    let mut doubled = 0;
    let mut feeds = Vec::new();
    for listed in &list.feeds {
        if !names.take_address(&listed.url) {
            doubled += 1;
            continue;
        }
        match new_feed(listed, &mut names) {
            Some(feed) => feeds.push(feed),
            None => refused.push(Unlisted {
                line: listed.line,
                reason: format!("{}: no name could be made of it", listed.url),
            }),
        }
    }
    if !feeds.is_empty() {
        editor.add(&feeds, args.file.as_deref()).map_err(of_edit)?;
    }
    let exit = if refused.is_empty() {
        Exit::Ok
    } else {
        Exit::FaultFound
    };
    let mut out = std::io::stdout().lock();
    for bad in &refused {
        eprintln!("{shown}, line {}: {}", bad.line, printable(&bad.reason));
    }
    if args.json {
        // What is written for people besides would spoil the JSON.
        if !feeds.is_empty() {
            finish(&place, editor, &args.change, &mut std::io::sink())?;
        }
        writeln!(out, "{}", summary(&feeds, doubled, &refused))?;
        return Ok(exit);
    }
    for feed in &feeds {
        let label = feed.label.as_deref().unwrap_or_default();
        writeln!(out, "{:<32} {}  {label}", feed.name.as_str(), feed.url)?;
    }
    writeln!(
        out,
        "{} added, {doubled} there already, {} bad",
        feeds.len(),
        refused.len()
    )?;
    if !feeds.is_empty() {
        finish(&place, editor, &args.change, &mut out)?;
    }
    Ok(exit)
}

fn read(list: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if list == Path::new("-") {
        std::io::stdin()
            .lock()
            .take(LARGEST + 1)
            .read_to_end(&mut bytes)
    } else {
        File::open(list).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| Failure {
        exit: Exit::FaultFound,
        error: anyhow::anyhow!("cannot read {}: {error}", list.display()),
    })?;
    if bytes.len() as u64 > LARGEST {
        return Err(Failure {
            exit: Exit::FaultFound,
            error: anyhow::anyhow!("{} is larger than 32 MiB: split it", list.display()),
        });
    }
    Ok(bytes)
}

fn new_feed(listed: &Listed, names: &mut Names) -> Option<NewFeed> {
    let name = names.take(listed.name.as_deref(), listed.title.as_deref(), &listed.url)?;
    Some(NewFeed {
        name,
        url: listed.url.clone(),
        label: label(&listed.folders),
        language: listed
            .language
            .as_deref()
            .and_then(|code| code.parse().ok()),
        every: None,
        full_text: false,
    })
}

/// The folders' path, or as much of its end as a label may hold.
fn label(folders: &[String]) -> Option<String> {
    let fits = |from: &usize| folders[*from..].join(BETWEEN).chars().count() <= LONGEST_LABEL;
    let from = (0..folders.len()).find(fits);
    let label: String = match from {
        Some(from) => folders[from..].join(BETWEEN),
        None => folders.last()?.chars().take(LONGEST_LABEL).collect(),
    };
    let label = label.trim();
    (!label.is_empty()).then(|| label.to_owned())
}

fn summary(feeds: &[NewFeed], doubled: usize, refused: &[Unlisted]) -> serde_json::Value {
    let added: Vec<_> = feeds
        .iter()
        .map(|feed| json!({ "name": feed.name.as_str(), "url": feed.url.as_str(), "label": feed.label }))
        .collect();
    let bad: Vec<_> = refused
        .iter()
        .map(|bad| json!({ "line": bad.line, "reason": bad.reason }))
        .collect();
    json!({ "added": added, "duplicates": doubled, "bad": bad })
}

pub(super) fn export(config: Option<&Path>, args: &FeedExportArgs) -> Result<Exit, Failure> {
    let place = Place::find(config);
    let editor = open(&place)?;
    let list = written(&editor.watchlist().feeds, &titles(&place));
    match &args.output {
        Some(output) => replace_file(output, list.as_bytes()).map_err(of_edit)?,
        None => std::io::stdout()
            .lock()
            .write_all(list.as_bytes())
            .context("cannot write the list")?,
    }
    Ok(Exit::Ok)
}

/// What the channels call themselves, as far as the archive knows.
fn titles(place: &Place) -> HashMap<FeedName, String> {
    let health = place.settings().ok().and_then(|settings| {
        let store = Store::open_reader(&settings.store).ok()?;
        let runtime = crate::cli::open::runtime().ok()?;
        runtime.block_on(store.read(View::feed_health)).ok()
    });
    let health = health.unwrap_or_default();
    health
        .into_iter()
        .filter_map(|feed| Some((feed.name, feed.title?)))
        .collect()
}

/// OPML 2.0; feeds of one label stand in one folder, in the watchlist's order. Names that readers do not know are in a
/// namespace of our own, as the format asks for.
fn written(feeds: &[Feed], titles: &HashMap<FeedName, String>) -> String {
    let mut list = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\" xmlns:wirewatch=\"urn:wirewatch:opml\">\n\
         <head>\n  <title>Feeds of wirewatch</title>\n  <dateCreated>{}</dateCreated>\n</head>\n<body>\n",
        Clock::System.now().strftime("%a, %d %b %Y %H:%M:%S GMT")
    );
    let mut labels: Vec<Option<&str>> = Vec::new();
    for feed in feeds {
        if !labels.contains(&feed.label.as_deref()) {
            labels.push(feed.label.as_deref());
        }
    }
    for label in labels {
        let folders = label.map(folders).unwrap_or_default();
        for folder in &folders {
            let text = escaped(folder);
            list.push_str(&format!("<outline text=\"{text}\" title=\"{text}\">\n"));
        }
        for feed in feeds.iter().filter(|feed| feed.label.as_deref() == label) {
            list.push_str(&outline(feed, titles.get(&feed.name)));
        }
        list.push_str(&"</outline>\n".repeat(folders.len()));
    }
    list.push_str("</body>\n</opml>\n");
    list
}

/// The folders that a label stands for, if reading them gives the same label again.
fn folders(label: &str) -> Vec<&str> {
    let parts: Vec<&str> = label.split(BETWEEN).collect();
    let is_sound = parts
        .iter()
        .all(|part| !part.is_empty() && part.trim() == *part);
    if is_sound { parts } else { vec![label] }
}

fn outline(feed: &Feed, title: Option<&String>) -> String {
    let name = feed.name.as_str();
    let title = escaped(title.map_or(name, String::as_str));
    let language = feed.language.map_or(String::new(), |language| {
        format!(" language=\"{}\"", language.code())
    });
    format!(
        "  <outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{}\"{language} wirewatch:name=\"{name}\"/>\n",
        escaped(feed.url.as_str()),
    )
}

fn escaped(text: &str) -> String {
    printable(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
