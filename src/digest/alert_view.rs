//! What an alert says around its stories: what it is, why it comes, why only now, and where it is told again.

use crate::digest::clean;
use crate::digest::view::Notice;
use crate::digest::words;
use crate::model::alert::HeldBy;
use crate::model::digest::Digest;
use crate::model::digest::StoryEntry;
use crate::model::watchlist::AlertRule;

/// Every story of the letter, those behind "+N more" as well.
pub(super) fn stories(digest: &Digest) -> impl Iterator<Item = &StoryEntry> {
    digest
        .sections
        .iter()
        .flat_map(|section| section.stories.iter().chain(&section.more))
}

/// One story under one topic needs neither a list nor a heading.
pub(super) fn is_single(digest: &Digest) -> bool {
    digest.bursts.is_empty() && stories(digest).count() == 1
}

/// The letter's first line: what its one story is about, or how many alerts there are.
pub(super) fn summary(digest: &Digest) -> String {
    if is_single(digest) {
        let title = digest
            .sections
            .first()
            .map(|section| &section.heading.title);
        let sort = match stories(digest).any(|story| story.is_development) {
            true => "Update",
            false => "Alert",
        };
        return match title {
            Some(title) => format!("{sort} on {title}"),
            None => sort.to_owned(),
        };
    }
    match (digest.bursts.as_slice(), number(digest)) {
        ([burst], 1) => format!("{} is loud", clean::name(&burst.title)),
        (_, alerts) => words::count(alerts as u64, "alert", "alerts"),
    }
}

fn number(digest: &Digest) -> usize {
    digest
        .occasion
        .as_ref()
        .map_or(1, |occasion| occasion.alerts)
}

/// Why it comes only now.
pub(super) fn held(digest: &Digest) -> Option<Notice> {
    let occasion = digest.occasion.as_ref()?;
    let (kind, text) = match occasion.held? {
        HeldBy::Quiet => {
            let hours = occasion.quiet.map_or_else(String::new, |quiet| {
                format!(
                    " from {} to {}",
                    quiet.from.strftime("%H:%M"),
                    quiet.to.strftime("%H:%M")
                )
            });
            ("Held", format!("over the quiet hours{hours}"))
        }
        HeldBy::Rate => {
            let most = occasion.rules.first().map_or(0, |(_, rule)| rule.max_per_hour);
            let letters = words::count(u64::from(most), "alert", "alerts");
            ("Held", format!("after {letters} within an hour, which is the most this topic sends"))
        }
        HeldBy::Story => (
            "Gathered",
            "what came since this story was told last; a story is told again after 3 hours at the earliest".to_owned(),
        ),
    };
    Some(Notice { kind, text })
}

/// Why it comes, and where it is told again.
pub(super) fn footer(digest: &Digest) -> Vec<String> {
    let rules = digest.occasion.iter().flat_map(|occasion| &occasion.rules);
    let is_held = digest
        .occasion
        .as_ref()
        .is_some_and(|occasion| occasion.held.is_some());
    let sent = if is_held { "Sent" } else { "Sent at once" };
    let mut lines: Vec<String> = rules
        .map(|(title, rule)| {
            format!(
                "{sent} because {} asks for it {}, at most {} an hour.",
                clean::name(title),
                asked(rule),
                words::count(u64::from(rule.max_per_hour), "letter", "letters"),
            )
        })
        .collect();
    let when = digest.coverage.next.map_or_else(String::new, |next| {
        format!(" on {}", words::day_and_time(next, &digest.tz))
    });
    lines.push(format!(
        "The next digest{when} tells it too, marked as told already."
    ));
    lines
}

fn asked(rule: &AlertRule) -> String {
    let score = rule
        .min_score
        .map(|score| format!("from score {}", words::points(score)));
    let burst = rule
        .on_burst
        .then(|| "when it is louder than usual".to_owned());
    let asked: Vec<String> = score.into_iter().chain(burst).collect();
    asked.join(" and ")
}
