//! Durations ("10m"), sizes ("10MiB") and times of day ("07:30") as people write them.

use std::time::Duration;

use jiff::civil::Time;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Reads `90s`, `10m`, `6h`, `1h30m`, `30d`, `2w`; a number without unit is refused, as it means seconds to one and minutes to another.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err("it is empty".to_owned());
    }
    let mut total = Duration::ZERO;
    while !rest.is_empty() {
        let digits = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let (number, tail) = rest.split_at(digits);
        let letters = tail
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(letters);
        let number: u64 = number.parse().map_err(|_| match number.is_empty() {
            true => format!("{rest:?} does not begin with a number"),
            false => "the number is too large".to_owned(),
        })?;
        let seconds = number
            .checked_mul(seconds_of(unit)?)
            .ok_or("the number is too large")?;
        let part = if unit == "ms" {
            Duration::from_millis(number)
        } else {
            Duration::from_secs(seconds)
        };
        total = total.checked_add(part).ok_or("the number is too large")?;
        rest = tail.trim_start();
    }
    Ok(total)
}

fn seconds_of(unit: &str) -> Result<u64, String> {
    match unit {
        "ms" | "s" | "sec" => Ok(1),
        "m" | "min" => Ok(MINUTE),
        "h" => Ok(HOUR),
        "d" => Ok(DAY),
        "w" => Ok(7 * DAY),
        "" => Err("the unit is missing: s, m, h, d or w".to_owned()),
        _ => Err(format!("{unit:?} is not a unit: use s, m, h, d or w")),
    }
}

/// The shortest way to write a duration of whole seconds.
pub(super) fn written(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match [(DAY, "d"), (HOUR, "h"), (MINUTE, "m")]
        .into_iter()
        .find(|(unit, _)| seconds >= *unit && seconds.is_multiple_of(*unit))
    {
        Some((unit, letter)) => format!("{}{letter}", seconds / unit),
        None => format!("{seconds}s"),
    }
}

/// Reads `10MiB`, `500KB`, `1048576`; both kinds of prefix mean what their standards say.
pub(super) fn size(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let digits = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let number: u64 = number
        .parse()
        .map_err(|_| format!("{text:?} does not begin with a whole number"))?;
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        "k" | "kib" => 1 << 10,
        "m" | "mib" => 1 << 20,
        "g" | "gib" => 1 << 30,
        other => return Err(format!("{other:?} is not a unit: use KiB, MiB or GiB")),
    };
    number
        .checked_mul(factor)
        .ok_or_else(|| "the number is too large".to_owned())
}

/// Reads `7:30`, `07:30` and `07:30:00`.
pub(super) fn time_of_day(text: &str) -> Option<Time> {
    let mut parts = text.trim().split(':');
    let mut next = |is_asked: bool| match parts.next() {
        Some(part) if (1..=2).contains(&part.len()) => part.parse::<i8>().ok(),
        Some(_) => None,
        None => (!is_asked).then_some(0),
    };
    let (hour, minute, second) = (next(true)?, next(true)?, next(false)?);
    if parts.next().is_some() {
        return None;
    }
    Time::new(hour, minute, second, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, seconds) in [
            ("90s", 90),
            ("10m", 600),
            ("6h", 21_600),
            ("30d", 2_592_000),
            ("1h30m", 5_400),
            ("1h 30m", 5_400),
            ("2w", 1_209_600),
            ("0s", 0),
        ] {
            assert_eq!(duration(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        assert_eq!(duration("250ms"), Ok(Duration::from_millis(250)));
        for text in [
            "",
            "10",
            "m",
            "-1m",
            "1e18s",
            "10 minutes",
            "1.5h",
            "999999999999999999999s",
            "18446744073709551615w",
        ] {
            assert!(duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_written_duration_reads_back() {
        for seconds in [0, 1, 59, 60, 90, 3_600, 5_400, 86_400, 86_401] {
            let duration_of = Duration::from_secs(seconds);

            assert_eq!(duration(&written(duration_of)), Ok(duration_of));
        }
    }

    #[test]
    fn sizes_are_read_with_their_units() {
        for (text, bytes) in [
            ("10MiB", 10 << 20),
            ("10 MiB", 10 << 20),
            ("500KB", 500_000),
            ("123", 123),
            ("1g", 1 << 30),
        ] {
            assert_eq!(size(text), Ok(bytes), "{text}");
        }
        for text in ["", "MiB", "10 apples", "-1", "99999999999GiB"] {
            assert!(size(text).is_err(), "{text}");
        }
    }

    #[test]
    fn times_of_day_are_read() {
        assert_eq!(time_of_day("7:30"), Some(jiff::civil::time(7, 30, 0, 0)));
        assert_eq!(
            time_of_day("23:59:59"),
            Some(jiff::civil::time(23, 59, 59, 0))
        );
        for text in [
            "24:00",
            "7",
            "",
            "07:60",
            "-1:00",
            "07:30:00:00",
            "0730",
            "7:30pm",
        ] {
            assert_eq!(time_of_day(text), None, "{text}");
        }
    }
}
