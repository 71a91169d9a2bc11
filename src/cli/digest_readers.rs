//! `wirewatch digest unsubscribe|resubscribe`: readers who leave a digest and come back, by their owner's hand.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::digest_args::ReaderArgs;
use crate::cli::mark::name_of_user;
use crate::cli::open::Place;
use crate::clock::Clock;
use crate::model::ids::DigestName;
use crate::model::recipient::Recipient;
use crate::pipeline::send::withdraw;
use crate::store::Unsubscribed;
use crate::store::change;

pub(super) fn leave(config: Option<&Path>, args: &ReaderArgs) -> Result<Exit, Failure> {
    let place = Place::find(config);
    let (name, to) = meant(&place, args)?;
    let (by, now) = (name_of_user(&place.environment), Clock::System.now());
    let (is_new, withdrawn) = change(&place.settings()?.store, |tx| {
        let is_new = tx.unsubscribe(&name, &to, &by, now)?;
        Ok((is_new, withdraw(tx, now, &BTreeSet::new())?))
    })?;
    let mut out = std::io::stdout().lock();
    match is_new {
        true => writeln!(
            out,
            "{to} gets no further letters of digest {name}; `wirewatch digest resubscribe {name} {to}` undoes it"
        )?,
        false => writeln!(out, "{to} had left digest {name} already")?,
    }
    if withdrawn > 0 {
        let (plural, is) = if withdrawn == 1 {
            ("", "is")
        } else {
            ("s", "are")
        };
        writeln!(out, "{withdrawn} letter{plural} that waited {is} withdrawn")?;
    }
    Ok(Exit::Ok)
}

pub(super) fn come_back(config: Option<&Path>, args: &ReaderArgs) -> Result<Exit, Failure> {
    let place = Place::find(config);
    let (name, to) = meant(&place, args)?;
    let had_left = change(&place.settings()?.store, |tx| tx.resubscribe(&name, &to))?;
    let mut out = std::io::stdout().lock();
    match had_left {
        true => writeln!(
            out,
            "{to} gets the letters of digest {name} again, from the next one on"
        )?,
        false => writeln!(out, "{to} had not left digest {name}")?,
    }
    Ok(Exit::Ok)
}

/// A line of `digest list` and `status`.
pub(super) fn line(left: &Unsubscribed) -> String {
    format!(
        "  left  {:<12} {}, since {} (by {}); `wirewatch digest resubscribe {} ADDRESS` brings them back",
        left.digest.as_str(),
        left.to.masked(),
        left.at,
        left.by,
        left.digest
    )
}

/// A digest and one of its readers, as the watchlist has them now.
fn meant(place: &Place, args: &ReaderArgs) -> Result<(DigestName, Recipient), Failure> {
    let name: DigestName = args.name.parse().map_err(Failure::usage)?;
    let to: Recipient = args.address.parse().map_err(Failure::usage)?;
    let watchlist = place.load()?.watchlist;
    let definition = watchlist.digests.iter().find(|digest| digest.name == name);
    let Some(definition) = definition else {
        let known: Vec<_> = watchlist
            .digests
            .iter()
            .map(|digest| digest.name.as_str())
            .collect();
        return Err(Failure::usage(format!(
            "there is no digest {name} in the watchlist; there is {}",
            known.join(", ")
        )));
    };
    if !definition.to.contains(&to) {
        let known: Vec<_> = definition.to.iter().map(Recipient::as_str).collect();
        return Err(Failure::usage(format!(
            "{to} is no reader of digest {name}; those are {}",
            known.join(", ")
        )));
    }
    Ok((name, to))
}
