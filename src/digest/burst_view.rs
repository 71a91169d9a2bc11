//! A loud topic in one sentence: how many in how long, how many are usual, since when, of what, and told by whom.

use crate::digest::clean;
use crate::digest::words;
use crate::model::digest::Digest;
use crate::model::digest::TopicBurst;

/// Words and outlets named; a list of all would hide the few that say it.
const NAMED: usize = 4;
const LONGEST_NAME: usize = 40;

/// `Belarus: repression is loud: 31 stories in 3 h, usually 4, since 05:40; more than usual: detain, KGB; told by …`.
pub(super) fn sentence(burst: &TopicBurst, digest: &Digest) -> String {
    let loud = &burst.burst;
    let mut sentence = format!(
        "{} is loud: {} in {} h, usually {}, since {}",
        clean::name(&burst.title),
        words::count(u64::from(loud.stories), "story", "stories"),
        loud.hours,
        words::points(loud.usual),
        words::time_near(loud.since, digest.until, &digest.tz),
    );
    for (opening, names) in [("more than usual", &loud.terms), ("told by", &loud.outlets)] {
        if !names.is_empty() {
            sentence.push_str(&format!("; {opening}: {}", named(names)));
        }
    }
    sentence
}

fn named(names: &[String]) -> String {
    let mut shown: Vec<String> = names
        .iter()
        .take(NAMED)
        .map(|name| clean::one_line(name, LONGEST_NAME))
        .collect();
    if names.len() > NAMED {
        shown.push(format!("{} more", names.len() - NAMED));
    }
    shown.join(", ")
}
