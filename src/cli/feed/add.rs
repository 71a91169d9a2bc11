//! `wirewatch feed add`: an address, found to be a feed or to lead to one, becomes a `[feed.NAME]` in the watchlist.

use std::io::Write;
use std::path::Path;

use url::Url;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::feed::args::FeedAddArgs;
use crate::cli::feed::change::finish;
use crate::cli::feed::change::of_edit;
use crate::cli::feed::change::open;
use crate::cli::feed::find;
use crate::cli::feed::find::Asker;
use crate::cli::feed::find::Found;
use crate::cli::feed::name::Names;
use crate::cli::feed::name::address;
use crate::cli::feed::words::printable;
use crate::cli::open::Place;
use crate::config::NewFeed;
use crate::config::parse_duration;
use crate::model::ids::FeedName;
use crate::model::language::Language;
use crate::model::watchlist::Watchlist;

pub(super) fn add(config: Option<&Path>, args: &FeedAddArgs) -> Result<Exit, Failure> {
    let asked = asked(&args.url)?;
    let language = language(args)?;
    if let Some(every) = &args.every {
        parse_duration(every)
            .map_err(|error| Failure::usage(format!("--every {every:?}: {error}")))?;
    }
    let place = Place::find(config);
    // What is there already need not be asked for; the files are free while we ask.
    refuse_doubled(open(&place)?.watchlist(), &asked, args)?;
    let found = match args.no_fetch {
        true => None,
        false => Some(found(config, &asked, args)?),
    };
    let mut out = std::io::stdout().lock();
    if let Some(found) = &found {
        tell(found, args, &mut out)?;
    }
    let mut editor = open(&place)?;
    let url = found.as_ref().map_or(asked, |found| found.url.clone());
    refuse_doubled(editor.watchlist(), &url, args)?;
    let title = found
        .as_ref()
        .and_then(|found| found.parsed.channel.title.as_deref());
    let name = Names::of(editor.watchlist())
        .take(args.name.as_deref(), title, &url)
        .ok_or_else(|| Failure::usage("no name could be made: give one with --name"))?;
    let feed = NewFeed {
        name,
        url,
        label: args.label.clone(),
        language,
        every: args.every.clone(),
        full_text: args.full_text,
    };
    editor
        .add(std::slice::from_ref(&feed), args.file.as_deref())
        .map_err(of_edit)?;
    writeln!(out, "{}: added, {}", feed.name, feed.url)?;
    finish(&place, editor, &args.change, &mut out)
}

/// The address as written, `https://` put before it where there is none.
fn asked(written: &str) -> Result<Url, Failure> {
    let whole = match written.contains("://") {
        true => written.to_owned(),
        false => format!("https://{written}"),
    };
    let url = Url::parse(whole.trim())
        .map_err(|error| Failure::usage(format!("{written:?} is not an address: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Failure::usage(format!(
            "feeds are asked by https or http, not by {}",
            url.scheme()
        )));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Failure::usage(
            "a user name or password must not stand in an address: write headers = { Authorization = { credential = \"NAME\" } } \
             below the feed in the watchlist",
        ));
    }
    Ok(url)
}

fn language(args: &FeedAddArgs) -> Result<Option<Language>, Failure> {
    let read = args.language.as_deref().map(str::parse).transpose();
    read.map_err(|error| Failure::usage(format!("--language: {error}")))
}

fn refuse_doubled(watchlist: &Watchlist, url: &Url, args: &FeedAddArgs) -> Result<(), Failure> {
    if let Some(name) = &args.name {
        let name: FeedName = name.parse().map_err(Failure::usage)?;
        if watchlist.feed(&name).is_some() {
            return Err(Failure::usage(format!(
                "there is a feed \"{name}\" already: give another --name"
            )));
        }
    }
    let known = watchlist
        .feeds
        .iter()
        .find(|feed| address(&feed.url) == address(url));
    match known {
        Some(known) => Err(Failure {
            exit: Exit::FaultFound,
            error: anyhow::anyhow!(
                "{url} is in the watchlist already, as the feed \"{}\"; nothing was changed",
                known.name
            ),
        }),
        None => Ok(()),
    }
}

fn found(config: Option<&Path>, asked: &Url, args: &FeedAddArgs) -> Result<Found, Failure> {
    find::find(&Asker::new(config), asked, None, args.choose).map_err(|fault| Failure {
        exit: Exit::FaultFound,
        error: anyhow::anyhow!(
            "{}\nnothing was changed; --no-fetch writes the address down all the same",
            printable(&fault.sentence)
        ),
    })
}

/// What was found, and what else there is to choose from.
fn tell(found: &Found, args: &FeedAddArgs, out: &mut impl Write) -> Result<(), Failure> {
    if let Some(through) = &found.through {
        match through.offers.len() {
            0 => writeln!(out, "{}", through.sentence())?,
            1 => writeln!(out, "{} is a page; it names one feed", through.page)?,
            count => writeln!(out, "{} is a page; it names {count} feeds", through.page)?,
        }
        for (index, offer) in through.offers.iter().enumerate() {
            let mark = if offer.url == found.url { "*" } else { " " };
            let title = offer.title.as_deref().map(printable).unwrap_or_default();
            writeln!(out, " {mark} {}  {}  {title}", index + 1, offer.url)?;
        }
        if through.offers.len() > 1 && args.choose.is_none() {
            writeln!(out, "--choose K takes another")?;
        }
    }
    let parsed = &found.parsed;
    writeln!(
        out,
        "{}: {}, {} items: {}",
        found.url,
        parsed.format.as_str(),
        parsed.items.len(),
        printable(parsed.channel.title.as_deref().unwrap_or("(no title)"))
    )?;
    Ok(())
}
