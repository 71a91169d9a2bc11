//! `wirewatch completions SHELL` and `wirewatch man`: made from the same words as `--help`.

use std::io::Write;

use clap::CommandFactory;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::Cli;
use crate::cli::args::CompletionsArgs;

pub(super) fn completions(args: &CompletionsArgs) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "wirewatch", &mut script);
    std::io::stdout().lock().write_all(&script)?;
    Ok(Exit::Ok)
}

pub(super) fn man() -> Result<Exit, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    std::io::stdout().lock().write_all(&page)?;
    Ok(Exit::Ok)
}
