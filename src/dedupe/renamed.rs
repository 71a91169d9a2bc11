//! What a whole body says that its single entries do not: that the feed gave all of them new ids at once, or that it does
//! so at every answer.

use jiff::SignedDuration;
use jiff::Timestamp;

/// In a smaller body everything may well be new.
const SMALLEST_BODY: usize = 5;

/// Answers in a row that are nearly all new before we stop believing them.
const ANSWERS: u32 = 3;

/// News may stand in a feed a little later than it is dated.
pub(super) const SLACK: SignedDuration = SignedDuration::from_hours(1);

/// More than 80 % of a body that is large enough to tell.
fn is_nearly_all(some: usize, all: usize) -> bool {
    all >= SMALLEST_BODY && some * 10 > all * 8
}

/// Are so many entries of a body unknown that it is worth looking for them under other ids?
#[must_use]
pub fn may_be_renamed(unknown: usize, entries: usize) -> bool {
    is_nearly_all(unknown, entries)
}

/// Did the feed give new ids to what it had told before? `namesakes`: how many different titles of the unknown entries
/// the archive has from this feed already.
#[must_use]
pub fn is_renamed(namesakes: usize, unknown: usize) -> bool {
    is_nearly_all(namesakes, unknown)
}

/// Can an entry that nothing is known of be old all the same? One that is dated since the last answer cannot.
#[must_use]
pub fn is_doubtful(published: Option<Timestamp>, last_answer: Option<Timestamp>) -> bool {
    match (published, last_answer) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(published), Some(last)) => {
            published < last.checked_sub(SLACK).unwrap_or(Timestamp::MIN)
        }
    }
}

/// How many answers in a row were nearly all new and doubtful, this one included.
#[must_use]
pub fn doubtful_answers(before: u32, doubtful: usize, entries: usize) -> u32 {
    match is_nearly_all(doubtful, entries) {
        true => before.saturating_add(1),
        false => 0,
    }
}

/// Is a feed that gave so many of them not to be believed?
#[must_use]
pub fn is_flood(doubtful_answers: u32) -> bool {
    doubtful_answers >= ANSWERS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_three_answers_in_a_row_of_old_entries_that_nobody_knows() {
        let answers = [
            (10, 10),
            (9, 10),
            (8, 10),
            (9, 10),
            (17, 20),
            (5, 5),
            (4, 4),
        ];
        let mut before = 0;
        let floods = answers.map(|(doubtful, entries)| {
            before = doubtful_answers(before, doubtful, entries);
            is_flood(before)
        });

        assert_eq!(floods, [false, false, false, false, false, true, false]);
    }

    #[test]
    fn what_is_dated_since_the_last_answer_is_news_however_much_of_it_there_is() {
        let at = |time: &str| -> Timestamp { format!("2026-11-20T{time}:00Z").parse().unwrap() };
        let last = Some(at("09:00"));

        assert!(!is_doubtful(Some(at("09:30")), last));
        assert!(!is_doubtful(Some(at("08:30")), last));
        assert!(is_doubtful(Some(at("07:30")), last));
        assert!(is_doubtful(None, last));
        assert!(!is_doubtful(None, None));
    }

    #[test]
    fn a_body_is_renamed_when_nearly_all_its_titles_were_told_before() {
        assert!(may_be_renamed(9, 10) && !may_be_renamed(8, 10) && !may_be_renamed(4, 4));
        assert!(is_renamed(10, 10) && !is_renamed(5, 10));
    }
}
