//! Dates with words in them, or with their parts in another order: RFC 822 and 2822 with all their liberties, asctime,
//! `15.09.2006`, `2004년 05월 28일 오후 11:23:17`. Reads tokens in any order and then asks what they can mean.

use super::{Moment, full_year, months, zone};

/// The moment that the words of `text` name.
pub(super) fn read(text: &str) -> Option<Moment> {
    let mut found = Found::default();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        rest = if first.is_ascii_digit() {
            found.take_number(rest)?
        } else if first.is_alphabetic() {
            found.take_word(rest)
        } else if first == '(' {
            after_comment(rest)
        } else {
            found.take_mark(rest, first)
        };
    }
    found.moment()
}

#[derive(Default)]
struct Found {
    /// Up to three numbers of the date, each with its count of digits.
    numbers: [(u32, usize); 3],
    count: usize,
    /// What stood between the first two numbers.
    separator: char,
    month: Option<u32>,
    time: Option<(u32, u32, u32)>,
    /// Seconds east of Greenwich, and whether a number said so.
    offset: Option<(i32, bool)>,
    is_afternoon: Option<bool>,
}

impl Found {
    /// A time when a colon follows, a part of the date otherwise. `None` when there are too many parts.
    fn take_number<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let length = text.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = text.split_at(length);
        let has_colon =
            rest.starts_with(':') && rest[1..].starts_with(|c: char| c.is_ascii_digit());
        if has_colon && self.time.is_none() && length <= 2 {
            return self.take_time(digits, &rest[1..]);
        }
        if length > 4 || self.count == 3 {
            return None;
        }
        self.numbers[self.count] = (digits.parse().ok()?, length);
        self.count += 1;
        if self.count == 1 {
            self.separator = rest.chars().next().unwrap_or(' ');
        }
        Some(rest)
    }

    fn take_time<'a>(&mut self, hour: &str, text: &'a str) -> Option<&'a str> {
        let (minute, rest) = digits(text);
        let (second, rest) = match rest.strip_prefix(':') {
            Some(after) => digits(after),
            None => ("0", rest),
        };
        self.time = Some((
            hour.parse().ok()?,
            minute.parse().ok()?,
            second.parse().unwrap_or(0),
        ));
        let fraction = rest.strip_prefix(['.', ',']);
        Some(fraction.map_or(rest, |fraction| digits(fraction).1))
    }

    fn take_word<'a>(&mut self, text: &'a str) -> &'a str {
        let end = text
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        let half = match word {
            "오후" | "下午" | "午後" => Some(true),
            "오전" | "上午" | "午前" => Some(false),
            _ if word.eq_ignore_ascii_case("pm") || word.eq_ignore_ascii_case("μμ") => Some(true),
            _ if word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("πμ") => {
                Some(false)
            }
            "p" | "P" if rest.starts_with(".m") || rest.starts_with(".M") => Some(true),
            "a" | "A" if rest.starts_with(".m") || rest.starts_with(".M") => Some(false),
            _ => None,
        };
        if half.is_some() {
            self.is_afternoon = half;
        } else if let (Some(_), Some(offset)) = (self.time, zone::named(word)) {
            if self.offset.is_none() {
                self.offset = Some((offset, false));
            }
        } else if let Some(month) = months::named(word) {
            // Some languages' short Tuesdays look like their March: the word nearest to the year is the month.
            if self.month.is_none() || self.count < 2 {
                self.month = Some(month);
            }
        }
        rest
    }

    /// A sign after the time begins the zone; other marks only part the words.
    fn take_mark<'a>(&mut self, text: &'a str, mark: char) -> &'a str {
        let rest = &text[mark.len_utf8()..];
        let is_offset = matches!(mark, '+' | '-')
            && self.time.is_some()
            && rest.starts_with(|c: char| c.is_ascii_digit());
        if !is_offset {
            return rest;
        }
        if let Some(offset) = zone::signed(text) {
            self.offset = Some((offset, true));
        }
        let after = digits(rest).1;
        match after.strip_prefix(':') {
            Some(minutes) => digits(minutes).1,
            None => after,
        }
    }

    fn moment(self) -> Option<Moment> {
        let (year, month, day) = self.date()?;
        let (hour, minute, second) = self.time.unwrap_or_default();
        let hour = match self.is_afternoon {
            Some(is_afternoon) => zone::of_twelve(hour, is_afternoon)?,
            None => hour,
        };
        Some(Moment {
            year,
            month,
            day,
            hour,
            minute,
            second,
            offset: self.offset.map_or(0, |(offset, _)| offset),
        })
    }

    fn date(&self) -> Option<(i32, u32, u32)> {
        let [first, second, third] = self.numbers;
        let year = |(number, digits): (u32, usize)| full_year(number, digits);
        match (self.month, self.count) {
            (Some(month), 1) if first.1 == 4 => Some((year(first)?, month, 1)),
            (Some(month), 2..) if first.1 >= 3 || first.0 > 31 => {
                Some((year(first)?, month, second.0))
            }
            (Some(month), 2..) => Some((year(second)?, month, first.0)),
            (None, 3) if first.1 == 4 => {
                let is_swapped = second.0 > 12;
                let (month, day) = if is_swapped {
                    (third.0, second.0)
                } else {
                    (second.0, third.0)
                };
                Some((year(first)?, month, day))
            }
            (None, 3) => {
                // Slashes are American unless that cannot be; dots and hyphens are the rest of the world's.
                let is_month_first = (self.separator == '/' && first.0 <= 12) || second.0 > 12;
                let (month, day) = if is_month_first {
                    (first.0, second.0)
                } else {
                    (second.0, first.0)
                };
                Some((year(third)?, month, day))
            }
            _ => None,
        }
    }
}

fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

/// RFC 2822 comments may nest; without recursion, and dropped.
fn after_comment(text: &str) -> &str {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[at + 1..];
        }
    }
    ""
}
