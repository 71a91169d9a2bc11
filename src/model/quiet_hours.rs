//! Quiet hours: when alerts wait.

use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::civil::Time;
use jiff::tz::TimeZone;

/// When alerts wait, on the digest's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    /// From this time of day,
    pub from: Time,
    /// to this one, past midnight if it is earlier.
    pub to: Time,
    /// Alerts of these hours are left to the digest, instead of coming as one letter afterwards.
    pub is_dropped: bool,
}

impl QuietHours {
    /// When the quiet hours that hold at `now` end; `None` outside of them. Times are resolved as those of digests: one that
    /// the clock skips comes an hour later, one that comes twice is taken the first time.
    #[must_use]
    pub fn until(&self, now: Timestamp, tz: &TimeZone) -> Option<Timestamp> {
        let today = now.to_zoned_datetime(tz.clone()).date();
        let moment = |date: Date, time: Time| {
            let zoned = date.to_datetime(time).to_zoned_datetime(tz.clone());
            zoned.ok().map(|zoned| zoned.timestamp())
        };
        // Those that began yesterday may still hold, and a zone's clock may be set back over midnight.
        (-1..=1)
            .filter_map(|days| today.checked_add(days.days()).ok())
            .find_map(|date| {
                let last = match self.to > self.from {
                    true => date,
                    false => date.tomorrow().ok()?,
                };
                let (from, to) = (moment(date, self.from)?, moment(last, self.to)?);
                (from <= now && now < to).then_some(to)
            })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    fn until(from: (i8, i8), to: (i8, i8), zone: &str, now: &str) -> Option<String> {
        let hours = QuietHours {
            from: time(from.0, from.1, 0, 0),
            to: time(to.0, to.1, 0, 0),
            is_dropped: false,
        };
        let tz = TimeZone::get(zone).unwrap();
        hours
            .until(now.parse().unwrap(), &tz)
            .map(|until| until.to_string())
    }

    #[test]
    fn quiet_hours_hold_by_the_wall_clock_over_midnight_and_over_clock_changes() {
        for (from, to, now, expected) in [
            // Winter in Vilnius is two hours ahead of UTC.
            ((22, 0), (6, 0), "2026-01-10T19:59:59Z", None),
            (
                (22, 0),
                (6, 0),
                "2026-01-10T20:00:00Z",
                Some("2026-01-11T04:00:00Z"),
            ),
            (
                (22, 0),
                (6, 0),
                "2026-01-11T03:59:59Z",
                Some("2026-01-11T04:00:00Z"),
            ),
            ((22, 0), (6, 0), "2026-01-11T04:00:00Z", None),
            (
                (12, 0),
                (13, 30),
                "2026-01-11T11:00:00Z",
                Some("2026-01-11T11:30:00Z"),
            ),
            ((12, 0), (13, 30), "2026-01-11T11:30:00Z", None),
            // Spring: the night is an hour shorter. 03:30 does not exist and comes an hour later.
            (
                (22, 0),
                (6, 0),
                "2026-03-28T21:00:00Z",
                Some("2026-03-29T03:00:00Z"),
            ),
            (
                (22, 0),
                (3, 30),
                "2026-03-28T21:00:00Z",
                Some("2026-03-29T01:30:00Z"),
            ),
            // Autumn: the night is an hour longer. 03:30 comes twice, the first time counts.
            (
                (22, 0),
                (6, 0),
                "2026-10-24T20:00:00Z",
                Some("2026-10-25T04:00:00Z"),
            ),
            (
                (22, 0),
                (3, 30),
                "2026-10-24T20:00:00Z",
                Some("2026-10-25T00:30:00Z"),
            ),
            ((22, 0), (3, 30), "2026-10-25T01:00:00Z", None),
        ] {
            assert_eq!(
                until(from, to, "Europe/Vilnius", now).as_deref(),
                expected,
                "{from:?} to {to:?} at {now}"
            );
        }
    }

    #[test]
    fn no_night_of_ten_years_lasts_longer_than_a_day() {
        for zone in [
            "Australia/Lord_Howe",
            "America/Sao_Paulo",
            "Pacific/Apia",
            "Asia/Tehran",
        ] {
            let mut now: Timestamp = "2010-01-01T00:00:00Z".parse().unwrap();
            let end: Timestamp = "2020-01-01T00:00:00Z".parse().unwrap();
            while now < end {
                if let Some(until) = until((22, 0), (6, 0), zone, &now.to_string()) {
                    let until: Timestamp = until.parse().unwrap();
                    assert!(
                        until > now && until.duration_since(now).as_hours() < 24 * 2,
                        "{zone} {now}"
                    );
                }
                now += jiff::SignedDuration::from_mins(97);
            }
        }
    }
}
