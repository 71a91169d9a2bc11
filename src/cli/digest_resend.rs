//! `wirewatch digest resend`: letters of an issue are due again, byte for byte what they were, under the same Message-ID.

use std::io::Write;
use std::path::Path;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::digest_args::ResendArgs;
use crate::cli::digest_show::no_such_digest;
use crate::cli::digest_show::no_such_reader;
use crate::cli::open::Place;
use crate::clock::Clock;
use crate::model::delivery::DeliveryStatus;
use crate::model::ids::DigestNumber;
use crate::model::recipient::Recipient;
use crate::store::DeliveryRecord;
use crate::store::Unsubscribed;
use crate::store::change;
use crate::store::holder;

pub(super) fn run(config: Option<&Path>, args: &ResendArgs) -> Result<Exit, Failure> {
    let to: Option<Recipient> = args
        .to
        .as_deref()
        .map(str::parse)
        .transpose()
        .map_err(Failure::usage)?;
    let settings = Place::find(config).settings()?;
    let (number, now) = (DigestNumber(args.number), Clock::System.now());
    // Looked at and changed in one transaction: a daemon may be settling the same letters.
    let found = change(&settings.store, |tx| {
        let Some(found) = tx.digest(number)? else {
            return Ok(None);
        };
        let mut left = tx.unsubscribed()?;
        left.retain(|left| left.digest == found.record.name);
        for letter in &found.record.deliveries {
            if is_meant(letter, to.as_ref()) && may_go(letter, &left, args.accepted) {
                tx.requeue(letter.id, now)?;
            }
        }
        Ok(Some((found, left)))
    })?;
    let (found, left) = found.ok_or_else(|| no_such_digest(number))?;
    let letters: Vec<_> = found
        .record
        .deliveries
        .iter()
        .filter(|letter| is_meant(letter, to.as_ref()))
        .collect();
    if let (Some(to), true) = (&to, letters.is_empty()) {
        return Err(no_such_reader(&found, to));
    }
    let mut out = std::io::stdout().lock();
    for letter in &letters {
        writeln!(out, "{}", told(letter, &left, args.accepted))?;
    }
    let queued = letters
        .iter()
        .filter(|letter| may_go(letter, &left, args.accepted))
        .count();
    if queued == 0 {
        writeln!(out, "nothing is sent again")?;
        return Ok(Exit::FaultFound);
    }
    let when = match holder(&settings.store) {
        Some(_) => "within 20 seconds, by the daemon that runs",
        None => "when wirewatch runs next: `wirewatch run`, or `wirewatch run --once`",
    };
    writeln!(
        out,
        "{queued} letter{} of digest {number} go{} out {when}",
        if queued == 1 { "" } else { "s" },
        if queued == 1 { "es" } else { "" },
    )?;
    Ok(Exit::Ok)
}

fn is_meant(letter: &DeliveryRecord, to: Option<&Recipient>) -> bool {
    to.is_none_or(|to| letter.to == *to)
}

/// Who left gets nothing, not even by hand: that would be to write to them against their word.
fn may_go(letter: &DeliveryRecord, left: &[Unsubscribed], also_accepted: bool) -> bool {
    (letter.status != DeliveryStatus::Accepted || also_accepted)
        && letter.kept_until.is_none()
        && reader_left(letter, left).is_none()
}

fn reader_left<'a>(letter: &DeliveryRecord, left: &'a [Unsubscribed]) -> Option<&'a Unsubscribed> {
    left.iter().find(|left| left.to == letter.to)
}

fn told(letter: &DeliveryRecord, left: &[Unsubscribed], also_accepted: bool) -> String {
    let (to, id) = (&letter.to, &letter.message_id);
    if let Some(Unsubscribed { digest, at, by, .. }) = reader_left(letter, left) {
        return format!(
            "{to}: left digest {digest} at {at} (by {by}), so nothing is sent to them; `wirewatch digest resubscribe \
             {digest} {to}` brings them back"
        );
    }
    if let Some(until) = letter.kept_until {
        return format!(
            "{to}: {}, and its words are gone: the letter was kept until {until}",
            letter.status.as_str()
        );
    }
    match (letter.status, also_accepted) {
        (DeliveryStatus::Accepted, false) => {
            let at = letter
                .accepted_at
                .map_or_else(String::new, |at| format!(" at {at}"));
            format!("{to}: accepted{at}, so not sent again; --accepted sends a second copy")
        }
        (DeliveryStatus::Accepted, true) => {
            format!("{to}: accepted before, a second copy goes out as <{id}>")
        }
        (DeliveryStatus::Failed, _) => {
            let why = letter
                .last_reason
                .as_deref()
                .unwrap_or("no reason is known");
            format!("{to}: failed ({why}), queued again as <{id}>")
        }
        (DeliveryStatus::Withdrawn, _) => format!("{to}: withdrawn, queued again as <{id}>"),
        (DeliveryStatus::Queued, _) => format!("{to}: was waiting, is due now as <{id}>"),
    }
}
