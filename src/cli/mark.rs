//! `wirewatch mark`: what a reader thinks of articles and stories, kept for `explain`, `topic report` and backtests.

use std::io::BufRead;
use std::io::Write;
use std::path::Path;

use clap::Args;
use rustix::process::getuid;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::answer;
use crate::cli::open::Place;
use crate::clock::Clock;
use crate::config::Environment;
use crate::config::load;
use crate::model::answer::is_one as is_answer;
use crate::model::answer_mail::is_mail;
use crate::model::ids::TopicName;
use crate::model::mark::Judgement;
use crate::model::mark::LONGEST_NOTE;
use crate::model::mark::NewMark;
use crate::model::mark::read_line;
use crate::store::change;

#[derive(Debug, Args)]
#[command(
    override_usage = "wirewatch mark <ID>... <useful|noise> [--topic T] [--note T]\n       wirewatch mark --stdin [--topic T] < LINES|MAIL",
    long_about = "Say what you think of articles and stories: useful or noise\n\n\
    An article is named by its number (4711), as `wirewatch search` and `digest show` print it, a story by its number after \
    an s (s12): the number that letters show as \"story 12\". A mark on a story holds for all its articles. Nothing is \
    overwritten: of two marks the newer counts. Nothing is learnt silently either: marks are shown by `explain`, by the \
    story's page and by `topic report`, which makes suggestions from them.\n\n\
    With --stdin a reader's answer may be piped in as well: the mail as it came, whose subject a link of a letter began \
    (\"useful s12 ww-34-…\"), or such subjects as lines. Only what carries the token of that letter is obeyed; \
    \"unsubscribe ww-34-…\" ends the digest's letters to its reader. For Postfix, in aliases: \
    wirewatch-answers: \"|/usr/bin/wirewatch mark --stdin\"\n\n\
    A daemon may run meanwhile. Ends with 1 when some of what is named is not there; the rest is kept."
)]
pub(super) struct MarkArgs {
    /// Numbers of articles (4711) and stories (s12), then `useful` or `noise`
    #[arg(required_unless_present = "stdin", value_name = "ID… useful|noise")]
    pub(super) words: Vec<String>,
    /// Seen from this topic only; without it, from every topic they meet
    #[arg(long, value_name = "TOPIC")]
    pub(super) topic: Option<String>,
    /// Why, in your own words
    #[arg(long, value_name = "TEXT")]
    pub(super) note: Option<String>,
    /// Read lines `ID useful|noise [note]`, or the mail of a reader who answers, from standard input
    #[arg(long, conflicts_with_all = ["words", "note"])]
    pub(super) stdin: bool,
}

/// Marks read, each with its line where they came as lines, and whether all could be read.
struct Read {
    marks: Vec<(Option<usize>, NewMark)>,
    /// Lines that are a reader's answer, with their numbers.
    answers: Vec<(usize, String)>,
    is_whole: bool,
}

pub(super) fn run(config: Option<&Path>, args: &MarkArgs) -> Result<Exit, Failure> {
    let place = Place::find(config);
    let settings = place.settings()?;
    let topic = args
        .topic
        .as_deref()
        .map(|name| known_topic(&place, name))
        .transpose()?;
    let now = Clock::System.now();
    let mut read = if args.stdin {
        let mut input = std::io::stdin().lock();
        if is_mail(input.fill_buf()?) {
            return answer::from_mail(&settings.store, &mut input, now);
        }
        from_lines(input)?
    } else {
        from_words(&args.words, args.note.as_deref())?
    };
    for (_, mark) in &mut read.marks {
        mark.topic.clone_from(&topic);
    }
    for (line, text) in &read.answers {
        read.is_whole &= answer::from_line(&settings.store, *line, text, now)?;
    }
    if read.marks.is_empty() && !read.answers.is_empty() {
        return Ok(match read.is_whole {
            true => Exit::Ok,
            false => Exit::FaultFound,
        });
    }
    let by = name_of_user(&place.environment);
    let is_kept = change(&settings.store, |tx| {
        let marks = read.marks.iter();
        marks
            .map(|(_, mark)| tx.keep_mark(mark, &by, now))
            .collect::<Result<Vec<bool>, _>>()
    })?;
    tell(&read, &is_kept)
}

fn from_words(words: &[String], note: Option<&str>) -> Result<Read, Failure> {
    let Some((last, ids)) = words.split_last().filter(|(_, ids)| !ids.is_empty()) else {
        return Err(Failure::usage(
            "name articles or stories, then say `useful` or `noise`: wirewatch mark 4711 s12 noise",
        ));
    };
    let judgement = Judgement::from_word(last).ok_or_else(|| {
        Failure::usage(format!(
            "{last:?} is not a judgement: the last word is `useful` or `noise`"
        ))
    })?;
    if note.is_some_and(|note| note.chars().count() > LONGEST_NOTE) {
        return Err(Failure::usage(format!(
            "the note has more than {LONGEST_NOTE} characters"
        )));
    }
    let mark = |id: &String| {
        Ok((
            None,
            NewMark {
                marked: id.parse().map_err(Failure::usage)?,
                topic: None,
                judgement,
                note: note.map(str::to_owned),
            },
        ))
    };
    Ok(Read {
        marks: ids.iter().map(mark).collect::<Result<_, Failure>>()?,
        answers: Vec::new(),
        is_whole: true,
    })
}

/// Bad lines are told with their number; the others count.
fn from_lines(mut input: impl BufRead) -> Result<Read, Failure> {
    let mut read = Read {
        marks: Vec::new(),
        answers: Vec::new(),
        is_whole: true,
    };
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let text = String::from_utf8_lossy(&line);
        if is_answer(&text) {
            read.answers.push((number, text.trim().to_owned()));
            continue;
        }
        match read_line(&text) {
            None => {}
            Some(Ok(mark)) => read.marks.push((Some(number), mark)),
            Some(Err(bad)) => {
                read.is_whole = false;
                eprintln!("wirewatch: standard input, line {number}: {bad}");
            }
        }
    }
    Ok(read)
}

fn tell(read: &Read, is_kept: &[bool]) -> Result<Exit, Failure> {
    for ((line, mark), _) in read.marks.iter().zip(is_kept).filter(|(_, kept)| !**kept) {
        let at = line.map_or(String::new(), |line| {
            format!("standard input, line {line}: ")
        });
        eprintln!(
            "wirewatch: {at}there is no {} in the archive; `wirewatch search` shows numbers",
            match mark.marked {
                crate::model::mark::Marked::Article(id) => format!("article {id}"),
                crate::model::mark::Marked::Story(id) => format!("story {id}"),
            }
        );
    }
    let kept = is_kept.iter().filter(|kept| **kept).count();
    let plural = if kept == 1 { "" } else { "s" };
    writeln!(std::io::stdout().lock(), "{kept} mark{plural} kept")?;
    Ok(if read.is_whole && kept == is_kept.len() {
        Exit::Ok
    } else {
        Exit::FaultFound
    })
}

/// A name that is in the watchlist. While that is being mended, any name will do: marks must not wait for it.
fn known_topic(place: &Place, name: &str) -> Result<TopicName, Failure> {
    let topic: TopicName = name.parse().map_err(Failure::usage)?;
    match load(&place.directory, &place.environment) {
        Ok(loaded) if loaded.watchlist.topic(&topic).is_none() => {
            Err(super::topic::no_such_topic(&loaded.watchlist, &topic))
        }
        _ => Ok(topic),
    }
}

pub(super) fn name_of_user(environment: &Environment) -> String {
    let name = environment
        .get("LOGNAME")
        .or_else(|| environment.get("USER"));
    name.map_or_else(
        || format!("uid {}", getuid().as_raw()),
        |name| name.chars().filter(|c| !c.is_control()).take(64).collect(),
    )
}
