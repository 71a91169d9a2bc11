//! Dates as feeds write them -> a moment. What is no date is `None`; nothing here knows what time it is now.
//!
//! ISO 8601 in all its lengths is read by [`iso`], everything with words (RFC 822, asctime, months in many languages) by
//! [`words`]. A missing or unknown zone is UTC, a missing time midnight, 60 seconds are 59.

mod iso;
mod months;
mod words;
mod zone;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use crate::parse::limits;

/// The moment that `text` names.
pub(super) fn read(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() || text.len() > limits::DATE_BYTES {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) && matches!(text.len(), 10 | 13) {
        return of_unix(text);
    }
    let moment = iso::read(text).or_else(|| words::read(text))?;
    moment.timestamp()
}

/// Seconds or milliseconds since 1970.
fn of_unix(digits: &str) -> Option<Timestamp> {
    let number: i64 = digits.parse().ok()?;
    let seconds = if digits.len() == 13 {
        number / 1000
    } else {
        number
    };
    Timestamp::from_second(seconds).ok()
}

/// The parts of a date, unchecked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Moment {
    year: i32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    /// Seconds east of Greenwich.
    offset: i32,
}

impl Moment {
    fn timestamp(self) -> Option<Timestamp> {
        if !(1..=9999).contains(&self.year)
            || self.hour > 24
            || self.minute > 59
            || self.second > 60
        {
            return None;
        }
        let is_next_midnight = self.hour == 24 && self.minute == 0 && self.second == 0;
        if self.hour == 24 && !is_next_midnight {
            return None;
        }
        let civil = DateTime::new(
            i16::try_from(self.year).ok()?,
            i8::try_from(self.month).ok()?,
            i8::try_from(self.day).ok()?,
            if is_next_midnight {
                0
            } else {
                i8::try_from(self.hour).ok()?
            },
            i8::try_from(self.minute).ok()?,
            i8::try_from(self.second.min(59)).ok()?,
            0,
        )
        .ok()?;
        let moment = Offset::from_seconds(self.offset)
            .ok()?
            .to_timestamp(civil)
            .ok()?;
        if is_next_midnight {
            return moment
                .checked_add(jiff::SignedDuration::from_hours(24))
                .ok();
        }
        Some(moment)
    }
}

/// Two-digit years as RFC 2822 reads them, three-digit ones as years since 1900.
fn full_year(year: u32, digits: usize) -> Option<i32> {
    let year = i32::try_from(year).ok()?;
    match digits {
        2 if year < 50 => Some(2000 + year),
        2 | 3 => Some(1900 + year),
        4 => Some(year),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
