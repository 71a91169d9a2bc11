//! Lends croner our clock: jiff's zoned times behind croner's date trait.

use std::cmp::Ordering;

use croner::errors::CronError;
use croner::time::CivilDate;
use croner::time::CivilDateTime;
use croner::time::CivilTime;
use croner::time::CronDateTime;
use croner::time::Resolution;
use croner::time::Weekday;
use jiff::SignedDuration;
use jiff::ZonedDateTime;
use jiff::civil::DateTime;
use jiff::tz::AmbiguousOffset;

/// A moment on somebody's wall clock.
#[derive(Clone, Debug)]
pub(super) struct WallClock(pub(super) ZonedDateTime);

impl CronDateTime for WallClock {
    fn to_civil(&self) -> CivilDateTime {
        let at = self.0.datetime();
        let part = |n: i8| u32::from(n.unsigned_abs());
        let date = CivilDate::from_ymd_opt(i32::from(at.year()), part(at.month()), part(at.day()));
        let time = CivilTime::from_hms_opt(part(at.hour()), part(at.minute()), part(at.second()));
        CivilDateTime::new(
            date.expect("jiff keeps dates in range"),
            time.expect("jiff keeps times in range"),
        )
    }

    fn civil_weekday(&self) -> Weekday {
        let days = self.0.weekday().to_sunday_zero_offset();
        Weekday::from_days_from_sunday(u32::from(days.unsigned_abs()))
    }

    fn resolve_civil(&self, civil: CivilDateTime) -> Result<Resolution<Self>, CronError> {
        let ambiguous = self
            .0
            .time_zone()
            .to_ambiguous_zoned_datetime(to_jiff(civil).ok_or(CronError::InvalidDate)?);
        let wrap = |found: Result<ZonedDateTime, jiff::Error>| {
            found.map(Self).map_err(|_| CronError::InvalidTime)
        };
        Ok(match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => {
                Resolution::Single(wrap(ambiguous.compatible())?)
            }
            AmbiguousOffset::Fold { .. } => {
                Resolution::Ambiguous(wrap(ambiguous.clone().earlier())?, wrap(ambiguous.later())?)
            }
            AmbiguousOffset::Gap { .. } => Resolution::Gap,
        })
    }

    fn checked_add_seconds(&self, seconds: i64) -> Option<Self> {
        self.0
            .checked_add(SignedDuration::from_secs(seconds))
            .ok()
            .map(Self)
    }

    fn cmp_instant(&self, other: &Self) -> Ordering {
        self.0.timestamp().cmp(&other.0.timestamp())
    }
}

fn to_jiff(civil: CivilDateTime) -> Option<DateTime> {
    let part = |n: u32| i8::try_from(n).ok();
    DateTime::new(
        i16::try_from(civil.year()).ok()?,
        part(civil.month())?,
        part(civil.day())?,
        part(civil.hour())?,
        part(civil.minute())?,
        part(civil.second())?,
        0,
    )
    .ok()
}
