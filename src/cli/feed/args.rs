//! The words of the commands that change and exchange feeds, and their help.

use std::path::PathBuf;

use clap::Args;

/// How a change is made.
#[derive(Debug, Args)]
pub(in crate::cli) struct ChangeArgs {
    /// Show what would be written; change nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    /// Leave a running daemon as it is, until `wirewatch reload`
    #[arg(long)]
    pub(in crate::cli) no_reload: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct FeedShowArgs {
    /// Which feed
    pub(in crate::cli) name: String,
    /// Print JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct FeedAddArgs {
    /// The address of a feed, or of a page that has one
    pub(in crate::cli) url: String,
    /// Its name in the watchlist; else made from its title or host
    #[arg(long)]
    pub(in crate::cli) name: Option<String>,
    /// Shown beside the outlet in letters
    #[arg(long)]
    pub(in crate::cli) label: Option<String>,
    /// The language it is in, such as en or be
    #[arg(long, value_name = "CODE")]
    pub(in crate::cli) language: Option<String>,
    /// Ask it this often instead of by its own pace, such as 10m
    #[arg(long, value_name = "DURATION")]
    pub(in crate::cli) every: Option<String>,
    /// Fetch the page of each new article and read its text
    #[arg(long)]
    pub(in crate::cli) full_text: bool,
    /// Where a page has several feeds, take the K-th instead of the first
    #[arg(long, value_name = "K", conflicts_with = "no_fetch")]
    pub(in crate::cli) choose: Option<usize>,
    /// Write the address down without asking it
    #[arg(long)]
    pub(in crate::cli) no_fetch: bool,
    /// The watchlist file that it goes into, such as watchlist.d/press.toml
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) file: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) change: ChangeArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct FeedNamesArgs {
    /// Names of feeds; * stands for any letters, as in "sport-*"
    #[arg(required = true, value_name = "NAME")]
    pub(in crate::cli) names: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) change: ChangeArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct FeedImportArgs {
    /// An OPML file, or - for standard input
    #[arg(value_name = "OPML")]
    pub(in crate::cli) list: PathBuf,
    /// The watchlist file that they go into, such as watchlist.d/press.toml
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) file: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[command(flatten)]
    pub(in crate::cli) change: ChangeArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct FeedExportArgs {
    /// Write into this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
}
