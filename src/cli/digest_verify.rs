//! `wirewatch digest verify`: the first promise, proved from the tables: every matching article in exactly one issue of each
//! digest or waiting for the next, every letter with an outcome or a next attempt.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::open::Place;
use crate::cli::open::reader;
use crate::cli::open::runtime;
use crate::clock::Clock;
use crate::model::delivery::DeliveryStatus;
use crate::store::Breach;
use crate::store::DigestAccount;
use crate::store::LetterAccount;
use crate::store::OutboxCounts;

/// No wait between two attempts is longer than an hour, and no sender holds a letter longer than half of one.
const LONGEST_WAIT: Duration = Duration::from_secs(2 * 60 * 60);

/// What the proof is made of.
struct Proof {
    digests: Vec<DigestAccount>,
    counts: OutboxCounts,
    open: Vec<LetterAccount>,
    breaches: Vec<Told>,
}

/// A breach in words and for machines.
struct Told {
    kind: &'static str,
    digest: Option<String>,
    number: Option<i64>,
    article: Option<i64>,
    delivery: Option<i64>,
    words: String,
}

pub(super) fn run(config: Option<&Path>, as_json: bool) -> Result<Exit, Failure> {
    let settings = Place::find(config).settings()?;
    let keeps_all = settings.retention.matched.is_none();
    let store = reader(&settings)?;
    // One picture of all tables: a letter that is accepted meanwhile must not look half so.
    let (digests, counts, open, breaches) = runtime()?.block_on(store.read(move |view| {
        Ok((
            view.digest_accounts()?,
            view.letters_counted()?,
            view.open_letters()?,
            view.breaches(keeps_all)?,
        ))
    }))?;
    let now = Clock::System.now();
    let mut breaches: Vec<Told> = breaches.iter().map(told).collect();
    breaches.extend(open.iter().filter_map(|letter| odd_letter(letter, now)));
    let proof = Proof {
        digests,
        counts,
        open,
        breaches,
    };
    let mut out = std::io::stdout().lock();
    if as_json {
        writeln!(out, "{}", value(&proof))?;
    } else {
        write!(out, "{}", words(&proof))?;
    }
    Ok(match proof.breaches.is_empty() {
        true => Exit::Ok,
        false => Exit::FaultFound,
    })
}

fn told(breach: &Breach) -> Told {
    let nothing = Told {
        kind: "",
        digest: None,
        number: None,
        article: None,
        delivery: None,
        words: String::new(),
    };
    match breach {
        Breach::Lost {
            digest,
            topic,
            article,
        } => Told {
            kind: "article-lost",
            digest: Some(digest.to_string()),
            article: Some(article.0),
            words: format!(
                "article {article} met topic {topic} and stands in no issue of digest {digest}, nor will it"
            ),
            ..nothing
        },
        Breach::ToldTwice {
            digest,
            article,
            numbers,
        } => Told {
            kind: "article-told-twice",
            digest: Some(digest.to_string()),
            article: Some(article.0),
            words: format!(
                "article {article} stands in more than one issue of digest {digest}: {numbers}"
            ),
            ..nothing
        },
        Breach::NoStory { digest, article } => Told {
            kind: "article-without-story",
            digest: Some(digest.to_string()),
            article: Some(article.0),
            words: format!(
                "article {article} waits for digest {digest} and stands in no story, so that no letter can tell it"
            ),
            ..nothing
        },
        Breach::Miscounted { number, said, kept } => Told {
            kind: "digest-miscounted",
            number: Some(number.0),
            words: format!(
                "digest {number} says that it tells {said} articles, and {kept} are kept under it"
            ),
            ..nothing
        },
        Breach::NoLetter { number } => Told {
            kind: "digest-without-letter",
            number: Some(number.0),
            words: format!("digest {number} was issued and went to nobody"),
            ..nothing
        },
        Breach::NoBytes { delivery, number } => Told {
            kind: "letter-without-bytes",
            number: Some(number.0),
            delivery: Some(delivery.0),
            words: format!(
                "letter {delivery} of digest {number} has no bytes, or those of another letter"
            ),
            ..nothing
        },
    }
}

/// A letter whose state is no outcome and no way to one.
fn odd_letter(letter: &LetterAccount, now: Timestamp) -> Option<Told> {
    let LetterAccount { id, digest, to, .. } = letter;
    let is_far = |at: Timestamp| at.duration_since(now).unsigned_abs() > LONGEST_WAIT && at > now;
    let (kind, words) = match letter.status {
        DeliveryStatus::Accepted => (
            "letter-accepted-unsent",
            "is called accepted, and no attempt was ever begun".to_owned(),
        ),
        DeliveryStatus::Failed if letter.attempts == 0 || letter.last_reason.is_none() => (
            "letter-failed-unsent",
            "is called failed, and nothing says why".to_owned(),
        ),
        DeliveryStatus::Failed => return None,
        DeliveryStatus::Queued if is_far(letter.not_before) => (
            "letter-put-off",
            format!(
                "waits until {}, longer than any wait there is: was the clock set back? `wirewatch digest resend {digest}` \
                 makes it due",
                letter.not_before
            ),
        ),
        DeliveryStatus::Queued if letter.lease_until.is_some_and(is_far) => (
            "letter-held",
            "is held by a sender for longer than any sending takes: was the clock set back? It is freed by itself".to_owned(),
        ),
        DeliveryStatus::Queued | DeliveryStatus::Withdrawn => return None,
    };
    Some(Told {
        kind,
        digest: None,
        number: Some(digest.0),
        article: None,
        delivery: Some(id.0),
        words: format!("letter {id} of digest {digest} to {to} {words}"),
    })
}

fn value(proof: &Proof) -> Value {
    let digests: Vec<_> = proof
        .digests
        .iter()
        .map(|digest| json!({ "digest": digest.name.as_str(), "issues": digest.issues, "told": digest.told, "waiting": digest.waiting }))
        .collect();
    let breaches: Vec<_> = proof
        .breaches
        .iter()
        .map(|told| {
            json!({
                "kind": told.kind,
                "digest": told.digest,
                "number": told.number,
                "article": told.article,
                "delivery": told.delivery,
                "words": told.words,
            })
        })
        .collect();
    let letters = |status: DeliveryStatus| -> Vec<Value> {
        let letters = proof.open.iter().filter(|letter| letter.status == status);
        letters.map(letter_value).collect()
    };
    json!({
        "ok": proof.breaches.is_empty(),
        "digests": digests,
        "letters": {
            "accepted": proof.counts.accepted,
            "failed": proof.counts.failed,
            "queued": proof.counts.queued,
            "withdrawn": proof.counts.withdrawn,
        },
        "due": letters(DeliveryStatus::Queued),
        "failed": letters(DeliveryStatus::Failed),
        "breaches": breaches,
    })
}

fn letter_value(letter: &LetterAccount) -> Value {
    let next = (letter.status == DeliveryStatus::Queued).then(|| letter.not_before.to_string());
    json!({
        "delivery": letter.id.0,
        "number": letter.digest.0,
        "to": letter.to,
        "attempts": letter.attempts,
        "next": next,
        "reason": letter.last_reason,
    })
}

fn words(proof: &Proof) -> String {
    let mut words = String::new();
    for digest in &proof.digests {
        words.push_str(&format!(
            "digest {:<12} {} issues tell {} articles, {} wait for the next\n",
            digest.name.as_str(),
            digest.issues,
            digest.told,
            digest.waiting
        ));
    }
    let OutboxCounts {
        queued,
        accepted,
        failed,
        withdrawn,
        ..
    } = proof.counts;
    words.push_str(&format!(
        "letters             {accepted} accepted, {failed} failed, {withdrawn} withdrawn, {queued} due\n"
    ));
    for letter in &proof.open {
        let LetterAccount {
            id,
            digest,
            to,
            attempts,
            ..
        } = letter;
        let why = letter
            .last_reason
            .as_ref()
            .map_or_else(String::new, |why| format!(": {why}"));
        match letter.status {
            DeliveryStatus::Queued => words.push_str(&format!(
                "  due     letter {id} of digest {digest} to {to}, {attempts} attempts so far, next at {}{why}\n",
                letter.not_before
            )),
            DeliveryStatus::Failed => words.push_str(&format!(
                "  failed  letter {id} of digest {digest} to {to} after {attempts} attempts{why}; `wirewatch digest resend \
                 {digest} --to {to}` queues it again\n"
            )),
            DeliveryStatus::Accepted | DeliveryStatus::Withdrawn => {}
        }
    }
    for told in &proof.breaches {
        words.push_str(&format!("BREACH  {}\n", told.words));
    }
    words.push_str(match proof.breaches.len() {
        0 => "proved: every matching article is in exactly one issue of each digest or waits for the next, and every letter has \
              its outcome or its next attempt\n",
        _ => "the tables break the promise; they are as they were found, nothing was changed\n",
    });
    words
}
