//! Days as texts name them -> a day of a month: 12 мая, May 12, 12. Mai and 12.05.2026 are one. In nine languages, by how
//! their months begin; the year is left out, for texts leave it out.

/// How months begin, in lower case; with a space after it that is all of it.
const MONTHS: [(u16, &str); 12] = [
    (
        1,
        "january |janvier |januar |janvār|январ|січн|січен|студзен|styczni|styczeń|sausi",
    ),
    (
        2,
        "february |février |februar |februār|феврал|лютог|лютом|лютий |лютаг|лютым|luty |luteg|lutym |vasari",
    ),
    (
        3,
        "march |mars |märz |marta |martā |март|березн|березен|сакавік|marzec |marca |marcu |kovo ",
    ),
    (
        4,
        "april |avril |aprīl|апрел|квітн|квітен|красавік|kwietni|kwiecień|balandži",
    ),
    (
        5,
        "may |mai |maijs |maija |maijā |maj |maja |maju |май |мая |мае |травн|травен|gegužė",
    ),
    (
        6,
        "june |juni |juin |jūnij|июн|червн|червен|чэрвен|czerwc|czerwiec|birželi",
    ),
    (
        7,
        "july |juli |juillet |jūlij|июл|липн|липен|ліпен|lipca |lipcu |lipiec |liepos ",
    ),
    (
        8,
        "august|août |август|серпн|серпен|жнівен|жніўн|sierpni|sierpień|rugpjū",
    ),
    (
        9,
        "septem|сентябр|вересн|вересен|верасн|верасен|wrześni|wrzesień|rugsėj",
    ),
    (
        10,
        "october |octobre |oktober |oktobr|октябр|жовтн|жовтен|кастрычнік|październik|spali",
    ),
    (11, "novem|ноябр|листопад|лістапад|listopad|lapkri"),
    (
        12,
        "decem|décem|dezem|декабр|грудн|груден|снежн|снежан|grudni|grudzień|gruodži",
    ),
];
/// Letters of an inflected month beyond its beginning.
const ENDING: usize = 3;

/// A day of a month that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Day {
    /// Of the month and the day, see [`day`].
    pub(super) number: u16,
    /// How the text writes it.
    pub(super) told: Box<str>,
}

impl Day {
    pub(super) fn new(number: u16, told: &str) -> Self {
        let told = told.into();
        Self { number, told }
    }

    /// The day of its month.
    pub(super) fn of_month(&self) -> u16 {
        self.number % 100
    }
}

/// The day that two words in lower case name together, in either order: 512 is the twelfth of May.
pub(super) fn day(first: &str, second: &str) -> Option<u16> {
    let both = |number: &str, name: &str| Some(month(name)? * 100 + day_of_month(number)?);
    both(first, second).or_else(|| both(second, first))
}

/// The day that a word is: 12.05.2026.
pub(super) fn written(word: &str) -> Option<u16> {
    let mut parts = word.split('.');
    let [first, second, year] = [parts.next()?, parts.next()?, parts.next()?];
    let is_whole = parts.next().is_none() && year.len() == 4 && second.len() == 2;
    let month: u16 = second.parse().ok()?;
    (is_whole && (1..=12).contains(&month)).then_some(month * 100 + day_of_month(first)?)
}

fn month(word: &str) -> Option<u16> {
    let letters = word.chars().count();
    let is_it = |beginning: &str| match beginning.strip_suffix(' ') {
        Some(whole) => word == whole,
        None => word.starts_with(beginning) && letters <= beginning.chars().count() + ENDING,
    };
    let found = MONTHS.iter().find(|(_, begin)| begin.split('|').any(is_it));
    found.map(|(month, _)| *month)
}

/// 5, 5th, 1er.
fn day_of_month(word: &str) -> Option<u16> {
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (digits, ending) = word.split_at(digits);
    if !matches!(ending, "" | "st" | "nd" | "rd" | "th" | "er" | "го") {
        return None;
    }
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_the_same_in_nine_languages() {
        let may: Vec<_> = [
            ("12", "мая"),
            ("may", "12"),
            ("12", "mai"),
            ("12th", "may"),
            ("12", "maja"),
            ("12", "травня"),
            ("gegužės", "12"),
            ("12", "maijā"),
        ]
        .map(|(first, second)| day(first, second))
        .into();
        assert_eq!(may, [Some(512); 8]);
        let november = [
            ("7", "лістапада"),
            ("7", "listopada"),
            ("lapkričio", "7"),
            ("7", "novembrī"),
            ("7", "novembre"),
        ];
        for (first, second) in november {
            assert_eq!(day(first, second), Some(1107), "{first} {second}");
        }
        assert_eq!(written("12.05.2026"), Some(512));
    }

    #[test]
    fn what_only_looks_like_a_day_is_none() {
        for (first, second) in [
            ("32", "мая"),
            ("12", "человек"),
            ("may", "2026"),
            ("12", "mayors"),
            ("5", "березовых"),
            ("0", "may"),
        ] {
            assert_eq!(day(first, second), None, "{first} {second}");
        }
        for word in ["12.5", "1.2.3", "12.13.2026", "3.5.1.2026"] {
            assert_eq!(written(word), None, "{word}");
        }
    }
}
