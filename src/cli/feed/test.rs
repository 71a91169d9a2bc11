//! `wirewatch feed test`: what would be read from addresses and files, without storing anything.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;
use url::Url;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::FeedTestArgs;
use crate::cli::feed::find;
use crate::cli::feed::find::Asker;
use crate::cli::feed::find::Fault;
use crate::cli::feed::words::printable;
use crate::clock::Clock;
use crate::model::item::Item;
use crate::model::item::Parsed;
use crate::model::problem::Problem;
use crate::normalise::FeedFacts;
use crate::normalise::normalise;
use crate::normalise::plain_text;
use crate::parse::Source;
use crate::parse::parse;

/// A source to try: where its bytes are and what is said of them.
struct Tried {
    named: String,
    base: Option<Url>,
    content_type: Option<String>,
}

pub(super) fn test(config: Option<&Path>, args: &FeedTestArgs) -> Result<Exit, Failure> {
    let sources = sources(args)?;
    let asker = Asker::new(config);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut all_well = true;
    let now = Clock::System.now();
    for source in &sources {
        let read = read(&asker, source);
        all_well &= read.is_ok();
        if args.json {
            writeln!(out, "{}", value(&source.named, &read, now))?;
        } else {
            write!(out, "{}", words(&source.named, &read, now))?;
        }
    }
    out.flush()?;
    Ok(if all_well { Exit::Ok } else { Exit::FaultFound })
}

fn sources(args: &FeedTestArgs) -> Result<Vec<Tried>, Failure> {
    let url = |text: &str| {
        Url::parse(text)
            .map_err(|error| Failure::usage(format!("{text:?} is not an address: {error}")))
    };
    let base = args.base.as_deref().map(url).transpose()?;
    let mut sources: Vec<_> = args
        .sources
        .iter()
        .map(|named| Tried {
            named: named.clone(),
            base: base.clone(),
            content_type: args.content_type.clone(),
        })
        .collect();
    if let Some(list) = &args.list {
        let lines =
            fs::read_to_string(list).with_context(|| format!("cannot read {}", list.display()))?;
        for line in lines.lines().filter(|line| !line.is_empty()) {
            let mut parts = line.split('\t');
            let mut part = || parts.next().filter(|part| !part.is_empty());
            let named = part().unwrap_or_default().to_owned();
            let base = part().map(url).transpose()?;
            sources.push(Tried {
                named,
                base,
                content_type: part().map(str::to_owned),
            });
        }
    }
    Ok(sources)
}

/// Reads one source; an address that shows a page is followed to the page's feed.
fn read(asker: &Asker<'_>, source: &Tried) -> Result<Parsed, Fault> {
    let is_address = source.named.starts_with("http://") || source.named.starts_with("https://");
    if !is_address {
        return read_file(source);
    }
    let url = Url::parse(&source.named)
        .map_err(|error| Fault::new("url", format!("{}: {error}", source.named)))?;
    let found = find::find(asker, &url, source.base.as_ref(), None)?;
    let mut parsed = found.parsed;
    if let Some(through) = &found.through {
        let detail = format!("{}; this is {}", through.sentence(), found.url);
        parsed
            .problems
            .insert(0, Problem::new("discovered", detail));
    }
    Ok(parsed)
}

fn read_file(source: &Tried) -> Result<Parsed, Fault> {
    let bytes = fs::read(&source.named)
        .map_err(|error| Fault::new("file", format!("cannot read {}: {error}", source.named)))?;
    let base = match &source.base {
        Some(base) => base.clone(),
        None => Url::parse("http://localhost/").map_err(|error| Fault::new("file", error))?,
    };
    let source = Source {
        bytes: &bytes,
        base: &base,
        content_type: source.content_type.as_deref(),
        encoding: None,
    };
    parse(&source).map_err(|refusal| Fault::new(refusal.kind(), refusal))
}

fn value(named: &str, read: &Result<Parsed, Fault>, now: Timestamp) -> Value {
    match read {
        Ok(parsed) => {
            let problems: Vec<_> = parsed
                .problems
                .iter()
                .map(|problem| json!({ "kind": problem.kind, "detail": problem.detail }))
                .collect();
            let items: Vec<_> = parsed
                .items
                .iter()
                .map(|item| item_value(item, parsed, now))
                .collect();
            json!({
                "source": named, "ok": true, "format": parsed.format.as_str(), "encoding": parsed.encoding,
                "title": parsed.channel.title, "partial": parsed.partial, "problems": problems, "items": items,
            })
        }
        Err(fault) => json!({
            "source": named, "ok": false, "format": null, "encoding": null, "title": null, "partial": false,
            "problems": [{ "kind": fault.kind, "detail": fault.sentence }], "items": [],
        }),
    }
}

fn item_value(item: &Item, parsed: &Parsed, now: Timestamp) -> Value {
    let summary = item
        .summary
        .as_ref()
        .or(item.content.as_ref())
        .map(plain_text);
    json!({
        "id": item.guid,
        "title": item.title,
        "link": item.link_as_written.as_deref().or(item.link.as_ref().map(Url::as_str)),
        "published": item.published.map(|at| at.to_string()),
        "updated": item.updated.map(|at| at.to_string()),
        "author": item.author,
        "summary": summary,
        "language": language(item, parsed, now),
    })
}

fn language(item: &Item, parsed: &Parsed, now: Timestamp) -> Option<String> {
    let feed = "test".parse().ok()?;
    let facts = FeedFacts {
        feed: &feed,
        hint: None,
        channel_language: parsed.channel.language.as_deref(),
        habit: None,
    };
    normalise(item, &facts, now)
        .0
        .language
        .map(|language| language.to_string())
}

fn words(named: &str, read: &Result<Parsed, Fault>, now: Timestamp) -> String {
    let parsed = match read {
        Ok(parsed) => parsed,
        Err(fault) => {
            let sentence = printable(&fault.sentence);
            return format!("{named}: {}: {sentence}\n", fault.kind);
        }
    };
    let mut words = format!(
        "{named}: {} in {}, {} items{}: {}\n",
        parsed.format.as_str(),
        parsed.encoding,
        parsed.items.len(),
        if parsed.partial {
            " (partial: some could not be read)"
        } else {
            ""
        },
        printable(parsed.channel.title.as_deref().unwrap_or("(no title)"))
    );
    for problem in &parsed.problems {
        words.push_str(&format!("  problem {problem}\n"));
    }
    for item in &parsed.items {
        let date = item
            .published
            .or(item.updated)
            .map_or("no date".to_owned(), |at| at.to_string());
        let language = language(item, parsed, now).unwrap_or_else(|| "??".to_owned());
        let link = item.link.as_ref().map_or("(no link)", Url::as_str);
        words.push_str(&format!(
            "  {date}  {language}  {}\n      {link}\n",
            printable(item.title.as_deref().unwrap_or("(no title)"))
        ));
    }
    words
}
