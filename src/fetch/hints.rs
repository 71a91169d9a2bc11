//! When a server wants to be asked again, from its headers. Pure: `now` is handed in. Garbage is no hint.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;
use reqwest::header::AGE;
use reqwest::header::CACHE_CONTROL;
use reqwest::header::DATE;
use reqwest::header::EXPIRES;
use reqwest::header::HeaderMap;
use reqwest::header::HeaderName;
use reqwest::header::RETRY_AFTER;

use crate::model::feed::Hints;

/// No server is believed for longer.
const LONGEST: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A longer date is none; date parsers have been blown up by longer ones.
const LONGEST_DATE: usize = 64;

/// What the headers of one answer say.
pub(super) fn hints(headers: &HeaderMap, now: Timestamp) -> Hints {
    Hints {
        fresh_for: fresh_for(headers, now),
        retry_after: text(headers, &RETRY_AFTER).and_then(|asked| retry_after(asked, now)),
    }
}

/// How long the answer stays good: Cache-Control max-age less Age, else Expires less Date. Nothing when it is stale already.
fn fresh_for(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let life = match max_age(headers) {
        Some(max_age) => {
            let age = text(headers, &AGE).and_then(seconds).unwrap_or_default();
            max_age.saturating_sub(age)
        }
        None => {
            let expires = text(headers, &EXPIRES).and_then(http_date)?;
            let dated = text(headers, &DATE).and_then(http_date).unwrap_or(now);
            Duration::try_from(expires.duration_since(dated)).ok()?
        }
    };
    (!life.is_zero()).then(|| life.min(LONGEST))
}

/// The first max-age over all Cache-Control lines; nothing when the answer is not to be kept at all.
fn max_age(headers: &HeaderMap) -> Option<Duration> {
    let directives = || {
        headers
            .get_all(CACHE_CONTROL)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(','))
            .map(str::trim)
    };
    let is_never_fresh = directives()
        .any(|word| word.eq_ignore_ascii_case("no-store") || word.eq_ignore_ascii_case("no-cache"));
    if is_never_fresh {
        return Some(Duration::ZERO);
    }
    directives().find_map(|directive| {
        let (name, value) = directive.split_once('=')?;
        match name.trim().eq_ignore_ascii_case("max-age") {
            true => seconds(value.trim().trim_matches('"')),
            false => None,
        }
    })
}

/// Seconds or a date; what is past already asks for no time.
fn retry_after(asked: &str, now: Timestamp) -> Option<Duration> {
    let wait = match seconds(asked) {
        Some(wait) => wait,
        None => Duration::try_from(http_date(asked)?.duration_since(now)).unwrap_or_default(),
    };
    Some(wait.min(LONGEST))
}

/// A number of seconds in plain digits; one too large for us is still a long time.
fn seconds(text: &str) -> Option<Duration> {
    let text = text.trim();
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().map_or(LONGEST, Duration::from_secs))
}

/// The three date forms of RFC 9110 §5.6.7; the weekday is not read, as servers get it wrong.
fn http_date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.len() > LONGEST_DATE {
        return None;
    }
    let date = match text.split_once(", ") {
        Some((_, date)) => {
            let date = date.strip_suffix(" GMT").or(date.strip_suffix(" UTC"))?;
            civil("%d %b %Y %H:%M:%S", date).or_else(|| civil("%d-%b-%y %H:%M:%S", date))?
        }
        None => civil("%b %e %H:%M:%S %Y", text.split_once(' ')?.1.trim_start())?,
    };
    // The last days of 9999 are beyond a Timestamp in UTC.
    Some(TimeZone::UTC.to_timestamp(date).unwrap_or(Timestamp::MAX))
}

fn civil(format: &str, text: &str) -> Option<DateTime> {
    BrokenDownTime::parse(format, text).ok()?.to_datetime().ok()
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-23T12:00:00Z";
    const DAY: u64 = 24 * 60 * 60;

    fn read(lines: &[(&'static str, &str)]) -> Hints {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(HeaderName::from_static(name), value.parse().unwrap());
        }
        hints(&headers, NOW.parse().unwrap())
    }

    fn fresh(lines: &[(&'static str, &str)]) -> Option<u64> {
        read(lines).fresh_for.map(|life| life.as_secs())
    }

    fn retry(value: &str) -> Option<u64> {
        read(&[("retry-after", value)])
            .retry_after
            .map(|wait| wait.as_secs())
    }

    #[test]
    fn max_age_less_age_is_how_long_an_answer_stays_good() {
        assert_eq!(
            fresh(&[("cache-control", "public, max-age=600")]),
            Some(600)
        );
        assert_eq!(
            fresh(&[("cache-control", "Max-Age=\"600\""), ("age", "100")]),
            Some(500)
        );
        assert_eq!(
            fresh(&[("cache-control", "max-age=600"), ("age", "700")]),
            None
        );
        assert_eq!(
            fresh(&[("cache-control", "max-age=99999999999999999999")]),
            Some(30 * DAY)
        );
        assert_eq!(fresh(&[("cache-control", "max-age=600, no-cache")]), None);
        assert_eq!(fresh(&[("cache-control", "max-age=-5")]), None);
        assert_eq!(fresh(&[("cache-control", "s-maxage=600")]), None);
    }

    #[test]
    fn expires_counts_from_the_servers_own_date() {
        let expires = ("expires", "Mon, 23 Nov 2026 13:00:00 GMT");
        assert_eq!(fresh(&[expires]), Some(3600));
        assert_eq!(
            fresh(&[expires, ("date", "Mon, 23 Nov 2026 12:30:00 GMT")]),
            Some(1800)
        );
        assert_eq!(fresh(&[expires, ("cache-control", "max-age=60")]), Some(60));
        assert_eq!(fresh(&[("expires", "0")]), None);
        assert_eq!(fresh(&[("expires", "Mon, 23 Nov 2020 13:00:00 GMT")]), None);
    }

    #[test]
    fn retry_after_is_read_in_seconds_and_in_all_three_date_forms() {
        assert_eq!(retry("120"), Some(120));
        assert_eq!(retry("Mon, 23 Nov 2026 12:02:00 GMT"), Some(120));
        assert_eq!(retry("Tue, 23 Nov 2026 12:02:00 GMT"), Some(120));
        assert_eq!(retry("Monday, 23-Nov-26 12:02:00 GMT"), Some(120));
        assert_eq!(retry("Mon Nov 23 12:02:00 2026"), Some(120));
        assert_eq!(retry("Sun, 22 Nov 2026 12:02:00 GMT"), Some(0));
    }

    /// H31.
    #[test]
    fn retry_after_is_believed_for_thirty_days_and_garbage_not_at_all() {
        assert_eq!(retry("99999999"), Some(30 * DAY));
        assert_eq!(retry("Fri, 31 Dec 9999 23:59:59 GMT"), Some(30 * DAY));
        for garbage in [
            "-1",
            "soon",
            "",
            "1.5",
            "1e9",
            "Fri, 99 Dec 2026 00:00:00 GMT",
            "Fri, ",
        ] {
            assert_eq!(retry(garbage), None, "{garbage:?}");
        }
        assert_eq!(retry(&format!("Fri, {}", "(".repeat(5000))), None);
    }
}
