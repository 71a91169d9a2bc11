//! What a feed tells of itself, and how often it wants to be asked.

use std::time::Duration;

use url::Url;

use crate::model::item::Channel;
use crate::parse::attributes;
use crate::parse::element::Telling;
use crate::parse::element::alternate_rank;
use crate::parse::element::href;
use crate::parse::fields;
use crate::parse::fields::FALLBACK;
use crate::parse::fields::Ranked;
use crate::parse::fields::Tally;
use crate::parse::names::Field;

/// More hubs than any feed has.
const HUBS: usize = 8;
/// A publisher who says a year does not mean it.
const LONGEST_PACE: Duration = Duration::from_secs(7 * 24 * 3600);

/// A channel while it is being read.
#[derive(Default)]
pub(super) struct ChannelDraft {
    title: Ranked<String>,
    pub(super) link: Ranked<Url>,
    language: Ranked<String>,
    pub(super) ttl: Option<Duration>,
    pub(super) period: Option<Duration>,
    pub(super) frequency: Option<u32>,
    skip_hours: Vec<u8>,
    skip_days: Vec<u8>,
    hubs: Vec<Url>,
    self_link: Option<Url>,
}

impl ChannelDraft {
    /// Writes what an element outside all items tells; the less deep it stands, the more it counts.
    pub(super) fn tell(&mut self, telling: &Telling<'_, '_>, depth: usize, tally: &mut Tally) {
        let inside = telling.inside;
        match telling.field {
            Field::Title => {
                let title = tally.line(inside.line(telling.form()));
                self.title.first(depth, title);
            }
            Field::MediaTitle => {
                let title = tally.line(inside.line(telling.form()));
                self.title.first(depth + FALLBACK, title);
            }
            Field::Link => self.tell_link(telling, depth, tally),
            Field::Language => self.set_language(0, &inside.word()),
            Field::Ttl => self.ttl = minutes(&inside.word()),
            Field::UpdatePeriod => self.period = period(&inside.word()),
            Field::UpdateFrequency => self.frequency = inside.word().parse().ok(),
            Field::SkipHour => self.skip_hour(&inside.word()),
            Field::SkipDay => self.skip_day(&inside.word()),
            _ => {}
        }
    }

    /// Keeps a declared language.
    pub(super) fn set_language(&mut self, rank: usize, text: &str) {
        self.language.first(rank, fields::language(text));
    }

    pub(super) fn set_title(&mut self, title: Option<String>) {
        self.title.first(0, title);
    }

    fn tell_link(&mut self, telling: &Telling<'_, '_>, depth: usize, tally: &mut Tally) {
        let Some(href) = href(telling.attributes) else {
            let text = telling.inside.word();
            if !text.is_empty() && !telling.inside.has_tags {
                let link = tally.link(telling.base, &text);
                self.link.first(depth, link.map(|link| link.url));
            }
            return;
        };
        let rel = attributes::value(telling.attributes, "rel").unwrap_or_default();
        if let Some(rank) = alternate_rank(telling.attributes) {
            // An Atom alternate inside RSS is often the feed itself; the channel's own link comes first.
            let link = tally.link(telling.base, &href);
            self.link
                .first(depth + rank + FALLBACK / 2, link.map(|link| link.url));
        } else {
            let url = crate::parse::link::resolve(telling.base, &href);
            self.add_link(rel, url);
        }
    }

    /// Hubs and the feed's own address.
    pub(super) fn add_link(&mut self, rel: &str, url: Option<Url>) {
        let Some(url) = url else { return };
        for word in rel.split_ascii_whitespace() {
            if word.eq_ignore_ascii_case("hub")
                && self.hubs.len() < HUBS
                && !self.hubs.contains(&url)
            {
                self.hubs.push(url.clone());
            } else if word.eq_ignore_ascii_case("self") && self.self_link.is_none() {
                self.self_link = Some(url.clone());
            }
        }
    }

    pub(super) fn skip_hour(&mut self, text: &str) {
        // Some count from 1 to 24.
        if let Ok(hour) = text.trim().parse::<u8>()
            && hour <= 24
            && !self.skip_hours.contains(&(hour % 24))
        {
            self.skip_hours.push(hour % 24);
        }
    }

    pub(super) fn skip_day(&mut self, text: &str) {
        const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let lower = text.trim().to_ascii_lowercase();
        let found = DAYS.iter().position(|day| lower.starts_with(day));
        if let Some(day) = found.and_then(|day| u8::try_from(day).ok())
            && !self.skip_days.contains(&day)
        {
            self.skip_days.push(day);
        }
    }

    pub(super) fn finish(mut self) -> Channel {
        self.skip_hours.sort_unstable();
        self.skip_days.sort_unstable();
        let frequency = self.frequency.filter(|times| *times > 0).unwrap_or(1);
        let period = self.period.map(|period| period / frequency);
        Channel {
            title: self.title.take(),
            link: self.link.take(),
            language: self.language.take(),
            pace: self.ttl.max(period).map(|pace| pace.min(LONGEST_PACE)),
            skip_hours: self.skip_hours,
            skip_days: self.skip_days,
            hubs: self.hubs,
            self_link: self.self_link,
        }
    }
}

/// RSS's ttl; nought and nonsense are nothing.
pub(super) fn minutes(text: &str) -> Option<Duration> {
    let minutes: u64 = text.trim().parse().ok()?;
    (minutes > 0).then(|| Duration::from_secs(minutes.saturating_mul(60)))
}

/// sy:updatePeriod.
pub(super) fn period(text: &str) -> Option<Duration> {
    let hours = match text.trim().to_ascii_lowercase().as_str() {
        "hourly" => 1,
        "daily" => 24,
        "weekly" => 24 * 7,
        "monthly" => 24 * 30,
        "yearly" => 24 * 365,
        _ => return None,
    };
    Some(Duration::from_secs(hours * 3600))
}
