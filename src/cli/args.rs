//! The words of the command line, and their help.

use std::path::PathBuf;

use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap_complete::Shell;
use jiff::Timestamp;

use crate::cli::backtest::BacktestArgs;
use crate::cli::db::DbCommand;
use crate::cli::digest_args::DigestCommand;
use crate::cli::export::ExportArgs;
use crate::cli::feed::args::FeedAddArgs;
use crate::cli::feed::args::FeedExportArgs;
use crate::cli::feed::args::FeedImportArgs;
use crate::cli::feed::args::FeedNamesArgs;
use crate::cli::feed::args::FeedShowArgs;
use crate::cli::mark::MarkArgs;
use crate::cli::pack::PackCommand;
use crate::cli::story::rebuild::StoryRebuildArgs;
use crate::cli::topic::TopicCommand;

/// Watches news feeds for the topics you name and mails digests that say why each story is in them.
#[derive(Debug, Parser)]
#[command(
    name = "wirewatch",
    version = env!("WIREWATCH_VERSION"),
    max_term_width = 100,
    disable_help_subcommand = true
)]
#[command(after_help = "Begin with `wirewatch demo`, then `wirewatch init`.\n\
    Exit codes: 0 done, 1 fault found, 64 used wrongly, 70 our fault, 75 try again, 78 bad configuration.")]
pub(super) struct Cli {
    /// The folder of wirewatch.toml and watchlist.toml
    ///
    /// Without it: $XDG_CONFIG_HOME/wirewatch (or ~/.config/wirewatch) where that exists, else /etc/wirewatch.
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) config: Option<PathBuf>,

    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Show the whole job on invented news: a local newsroom, real polling, a letter
    Demo(DemoArgs),
    /// Write both configuration files, with comments, and say the next step
    Init,
    /// Run the daemon; with --once, do one round and end
    Run(RunArgs),
    /// Read the configuration, or one watchlist FILE, and run its tests
    Check(CheckArgs),
    /// Make the running daemon read its files again, and wait for the outcome
    Reload,
    /// Say how the daemon, its feeds and its letters are
    Status(JsonArgs),
    /// Look at everything wirewatch stands on, and say what to do where something is wrong
    Doctor(JsonArgs),
    /// Look at feeds, add, pause and remove them, exchange lists of them
    #[command(subcommand)]
    Feed(FeedCommand),
    /// Look at topics: what they ask for, how they do, what they may be missing
    #[command(subcommand)]
    Topic(TopicCommand),
    /// Look at the packs: ready names and terms that a watchlist takes up with `packs = [...]`
    #[command(subcommand)]
    Pack(PackCommand),
    /// Show the forms that a term stands for
    Expand(ExpandArgs),
    /// Say why an article matched, and why it did not
    Explain(ExplainArgs),
    /// Say what a changed watchlist would have gained and lost on the archive
    ///
    /// Both lists are judged by their rules alone, not by what topics learnt from marks.
    Backtest(BacktestArgs),
    /// Say what you think of articles and stories: useful or noise
    Mark(MarkArgs),
    /// Judge articles from standard input, as JSON lines
    ///
    /// By the rules alone: what topics learnt from marks stands in the archive, which is not asked.
    Pipe(PipeArgs),
    /// Search the archive
    Search(SearchArgs),
    /// Write what matched as a table, JSON lines, a report or a feed
    ///
    /// Articles in the order in which they were first seen, those that stood in a feed before it was first read as well. In csv
    /// an article has a row for each topic, elsewhere it stands once with all of them.
    Export(ExportArgs),
    /// Look at stories: who told one, when, and what tied each article in
    #[command(subcommand)]
    Story(StoryCommand),
    /// Tell what happened, in order: one line an event
    Tail(TailArgs),
    /// Look at digests, or send one now
    #[command(subcommand)]
    Digest(DigestCommand),
    /// Try out the way of the letters
    #[command(subcommand)]
    Mail(MailCommand),
    /// Look after the archive: back it up, verify it, drop what is old
    #[command(subcommand)]
    Db(DbCommand),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page, or write one for each command
    Man(ManArgs),
}

#[derive(Debug, Args)]
pub(super) struct JsonArgs {
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// Stay running, with new articles arriving and a digest a minute, until Ctrl-C
    #[arg(long)]
    pub(super) keep: bool,
    /// Keep the demo's files in this new folder instead of one under the temporary directory
    #[arg(long, value_name = "DIR")]
    pub(super) dir: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct RunArgs {
    /// Poll, admit and send what is due, print a summary, end
    #[arg(long)]
    pub(super) once: bool,
    /// Print the summary as JSON
    #[arg(long, requires = "once")]
    pub(super) json: bool,
    /// Do as if it were this time
    #[arg(long, requires = "once", value_name = "RFC3339")]
    pub(super) at: Option<Timestamp>,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// A watchlist; without it, all of the configuration
    pub(super) file: Option<PathBuf>,
    /// End with 1 when there is a warning
    #[arg(long)]
    pub(super) strict: bool,
    /// Print all errors and warnings as a JSON array
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum FeedCommand {
    /// List all feeds and how they are
    List(JsonArgs),
    /// Show what would be read from feeds or files, without storing anything
    Test(FeedTestArgs),
    /// Show everything known of one feed
    Show(FeedShowArgs),
    /// Find a feed at an address and write it into the watchlist
    Add(FeedAddArgs),
    /// Stop asking feeds, and keep them listed
    Pause(FeedNamesArgs),
    /// Ask paused feeds again
    Resume(FeedNamesArgs),
    /// Take feeds out of the watchlist; their articles stay in the archive
    Remove(FeedNamesArgs),
    /// Add the feeds of an OPML list, with its folders as labels
    Import(FeedImportArgs),
    /// Write all feeds as an OPML list, with labels as folders
    Export(FeedExportArgs),
}

#[derive(Debug, Args)]
pub(super) struct FeedTestArgs {
    /// Addresses or files
    #[arg(required_unless_present = "list", value_name = "URL|FILE")]
    pub(super) sources: Vec<String>,
    /// Read sources from a file of lines: path, base URL, content type, with tabs between
    #[arg(long, value_name = "FILE")]
    pub(super) list: Option<PathBuf>,
    /// The address that relative links of files are resolved against
    #[arg(long, value_name = "URL")]
    pub(super) base: Option<String>,
    /// The Content-Type that files are said to have
    #[arg(long, value_name = "TYPE")]
    pub(super) content_type: Option<String>,
    /// Print a JSON line a source
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExpandArgs {
    /// A term as a watchlist has it
    #[arg(required_unless_present = "stdin")]
    pub(super) term: Option<String>,
    /// Only the forms of this language
    #[arg(long, value_name = "CODE")]
    pub(super) lang: Option<String>,
    /// Read {"term": …, "lang": …} lines from standard input
    #[arg(long, conflicts_with_all = ["term", "lang"])]
    pub(super) stdin: bool,
    /// Print a JSON line a term
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// An article's address or number in the archive
    #[arg(required_unless_present = "text", value_name = "URL|ID")]
    pub(super) article: Option<String>,
    /// A text to judge instead
    #[arg(long, conflicts_with = "article")]
    pub(super) text: Option<String>,
    /// Only this topic
    #[arg(long)]
    pub(super) topic: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct PipeArgs {
    /// Judge by this watchlist instead of the configured one
    #[arg(long, value_name = "FILE")]
    pub(super) watchlist: Option<PathBuf>,
    /// Articles read before the first of them is answered: stories are found with all of them in view
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub(super) ahead: u16,
}

#[derive(Debug, Args)]
pub(super) struct SearchArgs {
    /// Words that must all stand in the article
    #[arg(required = true)]
    pub(super) query: Vec<String>,
    /// Only articles that matched this topic
    #[arg(long)]
    pub(super) topic: Option<String>,
    /// Only this feed's
    #[arg(long)]
    pub(super) feed: Option<String>,
    /// Only articles first seen since: 30d, 12h, or a time
    #[arg(long, value_name = "WHEN")]
    pub(super) since: Option<String>,
    /// At most so many
    #[arg(long, default_value_t = 50)]
    pub(super) limit: usize,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum StoryCommand {
    /// List stories, the one told last first
    List(StoryListArgs),
    /// Show one story; the number of one that was merged shows the story that it is now
    Show(StoryShowArgs),
    /// Group the archive's articles anew, after an update has changed how stories are found
    Rebuild(StoryRebuildArgs),
}

#[derive(Debug, Args)]
pub(super) struct StoryListArgs {
    /// Only stories told since: 30d, 12h, or a time
    #[arg(long, value_name = "WHEN", default_value = "3d")]
    pub(super) since: String,
    /// Only stories with an article that matched this topic
    #[arg(long)]
    pub(super) topic: Option<String>,
    /// At most so many
    #[arg(long, default_value_t = 50)]
    pub(super) limit: usize,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct StoryShowArgs {
    /// Its number
    pub(super) id: String,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct TailArgs {
    /// Go on as events come, until Ctrl-C
    #[arg(long, short)]
    pub(super) follow: bool,
    /// Begin after this event's number; without it, with the last ten
    #[arg(long, value_name = "ID")]
    pub(super) since: Option<i64>,
    /// Print a CloudEvent a line
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum MailCommand {
    /// Send a test letter, or a test message to webhook:NAME, and tell each step
    Test(MailTestArgs),
}

#[derive(Debug, Args)]
pub(super) struct MailTestArgs {
    /// Who gets it: an address, or webhook:NAME
    pub(super) address: String,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// bash, zsh, fish, elvish or powershell
    pub(super) shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// Write wirewatch.1 and a page for each command into this folder instead
    #[arg(long, value_name = "DIR")]
    pub(super) dir: Option<PathBuf>,
}
