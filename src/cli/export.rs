//! `wirewatch export`: what matched, for spreadsheets, programs, reports and feed readers. Read in pages and written as they
//! come, so that an archive of any size fits; beside a daemon or without one.

use std::io::BufWriter;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use clap::Args;
use clap::ValueEnum;
use jiff::Timestamp;
use url::Url;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::open::Place;
use crate::cli::open::runtime;
use crate::cli::search::since;
use crate::clock::Clock;
use crate::config::advice;
use crate::export::Export;
use crate::export::Form;
use crate::export::Origin;
use crate::model::ids::ArticleId;
use crate::model::ids::TopicName;
use crate::model::settings::StoreSettings;
use crate::model::settings::WebSettings;
use crate::pipeline::hub::kept_key;
use crate::store::Store;
use crate::store::StoreError;

/// Articles read in one picture.
const PAGE: usize = 200;

/// What tells a spreadsheet that a table is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// In which form
    #[arg(long, value_enum)]
    pub(super) format: Format,
    /// Only this topic, also one that the watchlist has no more; may be given again for further ones
    #[arg(long, value_name = "TOPIC")]
    pub(super) topic: Vec<String>,
    /// Only articles first seen since: 30d, 12h, or a time
    #[arg(long, value_name = "WHEN")]
    pub(super) since: Option<String>,
    /// With every place of evidence, the watchlist that judged, the letters that told it, marks and revisions
    #[arg(long)]
    pub(super) audit: bool,
    /// Begin a csv with the byte-order mark by which Excel knows UTF-8
    #[arg(long)]
    pub(super) bom: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For spreadsheets: a row for each article and topic, no cell of it a formula
    Csv,
    /// For programs: an article a line, as JSON
    Jsonl,
    /// For reports: Markdown, a heading a day
    Md,
    /// For feed readers: RSS 2.0
    Rss,
    /// For feed readers: Atom
    Atom,
}

impl Format {
    fn form(self) -> Form {
        match self {
            Self::Csv => Form::Csv,
            Self::Jsonl => Form::Jsonl,
            Self::Md => Form::Markdown,
            Self::Rss => Form::Rss,
            Self::Atom => Form::Atom,
        }
    }
}

pub(super) fn run(config: Option<&Path>, args: &ExportArgs) -> Result<Exit, Failure> {
    if args.bom && args.format != Format::Csv {
        return Err(Failure::usage("--bom is for --format csv alone"));
    }
    let since = match &args.since {
        Some(since_when) => since(since_when)?,
        None => Timestamp::MIN,
    };
    let topics = named(&args.topic)?;
    let place = Place::find(config);
    let settings = place.settings()?;
    let runtime = runtime()?;
    let store = archive(&settings.store)?;
    let (known, key) = match &store {
        Some(store) => {
            let asked = topics.clone();
            let facts =
                store.read(move |view| Ok((view.topics_ever_met(&asked)?, kept_key(view)?)));
            runtime.block_on(facts)?
        }
        None => (Vec::new(), None),
    };
    refuse_unknown(&topics, &known, &place)?;
    // One without a key was never opened by the daemon: it has no article that a reader could take for another's.
    let archive = key.map_or("new".to_owned(), |key| key.name());
    let mut out = BufWriter::new(std::io::stdout().lock());
    let home = home(&settings.web)?;
    let export = Export::new(
        args.format.form(),
        topics.clone(),
        args.audit,
        Origin { home, archive },
    );
    let mark = if args.bom { BYTE_ORDER_MARK } else { "" };
    write(&mut out, &format!("{mark}{}", export.before()))?;
    let export = match &store {
        Some(store) => {
            let asked = Asked {
                topics,
                since,
                with_audit: args.audit,
            };
            runtime.block_on(stream(store, asked, export, &mut out))?
        }
        None => export,
    };
    write(&mut out, &export.after(Clock::System.now()))?;
    Ok(Exit::Ok)
}

/// The page of this installation, as far as its settings tell.
fn home(web: &WebSettings) -> Result<Url, Failure> {
    if let Some(public) = &web.public_url {
        return Ok(public.clone());
    }
    let local = web.listen.map_or("http://localhost/".to_owned(), |page| {
        format!("http://{page}/")
    });
    Ok(Url::parse(&local)?)
}

/// The names, each once, in the order given.
fn named(names: &[String]) -> Result<Vec<TopicName>, Failure> {
    let mut topics = Vec::new();
    for name in names {
        let topic: TopicName = name.parse().map_err(Failure::usage)?;
        if !topics.contains(&topic) {
            topics.push(topic);
        }
    }
    Ok(topics)
}

/// The archive; before the first run there is none, which is said, and the export is empty.
fn archive(settings: &StoreSettings) -> Result<Option<Store>, Failure> {
    match Store::open_reader(settings) {
        Ok(store) => Ok(Some(store)),
        Err(error @ StoreError::Absent { .. }) => {
            eprintln!("wirewatch: {error}");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// A topic is known where the archive has met it, be the watchlist as it may; else the watchlist has to have it.
fn refuse_unknown(topics: &[TopicName], met: &[TopicName], place: &Place) -> Result<(), Failure> {
    if topics.iter().all(|topic| met.contains(topic)) {
        return Ok(());
    }
    let watchlist = place.load()?.watchlist;
    let listed = watchlist.topics.iter().map(|topic| &topic.name);
    let unknown: Vec<String> = topics
        .iter()
        .filter(|topic| !met.contains(topic) && watchlist.topic(topic).is_none())
        .map(|topic| {
            let mut known: Vec<&str> = listed.clone().chain(met).map(TopicName::as_str).collect();
            known.sort_unstable();
            known.dedup();
            let advice = advice(topic.as_str(), known);
            let advice = advice.map_or(String::new(), |advice| format!(": {advice}"));
            format!("there is no topic \"{topic}\" in the watchlist or the archive{advice}")
        })
        .collect();
    if unknown.is_empty() {
        Ok(())
    } else {
        Err(Failure::usage(unknown.join("\n")))
    }
}

struct Asked {
    topics: Vec<TopicName>,
    since: Timestamp,
    with_audit: bool,
}

async fn stream(
    store: &Store,
    asked: Asked,
    mut export: Export,
    out: &mut impl Write,
) -> Result<Export, Failure> {
    let mut after = (asked.since, ArticleId(0));
    loop {
        let topics = asked.topics.clone();
        let page = store
            .read(move |view| view.matched_articles(&topics, after, PAGE, asked.with_audit))
            .await?;
        let text: String = page.iter().map(|article| export.each(article)).collect();
        write(out, &text)?;
        match page.last() {
            Some(last) if page.len() == PAGE => after = (last.first_seen, last.id),
            _ => return Ok(export),
        }
    }
}

/// Whoever reads us gets each page at once, and we hear at once when they have seen enough.
fn write(out: &mut impl Write, text: &str) -> Result<(), Failure> {
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .context("the export was not written whole")?;
    Ok(())
}
