//! `wirewatch digest preview|send|list`.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::browser;
use crate::cli::digest_args::DigestListArgs;
use crate::cli::digest_args::PreviewArgs;
use crate::cli::digest_args::SendArgs;
use crate::cli::digest_readers;
use crate::cli::open::Place;
use crate::cli::open::ask;
use crate::cli::open::reader;
use crate::cli::open::runtime;
use crate::cli::open::watch;
use crate::clock::Clock;
use crate::config::Loaded;
use crate::daemon::schedule;
use crate::digest::compose;
use crate::digest::render_html;
use crate::digest::render_text;
use crate::model::digest::LetterKind;
use crate::model::ids::DigestName;
use crate::model::ids::TopicName;
use crate::model::watchlist::DigestDefinition;
use crate::pipeline::Pipeline;
use crate::pipeline::issue;
use crate::pipeline::issue::Order;
use crate::pipeline::send::send_due;
use crate::store::DigestDetail;
use crate::store::DigestRecord;

pub(super) fn preview(config: Option<&Path>, args: &PreviewArgs) -> Result<Exit, Failure> {
    let place = Place::find(config);
    let loaded = place.load()?;
    let environment = place.environment;
    let definition = definition(&loaded, &args.name)?;
    let store = reader(&loaded.settings)?;
    let public_url = loaded.settings.web.public_url.clone();
    let until = args.at.unwrap_or_else(|| Clock::System.now());
    let order = Order {
        next: schedule::next(&definition, until),
        definition,
        until,
    };
    let watch = watch(loaded);
    let input = runtime()?.block_on(store.read(move |view| {
        let number = view.next_digest_number()?;
        issue::gather(view, &watch, &order, number, public_url)
    }))?;
    let digest = compose(&input);
    if args.open {
        return browser::show(&args.name, &render_html(&digest), &environment);
    }
    let mut out = std::io::stdout().lock();
    if args.html {
        write!(out, "{}", render_html(&digest))?;
    } else {
        write!(
            out,
            "Subject: {}\n\n{}",
            digest.subject,
            render_text(&digest)
        )?;
    }
    Ok(Exit::Ok)
}

pub(super) fn send(config: Option<&Path>, args: &SendArgs) -> Result<Exit, Failure> {
    let loaded = Place::find(config).load()?;
    let definition = definition(&loaded, &args.name)?;
    let settings = loaded.settings.clone();
    let watch = Arc::new(watch(loaded));
    let (issued, sent) = runtime()?.block_on(async {
        let pipeline = Pipeline::open(&settings, Clock::System).await?;
        let until = pipeline.clock.now();
        let order = Order {
            next: schedule::next(&definition, until),
            definition,
            until,
        };
        let issued = issue::issue(&pipeline, &watch, order).await?;
        Ok::<_, Failure>((issued, send_due(&pipeline).await?))
    })?;
    let mut out = std::io::stdout().lock();
    match issued {
        Some(issued) => writeln!(
            out,
            "digest {}: {} accepted, {} wait, {} failed",
            issued.number, sent.accepted, sent.deferred, sent.failed
        )?,
        None => writeln!(out, "nothing to tell, and when_empty = \"skip\"")?,
    }
    Ok(if sent.failed > 0 {
        Exit::FaultFound
    } else {
        Exit::Ok
    })
}

pub(super) fn list(config: Option<&Path>, args: &DigestListArgs) -> Result<Exit, Failure> {
    let place = Place::find(config);
    let kind = match args.alerts {
        true => LetterKind::Alert,
        false => LetterKind::Digest,
    };
    let (records, left) = ask(&place.settings()?, move |view| {
        Ok((view.issues(Some(kind), 1000)?, view.unsubscribed()?))
    })?;
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(
            out,
            "{}",
            Value::from(records.iter().map(value).collect::<Vec<_>>())
        )?;
        return Ok(Exit::Ok);
    }
    for record in &records {
        writeln!(out, "{}", line(record))?;
    }
    if args.alerts {
        return Ok(Exit::Ok);
    }
    for left in &left {
        writeln!(out, "{}", digest_readers::line(left))?;
    }
    let now = Clock::System.now();
    for definition in &place.load()?.watchlist.digests {
        let next = schedule::next(definition, now).map_or("no time".to_owned(), |at| {
            at.to_zoned_datetime(definition.tz.clone()).to_string()
        });
        writeln!(out, "   due  {:<12} {next}", definition.name.as_str())?;
    }
    Ok(Exit::Ok)
}

/// The digest of that name, or an error that lists those there are.
fn definition(loaded: &Loaded, name: &str) -> Result<DigestDefinition, Failure> {
    let wanted: DigestName = name.parse().map_err(Failure::usage)?;
    let found = loaded
        .watchlist
        .digests
        .iter()
        .find(|definition| definition.name == wanted);
    found.cloned().ok_or_else(|| {
        let known: Vec<_> = loaded
            .watchlist
            .digests
            .iter()
            .map(|definition| definition.name.as_str())
            .collect();
        Failure::usage(format!(
            "there is no digest {name:?} in the watchlist; there is {}",
            known.join(", ")
        ))
    })
}

pub(super) fn line(record: &DigestRecord) -> String {
    let outcomes: Vec<_> = record
        .deliveries
        .iter()
        .map(|delivery| format!("{} {}", delivery.to.masked(), delivery.status.as_str()))
        .collect();
    format!(
        "{:>6}  {:<12} {}  {} stories, {} articles  {}",
        record.number,
        record.name.as_str(),
        record.issued,
        record.stories,
        record.articles,
        outcomes.join(", ")
    )
}

fn value(record: &DigestRecord) -> Value {
    let deliveries: Vec<_> = record
        .deliveries
        .iter()
        .map(|delivery| {
            json!({
                "to": delivery.to.as_str(),
                "status": delivery.status.as_str(),
                "attempts": delivery.attempts,
                "message_id": delivery.message_id,
                "kept_until": delivery.kept_until.map(|until| until.to_string()),
            })
        })
        .collect();
    json!({
        "number": record.number.0,
        "digest": record.name.as_str(),
        "from": record.from.to_string(),
        "to": record.until.to_string(),
        "issued": record.issued.to_string(),
        "stories": record.stories,
        "articles": record.articles,
        "deliveries": deliveries,
    })
}

pub(super) fn whole_value(found: &DigestDetail) -> Value {
    let stories: Vec<_> = found
        .stories
        .iter()
        .map(|story| {
            let articles: Vec<_> = story
                .articles
                .iter()
                .map(|article| json!({ "id": article.id.0, "url": article.link, "feed": article.feed.as_str(), "title": article.title }))
                .collect();
            json!({
                "id": story.story.0,
                "title": story.title,
                "url": story.link,
                "topics": story.topics.iter().map(TopicName::as_str).collect::<Vec<_>>(),
                "articles": articles,
            })
        })
        .collect();
    let mut value = value(&found.record);
    value["stories"] = Value::from(stories);
    value
}
