//! `wirewatch topic list|show|test|report`: what topics ask for, how they do, and what they may be missing.

mod learning;
mod list;
mod report;
mod report_words;
mod show;
mod test;

use std::path::Path;

use clap::Args;
use clap::Subcommand;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::config::advice;
use crate::model::ids::TopicName;
use crate::model::watchlist::Topic;
use crate::model::watchlist::Watchlist;

#[derive(Debug, Subcommand)]
pub(super) enum TopicCommand {
    /// List all topics and what they found
    List(TopicListArgs),
    /// Show a topic as it is meant: its terms after packs and name sets, its rules
    Show(TopicShowArgs),
    /// Run the inline tests of all topics, or of one, and tell each failure with its place
    ///
    /// They try the rules alone, whatever a topic learnt from marks.
    Test(TopicTestArgs),
    /// Tell which terms do the work, which only make noise and which never fire; suggest, change nothing
    ///
    /// With marks on thirty of a topic's articles it also tells what they teach, and whether `learn = true` would choose or
    /// order better than the rules alone: each part of the marked articles is judged by what the others taught.
    Report(TopicReportArgs),
}

#[derive(Debug, Args)]
pub(super) struct TopicListArgs {
    /// Count articles first seen since: 30d, 12h, or a time
    #[arg(long, value_name = "WHEN", default_value = "30d")]
    pub(super) since: String,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct TopicShowArgs {
    /// Which topic
    pub(super) name: String,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct TopicTestArgs {
    /// Only this topic
    pub(super) name: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct TopicReportArgs {
    /// Only this topic
    pub(super) name: Option<String>,
    /// Only articles first seen since: 30d, 12h, or a time
    #[arg(long, value_name = "WHEN", default_value = "30d")]
    pub(super) since: String,
    /// Look also for articles that would match but for one thing
    #[arg(long)]
    pub(super) near_misses: bool,
    /// Look for them among so many articles, the newest
    #[arg(
        long,
        value_name = "N",
        default_value_t = 20_000,
        requires = "near_misses"
    )]
    pub(super) sample: u32,
    /// Show so many near misses of a kind
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(super) show: usize,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(config: Option<&Path>, command: &TopicCommand) -> Result<Exit, Failure> {
    match command {
        TopicCommand::List(args) => list::run(config, args),
        TopicCommand::Show(args) => show::run(config, args),
        TopicCommand::Test(args) => test::run(config, args),
        TopicCommand::Report(args) => report::run(config, args),
    }
}

/// All topics, or the one that is named.
fn chosen<'a>(watchlist: &'a Watchlist, name: Option<&str>) -> Result<Vec<&'a Topic>, Failure> {
    let Some(name) = name else {
        return Ok(watchlist.topics.iter().collect());
    };
    let wanted: TopicName = name.parse().map_err(Failure::usage)?;
    let found = watchlist.topic(&wanted);
    found
        .map(|topic| vec![topic])
        .ok_or_else(|| no_such_topic(watchlist, &wanted))
}

/// A usage error that names the topic that was meant, or those there are.
pub(super) fn no_such_topic(watchlist: &Watchlist, wanted: &TopicName) -> Failure {
    let known = watchlist.topics.iter().map(|topic| topic.name.as_str());
    let advice = advice(wanted.as_str(), known);
    let advice = advice.map_or(String::new(), |advice| format!(": {advice}"));
    Failure::usage(format!(
        "there is no topic \"{wanted}\" in the watchlist{advice}"
    ))
}
