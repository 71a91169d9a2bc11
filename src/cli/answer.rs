//! Answers of readers, piped in: a mail as it came, or lines that say the same as its subject. A mark is kept under the
//! reader's address; "unsubscribe" ends their letters. What this archive gave no token for is refused.

use std::collections::BTreeSet;
use std::io::BufRead;
use std::io::Read;
use std::io::Write;

use jiff::Timestamp;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::model::answer::Answer;
use crate::model::answer::Said;
use crate::model::answer::read;
use crate::model::answer_mail;
use crate::model::mark::Marked;
use crate::model::mark::NewMark;
use crate::model::pledge_key::PledgeKey;
use crate::model::settings::StoreSettings;
use crate::pipeline::hub;
use crate::pipeline::send::withdraw;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::change;

/// A longer head is no mail of a person.
const LONGEST_HEAD: u64 = 256 * 1024;

/// What became of an answer.
enum Obeyed {
    /// With what to say about it.
    Yes(String),
    /// Nothing was to be done.
    Known(String),
    /// Why not.
    No(String),
}

/// A mail from `input`, of which the first bytes said that it is one. What is wrong with it is told on standard error, where a
/// mail system takes the words of its bounce from.
pub(super) fn from_mail(
    settings: &StoreSettings,
    input: &mut impl BufRead,
    now: Timestamp,
) -> Result<Exit, Failure> {
    let mut head = Vec::new();
    input.take(LONGEST_HEAD).read_to_end(&mut head)?;
    // The rest is taken too, or the mail system would call the pipe broken.
    std::io::copy(input, &mut std::io::sink())?;
    let mail = answer_mail::read(&head);
    if mail.is_automatic {
        writeln!(
            std::io::stdout().lock(),
            "a machine's answer: nothing is done"
        )?;
        return Ok(Exit::Ok);
    }
    let answer = match read(&mail.subject) {
        Ok(answer) => answer,
        Err(fault) => {
            eprintln!("wirewatch: {fault}");
            return Ok(Exit::FaultFound);
        }
    };
    let obeyed = change(settings, |tx| {
        // Told apart before it is noted: a refused mail is no answer, and may come again.
        if let Obeyed::No(why) = judge(tx, &answer)? {
            return Ok(Obeyed::No(why));
        }
        if !tx.note_answer(&mail.hash, now)? {
            return Ok(Obeyed::Known(
                "this mail was obeyed before: nothing is done".to_owned(),
            ));
        }
        obey(tx, &answer, now)
    })?;
    tell(&obeyed)
}

/// A line, number `line` of the input; tells whether it was good.
pub(super) fn from_line(
    settings: &StoreSettings,
    line: usize,
    text: &str,
    now: Timestamp,
) -> Result<bool, Failure> {
    let answer = match read(text) {
        Ok(answer) => answer,
        Err(fault) => {
            eprintln!("wirewatch: standard input, line {line}: {fault}");
            return Ok(false);
        }
    };
    let obeyed = change(settings, |tx| match judge(tx, &answer)? {
        Obeyed::No(why) => Ok(Obeyed::No(format!("standard input, line {line}: {why}"))),
        _ => obey(tx, &answer, now),
    })?;
    Ok(tell(&obeyed)? == Exit::Ok)
}

fn tell(obeyed: &Obeyed) -> Result<Exit, Failure> {
    match obeyed {
        Obeyed::Yes(words) | Obeyed::Known(words) => {
            writeln!(std::io::stdout().lock(), "{words}")?;
            Ok(Exit::Ok)
        }
        Obeyed::No(words) => {
            eprintln!("wirewatch: {words}");
            Ok(Exit::FaultFound)
        }
    }
}

/// Is it a reader of ours who speaks, and of something that is there?
fn judge(tx: &Tx, answer: &Answer) -> Result<Obeyed, StoreError> {
    let key = hub::kept_key(tx)?;
    let is_ours = key.is_some_and(|key: PledgeKey| answer.is_from_reader(&key));
    if !is_ours {
        return Ok(Obeyed::No(format!(
            "the token of letter {} is not one that this archive gave for saying this: it was changed on the way, made up, or \
             is another wirewatch's; nothing is done",
            answer.delivery
        )));
    }
    if tx.reader_of(answer.delivery)?.is_none() {
        return Ok(Obeyed::No(format!(
            "letter {} is not in the archive any more; use a link of a later one",
            answer.delivery
        )));
    }
    Ok(Obeyed::Yes(String::new()))
}

fn obey(tx: &mut Tx, answer: &Answer, now: Timestamp) -> Result<Obeyed, StoreError> {
    let Some((digest, reader)) = tx.reader_of(answer.delivery)? else {
        return Ok(Obeyed::No("the letter is gone".to_owned()));
    };
    match answer.said {
        Said::Unsubscribe => {
            let is_new = tx.unsubscribe(&digest, &reader, "mail", now)?;
            withdraw(tx, now, &BTreeSet::new())?;
            Ok(match is_new {
                true => Obeyed::Yes(format!(
                    "{reader} gets no further letters of digest {digest}"
                )),
                false => Obeyed::Known(format!("{reader} had left digest {digest} already")),
            })
        }
        Said::Mark(story, judgement) => {
            // A replay changes nothing: it says what was said last.
            if tx.last_mark_by(story, reader.as_str())? == Some(judgement) {
                return Ok(Obeyed::Known(format!(
                    "{reader} has marked story {story} {judgement} already"
                )));
            }
            let mark = NewMark {
                marked: Marked::Story(story),
                topic: None,
                judgement,
                note: None,
            };
            Ok(match tx.keep_mark(&mark, reader.as_str(), now)? {
                true => Obeyed::Yes(format!(
                    "1 mark kept: story {story} is {judgement}, says {reader}"
                )),
                false => Obeyed::No(format!("there is no story {story} in the archive any more")),
            })
        }
    }
}
