//! `wirewatch feed …`: one file a command. Commands that change the watchlist share `change`, those that ask share `find`.

mod add;
pub(super) mod args;
mod change;
mod find;
mod name;
mod opml;
mod show;
mod test;
mod words;

use std::io::Write;
use std::path::Path;

use serde_json::Value;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::FeedCommand;
use crate::cli::hubs;
use crate::cli::json::health_value;
use crate::cli::open::Place;
use crate::cli::open::ask;

pub(super) use words::line;
pub(super) use words::printable;

pub(super) fn run(config: Option<&Path>, command: &FeedCommand) -> Result<Exit, Failure> {
    match command {
        FeedCommand::List(args) => list(config, args.json),
        FeedCommand::Test(args) => test::test(config, args),
        FeedCommand::Show(args) => show::show(config, args),
        FeedCommand::Add(args) => add::add(config, args),
        FeedCommand::Pause(args) => change::set_paused(config, args, true),
        FeedCommand::Resume(args) => change::set_paused(config, args, false),
        FeedCommand::Remove(args) => change::remove(config, args),
        FeedCommand::Import(args) => opml::import(config, args),
        FeedCommand::Export(args) => opml::export(config, args),
    }
}

fn list(config: Option<&Path>, as_json: bool) -> Result<Exit, Failure> {
    let (feeds, pledges) = ask(&Place::find(config).settings()?, |view| {
        Ok((view.feed_health()?, view.pledges()?))
    })?;
    let mut out = std::io::stdout().lock();
    if as_json {
        let feeds: Vec<_> = feeds.iter().map(health_value).collect();
        writeln!(out, "{}", Value::from(feeds))?;
    } else {
        for feed in &feeds {
            writeln!(out, "{}", line(feed))?;
            for pledge in hubs::of(&pledges, &feed.name) {
                writeln!(out, "         {}", hubs::words(pledge))?;
            }
        }
    }
    Ok(Exit::Ok)
}
