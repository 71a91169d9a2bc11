//! A story's outlets as lanes of a terminal: a row an outlet, a column a label, 80 columns in all.

use jiff::SignedDuration;
use unicode_width::UnicodeWidthChar as _;
use unicode_width::UnicodeWidthStr as _;

use crate::model::timeline::Outlet;
use crate::model::timeline::Timeline;

const COLUMNS: usize = 80;
/// Lanes that can be read beside each other; further labels share the last.
const MOST_LANES: usize = 3;
/// `  11-20 09:30 +23 h 59 min `
const TIME: usize = 27;

/// The lanes, line by line.
pub(super) fn draw(timeline: &Timeline) -> String {
    let labels: Vec<Option<&str>> = timeline.labels.iter().map(Option::as_deref).collect();
    let lanes = labels.len().min(MOST_LANES);
    let is_shared = labels.len() > lanes;
    let width = (COLUMNS - TIME) / lanes.max(1);
    let heads: Vec<String> = (labels.iter().take(lanes).enumerate())
        .map(|(lane, label)| match label {
            _ if is_shared && lane + 1 == lanes => "others".to_owned(),
            Some(label) => (*label).to_owned(),
            None if lanes == 1 => "outlet".to_owned(),
            None => "without a label".to_owned(),
        })
        .collect();
    let mut text = row("first seen, UTC", &heads, width);
    for outlet in &timeline.outlets {
        let lane = (labels.iter())
            .position(|label| *label == outlet.label.as_deref())
            .map_or(0, |lane| lane.min(lanes - 1));
        let mut cells = vec![String::new(); lanes];
        cells[lane] = cell(outlet, is_shared && lane + 1 == lanes);
        let at = outlet.first_seen.strftime("%m-%d %H:%M");
        text.push_str(&row(
            &format!("{at} {}", later(outlet.after)),
            &cells,
            width,
        ));
    }
    text
}

fn row(time: &str, cells: &[String], width: usize) -> String {
    let mut line = format!("  {time:<rest$}", rest = TIME - 2);
    for cell in cells {
        let cell = cut(cell, width - 1);
        line.push_str(&cell);
        line.push_str(&" ".repeat(width - cell.width()));
    }
    format!("{}\n", line.trim_end())
}

fn cell(outlet: &Outlet, is_labelled: bool) -> String {
    let mut cell = outlet.feed.to_string();
    match (outlet.articles, outlet.copies) {
        (1, 0) => {}
        (1, _) => cell.push_str(", copy"),
        (articles, _) => cell.push_str(&format!(" ×{articles}")),
    }
    if let Some(label) = outlet.label.as_ref().filter(|_| is_labelled) {
        cell.push_str(&format!(" [{label}]"));
    }
    cell
}

/// `first`, `+30 min`, `+5 h 20 min`, `+3 d 4 h`.
fn later(after: SignedDuration) -> String {
    let minutes = after.as_mins();
    match (minutes / 1440, minutes / 60 % 24, minutes % 60) {
        (0, 0, 0) if after.is_zero() => "first".to_owned(),
        (0, 0, minutes) => format!("+{minutes} min"),
        (0, hours, minutes) => format!("+{hours} h {minutes:02} min"),
        (days, hours, _) => format!("+{days} d {hours} h"),
    }
}

/// A text under `first`, in lines that fit.
pub(super) fn hang(first: &str, text: &str) -> String {
    let indent = " ".repeat(first.width());
    let (mut lines, mut line, mut is_empty) = (String::new(), first.to_owned(), true);
    for word in text.split(' ') {
        if !is_empty && line.width() + 1 + word.width() > COLUMNS {
            lines.push_str(line.trim_end());
            lines.push('\n');
            line.clone_from(&indent);
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    format!("{lines}{}\n", line.trim_end())
}

fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 1;
    for letter in text.chars() {
        used += letter.width().unwrap_or(0);
        if used > columns {
            break;
        }
        short.push(letter);
    }
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::model::ids::ArticleId;
    use crate::model::timeline::Telling;

    fn drawn(tellings: &[(&str, &str, i64)]) -> String {
        let start: Timestamp = "2026-11-20T09:00:00Z".parse().unwrap();
        let telling = |(number, (feed, label, minutes)): (i64, &(&str, &str, i64))| Telling {
            article: ArticleId(number),
            feed: feed.parse().unwrap(),
            label: (!label.is_empty()).then(|| (*label).to_owned()),
            first_seen: start + SignedDuration::from_mins(*minutes),
            published: None,
            is_copy: number == 4,
        };
        draw(&Timeline::of((0..).zip(tellings).map(telling).collect()))
    }

    #[test]
    fn state_and_independent_outlets_stand_side_by_side_within_80_columns() {
        let text = drawn(&[
            ("state-wire", "state media", 0),
            ("exile-paper", "independent", 30),
            (
                "a-feed-with-a-name-that-is-much-too-long-for-a-lane",
                "independent",
                95,
            ),
            ("state-tv", "state media", 4000),
            ("state-radio", "state media", 4001),
        ]);

        assert_eq!(
            text,
            "  first seen, UTC          state media               independent\n  \
             11-20 09:00 first        state-wire\n  \
             11-20 09:30 +30 min                                exile-paper\n  \
             11-20 10:35 +1 h 35 min                            a-feed-with-a-name-that-…\n  \
             11-23 03:40 +2 d 18 h    state-tv\n  \
             11-23 03:41 +2 d 18 h    state-radio, copy\n"
        );
        assert!(text.lines().all(|line| line.width() <= 80));
    }

    #[test]
    fn more_labels_than_lanes_share_the_last_and_stand_beside_their_outlet() {
        let text = drawn(&[
            ("a", "one", 0),
            ("b", "two", 1),
            ("c", "three", 2),
            ("d", "четыре", 3),
        ]);

        assert!(text.lines().next().unwrap().ends_with("others"), "{text}");
        assert!(text.contains("d [четыре]"), "{text}");
        assert!(text.lines().all(|line| line.width() <= 80));
    }

    #[test]
    fn what_is_longer_than_a_line_goes_on_below_itself() {
        let text = hang("    12  ", &"word ".repeat(30));

        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(text.lines().all(|line| line.width() <= 80), "{text}");
        assert!(
            text.lines()
                .skip(1)
                .all(|line| line.starts_with("        word")),
            "{text}"
        );
    }

    #[test]
    fn without_labels_there_is_one_lane() {
        let text = drawn(&[("a", "", 0), ("b", "", 1)]);

        assert!(
            text.starts_with("  first seen, UTC          outlet\n"),
            "{text}"
        );
    }
}
