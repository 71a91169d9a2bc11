//! Counters that software hangs on to an entry: "12 comments", "Просмотров: 1 534", "5 minutes ago". They change at every
//! answer and say nothing new, so that an article is not another one for them.

/// The beginnings of words that stand beside such numbers, folded to small letters.
const COUNTED: [&str; 37] = [
    "comment",
    "view",
    "like",
    "share",
    "read",
    "repl",
    "reaction",
    "vote",
    "min",
    "hour",
    "day",
    "ago",
    "update",
    "комментар",
    "просмотр",
    "лайк",
    "репост",
    "прочт",
    "мин",
    "час",
    "назад",
    "обновл",
    "камент",
    "прагляд",
    "перегляд",
    "тому",
    "komentarz",
    "wyświetl",
    "odsłon",
    "temu",
    "kommentar",
    "aufruf",
    "commentaire",
    "vue",
    "komentar",
    "peržiūr",
    "skatīj",
];

/// A longer line says something.
const LONGEST: usize = 60;

/// The text without lines that are counters alone.
pub(super) fn without_counters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines().filter(|line| !is_counter(line)) {
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// The title without a counter in brackets at its end: "(12)", "[3 comments]".
pub(super) fn without_final_counter(title: &str) -> &str {
    let is_bracketed = |open, close| {
        let (before, inside) = title.strip_suffix(close)?.rsplit_once(open)?;
        let is_plain = inside.len() <= 3 && inside.bytes().all(|b| b.is_ascii_digit());
        let is_any = (is_plain && !inside.is_empty()) || is_counter(inside);
        (is_any && !before.trim().is_empty()).then(|| before.trim_end())
    };
    is_bracketed('(', ')')
        .or_else(|| is_bracketed('[', ']'))
        .unwrap_or(title)
}

/// Nothing but numbers and words that are counted, both at least once.
fn is_counter(line: &str) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    let (mut numbers, mut names) = (0, 0);
    for word in line.split(|c: char| !c.is_alphanumeric()) {
        let word = word.to_lowercase();
        let digits = word.trim_end_matches('k');
        if word.is_empty() {
            continue;
        } else if !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()) {
            numbers += 1;
        } else if COUNTED.iter().any(|name| word.starts_with(name)) {
            names += 1;
        } else {
            return false;
        }
    }
    numbers > 0 && names > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_counters_go_and_numbers_that_say_something_stay() {
        for counter in [
            "12 comments",
            "Comments: 12 | Views: 1,534",
            "Просмотров: 1 534",
            "Updated 5 minutes ago",
            "1.2k views",
        ] {
            assert!(is_counter(counter), "{counter}");
        }
        for news in [
            "3 killed",
            "12 comments by the minister",
            "2026",
            "Comments",
            "",
            "The law passed by 12 votes",
        ] {
            assert!(!is_counter(news), "{news}");
        }
        assert_eq!(without_counters("News.\n\n12 comments"), "News.\n\n");
    }

    #[test]
    fn a_title_loses_its_counter_and_not_its_year() {
        assert_eq!(without_final_counter("Sanctions (12)"), "Sanctions");
        assert_eq!(without_final_counter("Sanctions [3 comments]"), "Sanctions");
        for title in ["Budget (2026)", "(12)", "Law (draft)", "Law"] {
            assert_eq!(without_final_counter(title), title);
        }
    }
}
