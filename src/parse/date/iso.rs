//! ISO 8601 and W3CDTF: `2024-02-30T10:00:00+03:00` in all its lengths, compact, by week and by day of the year.

use super::{Moment, full_year, zone};
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// The moment that a date beginning with its year names.
pub(super) fn read(text: &str) -> Option<Moment> {
    let mut cursor = Cursor { rest: text };
    let (year, month, day) = date(&mut cursor)?;
    let mut moment = Moment {
        year,
        month,
        day,
        ..Moment::default()
    };
    if cursor.rest.is_empty() {
        return Some(moment);
    }
    let separator = cursor
        .rest
        .trim_start_matches([' ', 'T', 't', ',', '\t', '_']);
    // 20031231101455 has its time run on to the date.
    let runs_on =
        text.len() - cursor.rest.len() == 8 && separator.starts_with(|c: char| c.is_ascii_digit());
    if separator.len() == cursor.rest.len() && !runs_on {
        // A date with a zone and no time: `2003-12-31Z`.
        moment.offset = zone::read(cursor.rest)?;
        return Some(moment);
    }
    cursor.rest = separator;
    if cursor.rest.is_empty() {
        return Some(moment);
    }
    time(&mut cursor, &mut moment)?;
    moment.offset = zone::read(cursor.rest.trim())?;
    Some(moment)
}

struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    /// At most `most` digits.
    fn digits(&mut self, most: usize) -> &'a str {
        let length = self
            .rest
            .bytes()
            .take(most)
            .take_while(u8::is_ascii_digit)
            .count();
        let (digits, rest) = self.rest.split_at(length);
        self.rest = rest;
        digits
    }

    fn number(&mut self, most: usize) -> Option<u32> {
        self.digits(most).parse().ok()
    }

    fn eat(&mut self, marks: &[u8]) -> bool {
        let is_there = self.rest.bytes().next().is_some_and(|b| marks.contains(&b));
        if is_there {
            self.rest = &self.rest[1..];
        }
        is_there
    }
}

fn date(cursor: &mut Cursor<'_>) -> Option<(i32, u32, u32)> {
    let run = cursor.digits(8);
    match run.len() {
        8 => Some((
            run[..4].parse().ok()?,
            run[4..6].parse().ok()?,
            run[6..].parse().ok()?,
        )),
        7 => by_day_of_year(run[..4].parse().ok()?, run[4..].parse().ok()?),
        6 => {
            let year = full_year(run[..2].parse().ok()?, 2)?;
            Some((year, run[2..4].parse().ok()?, run[4..].parse().ok()?))
        }
        4 => after_year(run.parse().ok()?, cursor),
        2 => two_digit_year(run, cursor),
        _ => None,
    }
}

fn after_year(year: i32, cursor: &mut Cursor<'_>) -> Option<(i32, u32, u32)> {
    if cursor.rest.is_empty() {
        return Some((year, 1, 1));
    }
    if !cursor.eat(b"-/.") {
        return None;
    }
    if cursor.eat(b"Ww") {
        let week = cursor.number(2)?;
        let day = if cursor.eat(b"-") {
            cursor.number(1)?
        } else {
            1
        };
        return by_week(year, week, day);
    }
    let run = cursor.digits(4);
    match run.len() {
        3 => by_day_of_year(year, run.parse().ok()?),
        1 | 2 => {
            let month = run.parse().ok()?;
            if !cursor.eat(b"-/.") {
                let is_over = cursor.rest.is_empty() || cursor.rest.starts_with(['T', ' ']);
                return is_over.then_some((year, month, 1));
            }
            let day = cursor.number(2)?;
            // 2004-25-12 is a slip of the pen.
            Some(if month > 12 {
                (year, day, month)
            } else {
                (year, month, day)
            })
        }
        4 => Some((year, run[..2].parse().ok()?, run[2..].parse().ok()?)),
        _ => None,
    }
}

/// `03-12-31`, and `03-365`; days before the month are a matter of words.
fn two_digit_year(run: &str, cursor: &mut Cursor<'_>) -> Option<(i32, u32, u32)> {
    let year = full_year(run.parse().ok()?, 2)?;
    if !cursor.eat(b"-") {
        return None;
    }
    let run = cursor.digits(3);
    match run.len() {
        3 => by_day_of_year(year, run.parse().ok()?),
        2 if cursor.eat(b"-") => {
            let day = cursor.digits(4);
            if day.len() != 2 {
                return None;
            }
            Some((year, run.parse().ok()?, day.parse().ok()?))
        }
        _ => None,
    }
}

fn by_day_of_year(year: i32, day: i16) -> Option<(i32, u32, u32)> {
    let start = Date::new(i16::try_from(year).ok()?, 1, 1).ok()?;
    let date = start.with().day_of_year(day).build().ok()?;
    parts(date)
}

fn by_week(year: i32, week: u32, day: u32) -> Option<(i32, u32, u32)> {
    let day = Weekday::from_monday_one_offset(i8::try_from(day).ok()?).ok()?;
    let week = ISOWeekDate::new(i16::try_from(year).ok()?, i8::try_from(week).ok()?, day).ok()?;
    parts(week.date())
}

fn parts(date: Date) -> Option<(i32, u32, u32)> {
    Some((
        i32::from(date.year()),
        u32::try_from(date.month()).ok()?,
        u32::try_from(date.day()).ok()?,
    ))
}

/// `10:14:55.5`, `10:14`, `101455`, `1014`, `10`, with `PM` perhaps.
fn time(cursor: &mut Cursor<'_>, moment: &mut Moment) -> Option<()> {
    let run = cursor.digits(6);
    match run.len() {
        1 | 2 => {
            moment.hour = run.parse().ok()?;
            if cursor.eat(b":") {
                moment.minute = cursor.number(2)?;
                if cursor.eat(b":") {
                    moment.second = cursor.number(2)?;
                }
            }
        }
        4 | 6 => {
            moment.hour = run[..2].parse().ok()?;
            moment.minute = run[2..4].parse().ok()?;
            moment.second = run.get(4..6).and_then(|s| s.parse().ok()).unwrap_or(0);
        }
        _ => return None,
    }
    if cursor.eat(b".,") {
        cursor.digits(18);
    }
    let after = cursor.rest.trim_start();
    if let [half @ (b'a' | b'A' | b'p' | b'P'), b'm' | b'M', ..] = after.as_bytes() {
        moment.hour = zone::of_twelve(moment.hour, half.eq_ignore_ascii_case(&b'p'))?;
        cursor.rest = &after[2..];
    }
    Some(())
}
