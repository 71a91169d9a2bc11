//! The command line: one file a command. Prints for people, or JSON lines with `--json`; decides exit codes.

mod answer;
mod args;
mod backtest;
mod browser;
mod check;
mod common_terms;
mod completions;
mod daemon;
mod db;
mod demo;
mod digest;
mod digest_args;
mod digest_readers;
mod digest_resend;
mod digest_show;
mod digest_verify;
mod doctor;
mod expand;
mod explain;
mod explain_alert;
mod explain_page;
mod explain_since;
mod explain_words;
mod export;
mod feed;
mod hubs;
mod init;
mod json;
mod mail;
mod mark;
mod open;
mod outcome;
mod pack;
mod pipe;
mod progress;
mod quote;
mod reload;
mod search;
mod status;
mod status_words;
mod story;
mod tail;
mod topic;
mod waiting;

use std::ffi::OsString;

use clap::Parser;

use crate::cli::args::Cli;
use crate::cli::args::Command;
use crate::cli::args::MailCommand;
use crate::cli::digest_args::DigestCommand;

pub use outcome::Exit;
pub use outcome::Failure;

/// Parses the arguments and runs the command.
///
/// # Errors
///
/// With the exit code that the command earned and an error to print; nothing is printed here when it fails.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Result<Exit, Failure> {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return outcome::of_usage(&error),
    };
    let config = cli.config.as_deref();
    match cli.command {
        Command::Demo(args) => demo::run(&args),
        Command::Init => init::run(config),
        Command::Run(args) => daemon::run(config, &args),
        Command::Check(args) => check::run(config, &args),
        Command::Reload => reload::run(config),
        Command::Status(args) => status::run(config, args.json),
        Command::Doctor(args) => doctor::run(config, args.json),
        Command::Feed(command) => feed::run(config, &command),
        Command::Topic(command) => topic::run(config, &command),
        Command::Expand(args) => expand::run(config, &args),
        Command::Pack(command) => pack::run(&command),
        Command::Explain(args) => explain::run(config, &args),
        Command::Backtest(args) => backtest::run(config, &args),
        Command::Mark(args) => mark::run(config, &args),
        Command::Pipe(args) => pipe::run(config, &args),
        Command::Search(args) => search::run(config, &args),
        Command::Export(args) => export::run(config, &args),
        Command::Tail(args) => tail::run(config, &args),
        Command::Story(command) => story::run(config, &command),
        Command::Digest(DigestCommand::Preview(args)) => digest::preview(config, &args),
        Command::Digest(DigestCommand::Send(args)) => digest::send(config, &args),
        Command::Digest(DigestCommand::List(args)) => digest::list(config, &args),
        Command::Digest(DigestCommand::Show(args)) => digest_show::run(config, &args),
        Command::Digest(DigestCommand::Resend(args)) => digest_resend::run(config, &args),
        Command::Digest(DigestCommand::Verify(args)) => digest_verify::run(config, args.json),
        Command::Digest(DigestCommand::Unsubscribe(args)) => digest_readers::leave(config, &args),
        Command::Digest(DigestCommand::Resubscribe(args)) => {
            digest_readers::come_back(config, &args)
        }
        Command::Mail(MailCommand::Test(args)) => mail::test(config, &args),
        Command::Db(command) => db::run(config, &command),
        Command::Completions(args) => completions::completions(&args),
        Command::Man(args) => completions::man(&args),
    }
}
