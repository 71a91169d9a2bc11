//! Numbers, times and plurals as the letter says them.

use jiff::Timestamp;
use jiff::tz::Offset;
use jiff::tz::TimeZone;

use crate::model::feed::FeedState;

/// `1 story`, `2 stories`, `1,284 stories`.
pub(super) fn count(number: u64, one: &str, many: &str) -> String {
    let word = if number == 1 { one } else { many };
    format!("{} {word}", thousands(number))
}

/// `12,840`.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A score or weight: `7`, `6.5`; never more than one decimal.
pub(super) fn points(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// `Tue 16 Jun 07:30`.
pub(super) fn day_and_time(at: Timestamp, tz: &TimeZone) -> String {
    tz.to_datetime(at).strftime("%a %-d %b %H:%M").to_string()
}

/// As short as the reader can place it: `07:12` today, `Mon 15 Jun 22:05` this year, else with the year.
pub(super) fn time_near(at: Timestamp, now: Timestamp, tz: &TimeZone) -> String {
    let at = tz.to_datetime(at);
    let now = tz.to_datetime(now);
    let format = if at.date() == now.date() {
        "%H:%M"
    } else if at.year() == now.year() {
        "%a %-d %b %H:%M"
    } else {
        "%-d %b %Y %H:%M"
    };
    at.strftime(format).to_string()
}

/// `Mon 15 Jun 16:00 – Tue 16 Jun 2026 07:30`, or `Tue 16 Jun 2026 07:30 – 16:00` within a day.
pub(super) fn window(from: Timestamp, until: Timestamp, tz: &TimeZone) -> String {
    let from = tz.to_datetime(from);
    let until = tz.to_datetime(until);
    let (left, right) = if from.date() == until.date() {
        ("%a %-d %b %Y %H:%M", "%H:%M")
    } else if from.year() == until.year() {
        ("%a %-d %b %H:%M", "%a %-d %b %Y %H:%M")
    } else {
        ("%a %-d %b %Y %H:%M", "%a %-d %b %Y %H:%M")
    };
    format!("{} – {}", from.strftime(left), until.strftime(right))
}

/// `Europe/Vilnius, UTC+3`.
pub(super) fn zone(at: Timestamp, tz: &TimeZone) -> String {
    let offset = offset(tz.to_offset(at));
    match tz.iana_name() {
        Some("UTC" | "Etc/UTC") => "UTC".to_owned(),
        Some(name) => format!("{name}, {offset}"),
        None => offset,
    }
}

fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '−' } else { '+' };
    let minutes = seconds.abs() / 60;
    match (minutes / 60, minutes % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

/// Fourteen days as bars; a day without stories is the lowest, so that the width never changes.
pub(super) fn sparkline(daily: &[u32; 14]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let highest = daily.iter().copied().max().unwrap_or(0);
    daily
        .iter()
        .map(|stories| match (*stories, highest) {
            (0, _) => BARS[0],
            // One story on the loudest day is not a peak: low counts keep a low profile.
            (stories, highest) => {
                let bar = (u64::from(stories) * 7).div_ceil(u64::from(highest.max(4)));
                BARS[usize::try_from(bar).unwrap_or(7).min(7)]
            }
        })
        .collect()
}

/// What is the matter with a source, in a word or two.
pub(super) fn state(state: FeedState) -> &'static str {
    match state {
        FeedState::Ok => "came back short",
        FeedState::Failing => "failing",
        FeedState::Quiet => "quiet",
        FeedState::Paused => "paused",
        FeedState::Gone => "gone",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1284, "1,284"),
            (1_000_000, "1,000,000"),
        ] {
            assert_eq!(thousands(number), text);
        }
        for (value, text) in [(7.0, "7"), (6.5, "6.5"), (0.25, "0.2"), (-1.0, "-1")] {
            assert_eq!(points(value), text);
        }
    }

    #[test]
    fn bars_grow_with_their_days_and_a_flat_fortnight_is_flat() {
        let mut daily = [0; 14];
        assert_eq!(sparkline(&daily), "▁▁▁▁▁▁▁▁▁▁▁▁▁▁");

        daily[12] = 1;
        daily[13] = 8;
        assert_eq!(sparkline(&daily), "▁▁▁▁▁▁▁▁▁▁▁▁▂█");

        daily[13] = u32::MAX;
        assert_eq!(sparkline(&daily), "▁▁▁▁▁▁▁▁▁▁▁▁▂█");
    }

    #[test]
    fn a_zone_is_named_with_its_offset_of_that_day() {
        let june = Timestamp::constant(1_781_584_200, 0);
        for (zone_name, text) in [
            ("Europe/Vilnius", "Europe/Vilnius, UTC+3"),
            ("Asia/Kolkata", "Asia/Kolkata, UTC+5:30"),
            ("UTC", "UTC"),
        ] {
            assert_eq!(zone(june, &TimeZone::get(zone_name).unwrap()), text);
        }
    }
}
