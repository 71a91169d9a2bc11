//! `wirewatch story`: stories listed, one shown with who told it, when, and what tied each in; all made anew.

mod lanes;
pub(super) mod rebuild;
mod show;

use std::io::Write;
use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::StoryCommand;
use crate::cli::args::StoryListArgs;
use crate::cli::open::Place;
use crate::cli::open::ask;
use crate::cli::search::since;
use crate::store::ListedStory;
use crate::store::StoryQuery;

pub(super) fn run(config: Option<&Path>, command: &StoryCommand) -> Result<Exit, Failure> {
    match command {
        StoryCommand::List(args) => list(config, args),
        StoryCommand::Show(args) => show::run(config, args),
        StoryCommand::Rebuild(args) => rebuild::run(config, args),
    }
}

fn list(config: Option<&Path>, args: &StoryListArgs) -> Result<Exit, Failure> {
    let query = StoryQuery {
        since: since(&args.since)?,
        topic: (args.topic.as_deref().map(str::parse).transpose()).map_err(Failure::usage)?,
        limit: args.limit,
    };
    let settings = Place::find(config).settings()?;
    let stories = ask(&settings, move |view| view.story_list(&query))?;
    let mut out = std::io::stdout().lock();
    if args.json {
        let list: Vec<Value> = stories.iter().map(listed_value).collect();
        writeln!(out, "{}", Value::from(list))?;
        return Ok(Exit::Ok);
    }
    for story in &stories {
        writeln!(
            out,
            "{:>7}  {}  {}\n         {} from {}",
            format!("s{}", story.id),
            story.grew.strftime("%Y-%m-%d %H:%M"),
            story.title,
            articles(story.articles, story.copies),
            many(story.feeds, "feed"),
        )?;
    }
    if stories.is_empty() {
        writeln!(out, "no stories since then")?;
    }
    Ok(Exit::Ok)
}

fn listed_value(story: &ListedStory) -> Value {
    json!({
        "id": story.id.0,
        "title": story.title,
        "opened": story.opened.to_string(),
        "grew": story.grew.to_string(),
        "articles": story.articles,
        "copies": story.copies,
        "feeds": story.feeds,
    })
}

fn articles(articles: u64, copies: u64) -> String {
    let articles = many(articles, "article");
    if copies == 0 {
        articles
    } else {
        format!("{articles} ({copies} of them copies)")
    }
}

fn many(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
