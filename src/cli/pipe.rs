//! `wirewatch pipe`: the pure pipeline as a filter, JSON lines in and out, one for one, in order.
//!
//! Lines are answered some hundreds at a time: the story of an article is clearer with those after it in view.

use std::io::BufRead;
use std::io::Write;
use std::path::Path;

use jiff::SignedDuration;
use jiff::Timestamp;
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
    let lines = std::io::stdin().lock().lines();
    let mut pipe = Pipe {
        judge: Judge::new(&watch),
        now: Clock::System.now(),
        ids: Vec::new(),
        held: Vec::new(),
        handed: Vec::new(),
        out: std::io::BufWriter::new(std::io::stdout().lock()),
    };
    let mut all_read = true;
    for (number, line) in lines.enumerate() {
        let line = line?;
        match serde_json::from_str::<Handed>(&line) {
            Ok(handed) => {
                if pipe.is_late(&handed) {
                    pipe.answer()?;
                }
                pipe.hold(handed);
            }
            Err(error) => {
                eprintln!(
                    "wirewatch: standard input, line {}: not an article: {error}",
                    number + 1
                );
                all_read = false;
                pipe.held.push(Held::Unreadable(error.to_string()));
            }
        }
        if pipe.held.len() >= usize::from(args.ahead) {
            pipe.answer()?;
        }
    }
    pipe.answer()?;
    Ok(if all_read { Exit::Ok } else { Exit::FaultFound })
}

/// Articles further apart than this are not looked at together.
const TOGETHER: SignedDuration = SignedDuration::from_hours(24);

/// Holds lines until enough are read, then answers them all, in order.
struct Pipe<'a, W: Write> {
    judge: Judge<'a>,
    now: Timestamp,
    /// Of all articles answered so far.
    ids: Vec<Value>,
    held: Vec<Held>,
    handed: Vec<Handed>,
    out: W,
}

/// A line that was read.
enum Held {
    /// The next of the articles handed over.
    Article(Value),
    /// With the reason.
    Unreadable(String),
}

impl<W: Write> Pipe<'_, W> {
    fn hold(&mut self, mut handed: Handed) {
        self.held.push(Held::Article(handed.id.take()));
        self.handed.push(handed);
    }

    /// Whether an article is of another day than the first that is held.
    fn is_late(&self, handed: &Handed) -> bool {
        let time = |handed: &Handed| handed.published.unwrap_or(self.now);
        self.handed
            .first()
            .is_some_and(|first| time(handed).duration_since(time(first)) > TOGETHER)
    }

    fn answer(&mut self) -> Result<(), Failure> {
        let mut judged = self.judge.judge(&self.handed, self.now).into_iter();
        self.handed.clear();
        for held in self.held.drain(..) {
            let answer = match held {
                Held::Article(id) => {
                    self.ids.push(id);
                    judged.next().map(|judged| answer(&self.ids, &judged))
                }
                Held::Unreadable(error) => Some(unreadable(&error)),
            };
            if let Some(answer) = answer {
                serde_json::to_writer(&mut self.out, &answer)?;
                writeln!(self.out)?;
            }
        }
        self.out.flush()?;
        Ok(())
    }
}

fn unreadable(error: &str) -> Value {
    json!({ "id": null, "language": null, "duplicate_of": null, "story": null, "matches": [], "error": error })
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
