//! `wirewatch pack list|show`: the ready vocabulary inside the program, which a watchlist takes up with `packs = […]`.

use std::io::Write;

use clap::Args;
use clap::Subcommand;
use serde_json::Value;
use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::JsonArgs;
use crate::config::Pack;
use crate::config::packs;
use crate::model::watchlist::Term;
use crate::model::watchlist::Watchlist;

#[derive(Debug, Subcommand)]
pub(super) enum PackCommand {
    /// List the packs: what each is about, how many name sets and spellings it has
    List(JsonArgs),
    /// Print a pack as it stands in the program, to read or to copy from
    Show(PackShowArgs),
}

#[derive(Debug, Args)]
pub(super) struct PackShowArgs {
    /// Which pack
    pub(super) name: String,
    /// Print JSON: every spelling with its language
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(command: &PackCommand) -> Result<Exit, Failure> {
    let mut out = std::io::stdout().lock();
    match command {
        PackCommand::List(args) if args.json => {
            let rows = packs()
                .iter()
                .map(|pack| Ok(row(pack, &pack.contents()?)))
                .collect::<Result<Vec<Value>, Failure>>()?;
            writeln!(out, "{}", Value::from(rows))?;
        }
        PackCommand::List(_) => {
            for pack in packs() {
                let contents = pack.contents()?;
                let (names, terms) = (contents.names.len(), term_count(&contents));
                writeln!(out, "{}  {names} name sets, {terms} spellings", pack.name)?;
                writeln!(out, "    {}", pack.title)?;
            }
        }
        PackCommand::Show(args) => {
            let pack = chosen(&args.name)?;
            if args.json {
                writeln!(out, "{}", value(pack, &pack.contents()?))?;
            } else {
                write!(out, "{}", pack.text)?;
            }
        }
    }
    Ok(Exit::Ok)
}

fn chosen(name: &str) -> Result<&'static Pack, Failure> {
    let all = packs();
    let found = all.iter().find(|pack| pack.name == name);
    found.ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|pack| pack.name).collect();
        Failure::usage(format!(
            "there is no pack \"{name}\"; there are {}",
            names.join(", ")
        ))
    })
}

fn term_count(contents: &Watchlist) -> usize {
    contents.names.values().map(Vec::len).sum()
}

/// Documented in `docs/schema/pack-list.json`.
fn row(pack: &Pack, contents: &Watchlist) -> Value {
    json!({
        "name": pack.name,
        "title": pack.title,
        "names": contents.names.len(),
        "spellings": term_count(contents),
        "topics": contents.topics.iter().map(|topic| topic.name.as_str()).collect::<Vec<_>>(),
    })
}

/// Documented in `docs/schema/pack-show.json`.
fn value(pack: &Pack, contents: &Watchlist) -> Value {
    let spelling = |term: &Term| {
        json!({
            "term": term.written,
            "language": term.language.map(|language| language.to_string()),
            "weight": term.weight,
        })
    };
    let names = contents.names.iter().map(|(name, terms)| {
        let spellings: Vec<Value> = terms.iter().map(spelling).collect();
        json!({ "name": name, "spellings": spellings })
    });
    json!({
        "name": pack.name,
        "title": pack.title,
        "names": names.collect::<Vec<_>>(),
        "topics": contents.topics.iter().map(|topic| topic.name.as_str()).collect::<Vec<_>>(),
    })
}
