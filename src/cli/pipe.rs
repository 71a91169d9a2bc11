//! `wirewatch pipe`: the pure pipeline as a filter, JSON lines in and out, order kept.

use std::io::BufRead;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use serde_json::Value;
use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::PipeArgs;
use crate::cli::json::match_value;
use crate::cli::open::Place;
use crate::cli::open::watch;
use crate::clock::Clock;
use crate::config::load_watchlist;
use crate::pipeline::Watch;
use crate::pipeline::judge::Handed;
use crate::pipeline::judge::Judge;
use crate::pipeline::judge::Judged;

pub(super) fn run(config: Option<&Path>, args: &PipeArgs) -> Result<Exit, Failure> {
    let place = Place::find(config);
    let watch = match &args.watchlist {
        Some(file) => {
            let (watchlist, classifier, warnings) = load_watchlist(file, &place.environment)?;
            if !warnings.is_empty() {
                eprintln!("{warnings}");
            }
            Watch {
                watchlist,
                classifier,
            }
        }
        None => watch(place.load()?),
    };
    let now = Clock::System.now();
    let mut judge = Judge::new(&watch);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut ids = Vec::new();
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let handed: Handed = serde_json::from_str(&line?)
            .with_context(|| format!("standard input, line {}: not an article", number + 1))?;
        let judged = judge.judge(&handed, now);
        ids.push(handed.id);
        let answer = answer(&ids, number, &judged);
        serde_json::to_writer(&mut out, &answer)?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(Exit::Ok)
}

fn answer(ids: &[Value], number: usize, judged: &Judged) -> Value {
    json!({
        "id": ids[number],
        "language": judged.language.map(|language| language.to_string()),
        "duplicate_of": judged.duplicate_of.map(|earlier| &ids[earlier]),
        "story": judged.story.to_string(),
        "matches": judged.matches.iter().map(match_value).collect::<Vec<_>>(),
    })
}
