//! `wirewatch pipe`: the pure pipeline as a filter, JSON lines in and out, one for one, in order.

use std::io::BufRead;
use std::io::Write;
use std::path::Path;

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
            Watch::new(watchlist, classifier)
        }
        None => watch(place.load()?),
    };
    let now = Clock::System.now();
    let mut judge = Judge::new(&watch);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut ids = Vec::new();
    let mut all_read = true;
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let answer = match serde_json::from_str::<Handed>(&line?) {
            Ok(mut handed) => {
                ids.push(handed.id.take());
                answer(&ids, &judge.judge(&handed, now))
            }
            Err(error) => {
                eprintln!(
                    "wirewatch: standard input, line {}: not an article: {error}",
                    number + 1
                );
                all_read = false;
                json!({ "id": null, "language": null, "duplicate_of": null, "story": null, "matches": [], "error": error.to_string() })
            }
        };
        serde_json::to_writer(&mut out, &answer)?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(if all_read { Exit::Ok } else { Exit::FaultFound })
}

/// `ids` are those of the articles judged so far, this one's last.
fn answer(ids: &[Value], judged: &Judged) -> Value {
    json!({
        "id": ids.last(),
        "language": judged.language.map(|language| language.to_string()),
        "duplicate_of": judged.duplicate_of.and_then(|earlier| ids.get(earlier)),
        "story": judged.story.to_string(),
        "matches": judged.matches.iter().map(match_value).collect::<Vec<_>>(),
    })
}
