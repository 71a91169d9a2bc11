//! `wirewatch feed list` and `wirewatch feed test`.

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
use crate::cli::json::health_value;
use crate::cli::open::Place;
use crate::cli::open::ask;
use crate::cli::open::runtime;
use crate::clock::Clock;
use crate::config::load_settings;
use crate::fetch::Fetcher;
use crate::model::feed::FeedHealth;
use crate::model::feed::FeedRequest;
use crate::model::feed::Fetched;
use crate::model::feed::Validators;
use crate::model::item::Item;
use crate::model::item::Parsed;
use crate::normalise::FeedFacts;
use crate::normalise::normalise;
use crate::normalise::plain_text;
use crate::parse::Source;
use crate::parse::parse;
use crate::store::View;

pub(super) fn list(config: Option<&Path>, as_json: bool) -> Result<Exit, Failure> {
    let feeds = ask(&Place::find(config).settings()?, View::feed_health)?;
    let mut out = std::io::stdout().lock();
    if as_json {
        let feeds: Vec<_> = feeds.iter().map(health_value).collect();
        writeln!(out, "{}", Value::from(feeds))?;
    } else {
        for feed in &feeds {
            writeln!(out, "{}", line(feed))?;
        }
    }
    Ok(Exit::Ok)
}

/// A feed in one line for people, its cause below it.
pub(super) fn line(feed: &FeedHealth) -> String {
    let name = feed.name.as_str();
    let mut line = format!(
        "{:<8} {name:<24} {:>6} articles  {}",
        feed.state.as_str(),
        feed.items,
        feed.url
    );
    if let Some(cause) = &feed.cause {
        line.push_str(&format!(
            "\n         since {}, {} tries: {}",
            feed.since, feed.tries, cause.sentence
        ));
    }
    if feed.is_partial {
        line.push_str("\n         partial: its last body held more entries than could be read");
    }
    line
}

/// A source to try: where its bytes are and what is said of them.
struct Tried {
    named: String,
    base: Option<Url>,
    content_type: Option<String>,
}

pub(super) fn test(config: Option<&Path>, args: &FeedTestArgs) -> Result<Exit, Failure> {
    let sources = sources(args)?;
    let fetcher = Lazy::new(config);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut all_well = true;
    let now = Clock::System.now();
    for source in &sources {
        let read = read(&fetcher, source);
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

/// A fetcher that is set up when the first address is asked for: files need none.
struct Lazy<'a> {
    config: Option<&'a Path>,
    made: std::cell::OnceCell<(tokio::runtime::Runtime, Fetcher)>,
}

impl<'a> Lazy<'a> {
    fn new(config: Option<&'a Path>) -> Self {
        Self {
            config,
            made: std::cell::OnceCell::new(),
        }
    }

    fn get(&self) -> Result<&(tokio::runtime::Runtime, Fetcher), Failure> {
        if let Some(made) = self.made.get() {
            return Ok(made);
        }
        let place = Place::find(self.config);
        let (settings, _) = load_settings(&place.directory, &place.environment)?;
        let made = (runtime()?, Fetcher::new(&settings.fetch)?);
        Ok(self.made.get_or_init(|| made))
    }
}

/// Reads one source; the error is a kind and a sentence.
fn read(fetcher: &Lazy<'_>, source: &Tried) -> Result<Parsed, (String, String)> {
    let (bytes, base, content_type) = bytes(fetcher, source)?;
    parse(&Source {
        bytes: &bytes,
        base: &base,
        content_type: content_type.as_deref(),
        encoding: None,
    })
    .map_err(|refusal| (refusal.kind().to_owned(), refusal.to_string()))
}

type Body = (Vec<u8>, Url, Option<String>);

fn bytes(fetcher: &Lazy<'_>, source: &Tried) -> Result<Body, (String, String)> {
    let is_address = source.named.starts_with("http://") || source.named.starts_with("https://");
    if !is_address {
        let bytes = fs::read(&source.named).map_err(|error| {
            (
                "file".to_owned(),
                format!("cannot read {}: {error}", source.named),
            )
        })?;
        let base = source
            .base
            .clone()
            .or_else(|| Url::parse("http://localhost/").ok());
        let base = base.ok_or_else(|| ("file".to_owned(), "no base address".to_owned()))?;
        return Ok((bytes, base, source.content_type.clone()));
    }
    let url = Url::parse(&source.named)
        .map_err(|error| ("url".to_owned(), format!("{}: {error}", source.named)))?;
    let trouble = |failure: Failure| ("setup".to_owned(), format!("{:#}", failure.error));
    let (runtime, fetcher) = fetcher.get().map_err(trouble)?;
    let feed = "test"
        .parse()
        .map_err(|error| ("setup".to_owned(), format!("{error}")))?;
    let request = FeedRequest {
        feed,
        url,
        validators: Validators::default(),
        headers: Vec::new(),
        via: None,
    };
    match runtime.block_on(fetcher.fetch(&request)) {
        Ok(Fetched::Payload(payload)) => Ok((
            payload.bytes,
            source.base.clone().unwrap_or(payload.url),
            payload.content_type,
        )),
        Ok(Fetched::NotModified(_)) => {
            Err(("empty".to_owned(), "the server sent no body".to_owned()))
        }
        Err(error) => Err((error.kind(), error.sentence())),
    }
}

fn value(named: &str, read: &Result<Parsed, (String, String)>, now: Timestamp) -> Value {
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
        Err((kind, detail)) => json!({
            "source": named, "ok": false, "format": null, "encoding": null, "title": null, "partial": false,
            "problems": [{ "kind": kind, "detail": detail }], "items": [],
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
    };
    normalise(item, &facts, now)
        .0
        .language
        .map(|language| language.to_string())
}

fn words(named: &str, read: &Result<Parsed, (String, String)>, now: Timestamp) -> String {
    let parsed = match read {
        Ok(parsed) => parsed,
        Err((kind, detail)) => return format!("{named}: {kind}: {detail}\n"),
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
        parsed.channel.title.as_deref().unwrap_or("(no title)")
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
            item.title.as_deref().unwrap_or("(no title)")
        ));
    }
    words
}
