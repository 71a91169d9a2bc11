//! `wirewatch digest show`: an issue as it was sent: what it told, or the letter of one reader.

use std::io::Write;
use std::path::Path;

use jiff::Timestamp;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::digest::line;
use crate::cli::digest::whole_value;
use crate::cli::digest_args::LetterForm;
use crate::cli::digest_args::ShowArgs;
use crate::cli::open::Place;
use crate::cli::open::reader;
use crate::cli::open::runtime;
use crate::deliver::message;
use crate::model::ids::DigestNumber;
use crate::model::recipient::Recipient;
use crate::store::DeliveryRecord;
use crate::store::DigestDetail;

pub(super) fn run(config: Option<&Path>, args: &ShowArgs) -> Result<Exit, Failure> {
    let to: Option<Recipient> = args
        .to
        .as_deref()
        .map(str::parse)
        .transpose()
        .map_err(Failure::usage)?;
    let store = reader(&Place::find(config).settings()?)?;
    let number = DigestNumber(args.number);
    let runtime = runtime()?;
    let found = runtime.block_on(store.read(move |view| view.digest(number)))?;
    let found = found.ok_or_else(|| no_such_digest(number))?;
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", whole_value(&found))?;
        return Ok(Exit::Ok);
    }
    let letter = choose(&found, to.as_ref())?;
    if let Some(until) = letter.kept_until {
        return Err(not_kept(number, &letter.to, until));
    }
    let id = letter.id;
    let bytes = runtime.block_on(store.read(move |view| view.letter(id)))?;
    let bytes = bytes.unwrap_or_default();
    let shown = message::read(&bytes);
    match (args.form, shown) {
        (LetterForm::Text, Some(shown)) => write!(out, "{}", shown.text)?,
        (LetterForm::Html, Some(shown)) => write!(out, "{}", shown.html)?,
        // The bytes as they were handed to the relay; a webhook's message has one form only.
        _ => {
            if args.to.is_none() && std::io::IsTerminal::is_terminal(&std::io::stdout()) {
                writeln!(out, "{}\n", line(&found.record))?;
            }
            out.write_all(&bytes)?;
        }
    }
    Ok(Exit::Ok)
}

/// An error that says what there is still.
fn not_kept(number: DigestNumber, to: &Recipient, until: Timestamp) -> Failure {
    let error = anyhow::anyhow!(
        "the letter of digest {number} to {to} was kept until {until}, for as long as [retention] letters says; what it told is \
         in `wirewatch digest show {number} --json`"
    );
    Failure {
        exit: Exit::FaultFound,
        error,
    }
}

/// An error that says where the numbers are.
pub(super) fn no_such_digest(number: DigestNumber) -> Failure {
    let error = anyhow::anyhow!(
        "there is no digest {number}; `wirewatch digest list` shows those there are"
    );
    Failure {
        exit: Exit::FaultFound,
        error,
    }
}

/// An error that says who there is.
pub(super) fn no_such_reader(found: &DigestDetail, to: &Recipient) -> Failure {
    let all: Vec<&str> = found
        .record
        .deliveries
        .iter()
        .map(|delivery| delivery.to.as_str())
        .collect();
    let error = anyhow::anyhow!(
        "digest {} has no letter to {to}; it went to {}",
        found.record.number,
        all.join(", ")
    );
    Failure {
        exit: Exit::FaultFound,
        error,
    }
}

/// The letter to that recipient; else the first one by mail, else the first.
fn choose<'a>(
    found: &'a DigestDetail,
    to: Option<&Recipient>,
) -> Result<&'a DeliveryRecord, Failure> {
    let deliveries = &found.record.deliveries;
    if let Some(to) = to {
        let letter = deliveries.iter().find(|delivery| delivery.to == *to);
        return letter.ok_or_else(|| no_such_reader(found, to));
    }
    let mail = deliveries
        .iter()
        .find(|delivery| delivery.to.address().is_some());
    mail.or(deliveries.first()).ok_or_else(|| Failure {
        exit: Exit::FaultFound,
        error: anyhow::anyhow!(
            "digest {} went to nobody; `wirewatch digest verify` tells of such faults",
            found.record.number
        ),
    })
}
