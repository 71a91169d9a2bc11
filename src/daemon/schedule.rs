//! When a digest is due, by its owner's wall clock. Pure: it is handed `now`.
//!
//! Times are resolved by jiff's "compatible" rule: one that the clock skips in spring comes an hour later, one that
//! comes twice in autumn is taken the first time (RFC 5545, section 3.3.5).

use std::str::FromStr;

use croner::Cron;
use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::daemon::wall_clock::WallClock;
use crate::model::watchlist::DigestDefinition;
use crate::model::watchlist::Schedule;

/// The latest due moment in `(last, now]`, if there is one: after a long sleep one catch-up letter, not a pile of them.
#[must_use]
pub fn due(definition: &DigestDefinition, last: Timestamp, now: Timestamp) -> Option<Timestamp> {
    match &definition.schedule {
        Schedule::At { .. } => latest_time(definition, now).filter(|slot| *slot > last),
        Schedule::Cron(line) => latest_cron(definition, line, now).filter(|slot| *slot > last),
    }
}

/// The first due moment after `now`; `None` when there will never be one.
#[must_use]
pub fn next(definition: &DigestDefinition, now: Timestamp) -> Option<Timestamp> {
    match &definition.schedule {
        Schedule::At { .. } => {
            let today = now.to_zoned_datetime(definition.tz.clone()).date();
            // Two weeks hold every weekday twice, also where a clock change moves a slot past `now`.
            (0..15)
                .filter_map(|days| today.checked_add(days.days()).ok())
                .flat_map(|date| slots(definition, date))
                .find(|slot| *slot > now)
        }
        Schedule::Cron(line) => Cron::from_str(line)
            .ok()?
            .find_next_occurrence(
                &WallClock(now.to_zoned_datetime(definition.tz.clone())),
                false,
            )
            .ok()
            .map(|found| found.0.timestamp()),
    }
}

fn latest_time(definition: &DigestDefinition, now: Timestamp) -> Option<Timestamp> {
    let today = now.to_zoned_datetime(definition.tz.clone()).date();
    // From tomorrow, because a zone's clock may be set back over midnight.
    (-1..15)
        .filter_map(|days| today.checked_sub(days.days()).ok())
        .find_map(|date| {
            slots(definition, date)
                .into_iter()
                .rfind(|slot| *slot <= now)
        })
}

fn latest_cron(definition: &DigestDefinition, line: &str, now: Timestamp) -> Option<Timestamp> {
    Cron::from_str(line)
        .ok()?
        .find_previous_occurrence(
            &WallClock(now.to_zoned_datetime(definition.tz.clone())),
            true,
        )
        .ok()
        .map(|found| found.0.timestamp())
}

/// The moments of one date, in order.
fn slots(definition: &DigestDefinition, date: Date) -> Vec<Timestamp> {
    let Schedule::At { times, days } = &definition.schedule else {
        return Vec::new();
    };
    if !days.contains(&date.weekday()) {
        return Vec::new();
    }
    let mut found: Vec<_> = times
        .iter()
        .filter_map(|time| {
            date.to_datetime(*time)
                .to_zoned_datetime(definition.tz.clone())
                .ok()
        })
        .map(|slot| slot.timestamp())
        .collect();
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use jiff::civil::Weekday;
    use jiff::civil::time;
    use jiff::tz::TimeZone;

    use super::*;
    use crate::model::watchlist::SubjectMode;
    use crate::model::watchlist::WhenEmpty;

    fn digest(schedule: Schedule, zone: &str) -> DigestDefinition {
        DigestDefinition {
            name: "morning".parse().unwrap(),
            schedule,
            tz: TimeZone::get(zone).unwrap(),
            topics: Vec::new(),
            to: Vec::new(),
            when_empty: WhenEmpty::Send,
            max_stories: 40,
            subject: SubjectMode::Full,
            has_alerts: true,
            quiet_hours: None,
        }
    }

    fn daily(hour: i8, minute: i8, zone: &str) -> DigestDefinition {
        let days = Weekday::Monday.cycle_forward().take(7).collect();
        let times = vec![time(hour, minute, 0, 0)];
        digest(Schedule::At { times, days }, zone)
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_digest_is_due_once_its_time_has_come() {
        let morning = daily(7, 30, "Europe/Vilnius");

        assert_eq!(
            due(
                &morning,
                at("2026-01-14T05:30:00Z"),
                at("2026-01-15T05:29:59Z")
            ),
            None
        );
        assert_eq!(
            due(
                &morning,
                at("2026-01-14T05:30:00Z"),
                at("2026-01-15T05:30:00Z")
            ),
            Some(at("2026-01-15T05:30:00Z"))
        );
        assert_eq!(
            next(&morning, at("2026-01-15T05:30:00Z")),
            Some(at("2026-01-16T05:30:00Z"))
        );
    }

    #[test]
    fn after_a_long_sleep_only_the_latest_slot_is_due() {
        let morning = daily(7, 30, "UTC");

        assert_eq!(
            due(
                &morning,
                at("2025-01-01T07:30:00Z"),
                at("2026-01-15T09:00:00Z")
            ),
            Some(at("2026-01-15T07:30:00Z"))
        );
    }

    #[test]
    fn every_day_of_ten_years_has_exactly_one_slot_in_five_zones() {
        for zone in [
            "Europe/Vilnius",
            "America/New_York",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "America/Sao_Paulo",
        ] {
            let night = daily(2, 30, zone);
            let mut now = at("2020-01-01T12:00:00Z");
            let end = at("2030-01-01T12:00:00Z");
            let mut count = 0;
            while let Some(slot) = next(&night, now).filter(|slot| *slot < end) {
                assert_eq!(due(&night, now, slot), Some(slot), "{zone} {slot}");
                assert!(slot > now);
                now = slot;
                count += 1;
            }
            assert_eq!(count, 3653, "{zone}");
        }
    }

    #[test]
    fn a_cron_line_of_the_night_is_due_once_a_day_for_ten_years_in_five_zones() {
        for zone in [
            "Europe/Vilnius",
            "America/New_York",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "America/Sao_Paulo",
        ] {
            let night = digest(Schedule::Cron("30 2 * * *".to_owned()), zone);
            let mut now = at("2020-01-01T12:00:00Z");
            let end = at("2030-01-01T12:00:00Z");
            let mut days = Vec::new();
            while let Some(slot) = next(&night, now).filter(|slot| *slot < end) {
                assert_eq!(due(&night, now, slot), Some(slot), "{zone} {slot}");
                assert!(slot > now);
                now = slot;
                days.push(slot.to_zoned_datetime(night.tz.clone()).date());
            }
            let slots = days.len();
            days.dedup();
            assert_eq!((slots, days.len()), (3653, 3653), "{zone}");
        }
    }

    #[test]
    fn the_night_that_is_an_hour_longer_has_one_half_past_two() {
        let daily = daily(2, 30, "Europe/Berlin");
        let cron = digest(Schedule::Cron("30 2 * * *".to_owned()), "Europe/Berlin");
        for night in [daily, cron] {
            let first = at("2026-10-25T00:30:00Z");
            assert_eq!(next(&night, at("2026-10-24T12:00:00Z")), Some(first));
            assert_eq!(next(&night, first), Some(at("2026-10-26T01:30:00Z")));
            // Half past two comes a second time, an hour later.
            assert_eq!(due(&night, first, at("2026-10-25T01:30:00Z")), None);
        }
    }

    #[test]
    fn another_zone_is_another_moment() {
        let vilnius = daily(7, 30, "Europe/Vilnius");
        let kathmandu = daily(7, 30, "Asia/Kathmandu");
        let now = at("2026-11-20T00:00:00Z");

        assert_eq!(next(&vilnius, now), Some(at("2026-11-20T05:30:00Z")));
        assert_eq!(next(&kathmandu, now), Some(at("2026-11-20T01:45:00Z")));
    }

    #[test]
    fn the_ends_of_the_calendar_are_reached_without_a_fall() {
        let leap = digest(Schedule::Cron("0 8 29 2 *".to_owned()), "UTC");
        assert_eq!(
            next(&leap, at("2026-11-20T00:00:00Z")),
            Some(at("2028-02-29T08:00:00Z"))
        );
        for definition in [daily(23, 59, "Pacific/Apia"), daily(0, 0, "UTC"), leap] {
            for now in [
                Timestamp::MIN,
                Timestamp::MAX,
                at("2038-01-19T03:14:07Z"),
                at("9999-12-30T21:00:00Z"),
            ] {
                let _ = next(&definition, now);
                let _ = due(&definition, Timestamp::MIN, now);
            }
        }
    }

    #[test]
    fn a_time_that_spring_skips_comes_an_hour_later() {
        let night = daily(2, 30, "Europe/Berlin");

        assert_eq!(
            next(&night, at("2026-03-28T12:00:00Z")),
            Some(at("2026-03-29T01:30:00Z"))
        );
    }

    #[test]
    fn days_and_cron_are_kept() {
        let monday = digest(
            Schedule::At {
                times: vec![time(8, 0, 0, 0)],
                days: vec![Weekday::Monday],
            },
            "UTC",
        );
        let minutely = digest(Schedule::Cron("* * * * *".to_owned()), "Europe/Vilnius");
        let workdays = digest(
            Schedule::Cron("0 8 * * MON-FRI".to_owned()),
            "Europe/Vilnius",
        );

        assert_eq!(
            next(&monday, at("2026-11-23T08:00:00Z")),
            Some(at("2026-11-30T08:00:00Z"))
        );
        assert_eq!(
            due(
                &monday,
                at("2026-11-20T00:00:00Z"),
                at("2026-11-25T00:00:00Z")
            ),
            Some(at("2026-11-23T08:00:00Z"))
        );
        assert_eq!(
            next(&minutely, at("2026-11-23T08:00:00Z")),
            Some(at("2026-11-23T08:01:00Z"))
        );
        assert_eq!(
            due(
                &minutely,
                at("2026-11-23T08:00:30Z"),
                at("2026-11-23T08:02:30Z")
            ),
            Some(at("2026-11-23T08:02:00Z"))
        );
        assert_eq!(
            next(&workdays, at("2026-11-20T07:00:00Z")),
            Some(at("2026-11-23T06:00:00Z"))
        );
    }
}
