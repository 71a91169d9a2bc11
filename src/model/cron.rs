//! Cron: a five-field cron expression, checked, that says which minutes it means.

use std::fmt;
use std::str::FromStr;

use jiff::civil::DateTime;

/// `minute hour day-of-month month day-of-week`, as crontab(5) reads it: when both day fields are set, either is enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cron {
    written: String,
    minutes: u64,
    hours: u64,
    days: u64,
    months: u64,
    weekdays: u64,
    is_either_day: bool,
}

/// Why a text is not a cron expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{written:?} is not a cron expression: {reason}")]
pub struct NotCron {
    written: String,
    reason: String,
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// The longest month of each kind, to refuse 30 February.
const MONTH_LENGTHS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

impl Cron {
    /// Does it mean this minute? Seconds are not looked at.
    #[must_use]
    pub fn is_due(&self, at: DateTime) -> bool {
        let has = |set: u64, number: i8| u32::try_from(number).is_ok_and(|bit| set >> bit & 1 == 1);
        let in_month = has(self.days, at.day());
        let in_week = has(self.weekdays, at.weekday().to_sunday_zero_offset());
        let is_day = if self.is_either_day {
            in_month || in_week
        } else {
            in_month && in_week
        };
        has(self.minutes, at.minute())
            && has(self.hours, at.hour())
            && has(self.months, at.month())
            && is_day
    }
}

impl fmt::Display for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl FromStr for Cron {
    type Err = NotCron;

    fn from_str(text: &str) -> Result<Self, NotCron> {
        read(text).map_err(|reason| NotCron {
            written: text.to_owned(),
            reason,
        })
    }
}

fn read(text: &str) -> Result<Cron, String> {
    let expanded = match text.trim() {
        "@hourly" => "0 * * * *",
        "@daily" | "@midnight" => "0 0 * * *",
        "@weekly" => "0 0 * * 0",
        "@monthly" => "0 0 1 * *",
        "@yearly" | "@annually" => "0 0 1 1 *",
        other => other,
    };
    let fields: Vec<&str> = expanded.split_whitespace().collect();
    let [minute, hour, day, month, weekday] = fields.as_slice() else {
        return Err(format!(
            "it has {} fields, not five: minute, hour, day, month, day of week",
            fields.len()
        ));
    };
    let cron = Cron {
        minutes: set("minute", minute, 0, 59, &[])?,
        hours: set("hour", hour, 0, 23, &[])?,
        days: set("day", day, 1, 31, &[])?,
        months: set("month", month, 1, 12, &MONTHS)?,
        weekdays: sunday_is_zero(set("day of week", weekday, 0, 7, &WEEKDAYS)?),
        is_either_day: !day.starts_with('*') && !weekday.starts_with('*'),
        written: fields.join(" "),
    };
    if !cron.is_either_day && !has_a_day(cron.days, cron.months) {
        return Err("no month it names has that day".to_owned());
    }
    Ok(cron)
}

fn has_a_day(days: u64, months: u64) -> bool {
    let mut lengths = (1_u32..).zip(MONTH_LENGTHS);
    lengths.any(|(month, length)| months >> month & 1 == 1 && days & ((2 << length) - 1) != 0)
}

fn sunday_is_zero(set: u64) -> u64 {
    (set | set >> 7) & 0x7f
}

/// Numbers of a field as bits: `*`, `5`, `1-5`, `*/15`, `10-40/10`, `mon-fri`, and lists of these.
fn set(name: &str, field: &str, least: u32, most: u32, words: &[&str]) -> Result<u64, String> {
    let mut bits = 0;
    for part in field.split(',') {
        let (range, step) = part
            .split_once('/')
            .map_or((part, None), |(range, step)| (range, Some(step)));
        let number = |text: &str| {
            let word = words
                .iter()
                .position(|word| text.eq_ignore_ascii_case(word));
            let first = if words.len() == 12 { 1 } else { 0 };
            let of_word = word.and_then(|at| u32::try_from(at + first).ok());
            of_word
                .or_else(|| text.parse().ok())
                .filter(|number| (least..=most).contains(number))
                .ok_or_else(|| format!("the {name} {text:?} is not from {least} to {most}"))
        };
        let (from, to) = match range.split_once('-') {
            _ if range == "*" => (least, most),
            Some((from, to)) => (number(from)?, number(to)?),
            None if step.is_some() => (number(range)?, most),
            None => (number(range)?, number(range)?),
        };
        let step = match step {
            None => 1,
            Some(step) => step
                .parse()
                .ok()
                .filter(|step| (1..=most).contains(step))
                .ok_or_else(|| {
                    format!("the step {step:?} of the {name} is not from 1 to {most}")
                })?,
        };
        if from > to {
            return Err(format!("the {name} {range:?} runs backwards"));
        }
        for number in (from..=to).step_by(step as usize) {
            bits |= 1 << number;
        }
    }
    Ok(bits)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_cron_expression_means_its_minutes() {
        for (written, is_due, is_not) in [
            ("* * * * *", (2026, 11, 23, 10, 1), None),
            (
                "30 7 * * mon-fri",
                (2026, 11, 23, 7, 30),
                Some((2026, 11, 22, 7, 30)),
            ),
            (
                "*/15 0 1 1 *",
                (2027, 1, 1, 0, 45),
                Some((2027, 1, 1, 0, 46)),
            ),
            (
                "0 0 1 * 7",
                (2026, 11, 22, 0, 0),
                Some((2026, 11, 23, 0, 0)),
            ),
            (
                "0 12 29 feb *",
                (2028, 2, 29, 12, 0),
                Some((2028, 2, 28, 12, 0)),
            ),
            (
                "5,10-20/5 1 * * *",
                (2026, 1, 1, 1, 15),
                Some((2026, 1, 1, 1, 16)),
            ),
            ("@daily", (2026, 1, 1, 0, 0), Some((2026, 1, 1, 1, 0))),
        ] {
            let cron: Cron = written.parse().unwrap();
            let at =
                |(year, month, day, hour, minute)| date(year, month, day).at(hour, minute, 0, 0);

            assert!(cron.is_due(at(is_due)), "{written}");
            assert!(
                is_not.is_none_or(|is_not| !cron.is_due(at(is_not))),
                "{written}"
            );
        }
    }

    #[test]
    fn what_is_not_cron_is_refused() {
        for written in [
            "",
            "* * * *",
            "* * * * * *",
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * * 13 *",
            "* * * * 8",
            "*/0 * * * *",
            "5-1 * * * *",
            "0 0 30 2 *",
            "x * * * *",
            "1, * * * *",
        ] {
            assert!(written.parse::<Cron>().is_err(), "{written:?}");
        }
    }
}
