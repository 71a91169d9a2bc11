//! What publishing software hangs on to the end of a text: "Read more", "The post … appeared first on …". It is no news,
//! and its words would count as evidence.

/// A last line that is one of these says nothing of the story.
const INVITATIONS: [&str; 24] = [
    "read more",
    "read more here",
    "continue reading",
    "read full article",
    "read the full article",
    "read the full story",
    "full story",
    "more",
    "читать далее",
    "читать дальше",
    "читать полностью",
    "подробнее",
    "далее",
    "чытаць далей",
    "чытаць цалкам",
    "падрабязней",
    "читати далі",
    "читати повністю",
    "детальніше",
    "czytaj więcej",
    "czytaj dalej",
    "weiterlesen",
    "mehr lesen",
    "lire la suite",
];

/// Further ones, of languages with fewer habits.
const MORE_INVITATIONS: [&str; 6] = [
    "skaityti daugiau",
    "skaitykite daugiau",
    "lasīt vairāk",
    "lasīt tālāk",
    "leer más",
    "lees meer",
];

/// How a line of WordPress begins and what it says in its middle, in the languages we read.
const CREDITS: [(&str, &str); 15] = [
    ("The post ", " appeared first on "),
    ("The post ", " first appeared on "),
    ("This article ", " appeared first on "),
    ("Сообщение ", " появились сначала на "),
    ("Сообщение ", " появилось сначала на "),
    ("Запись ", " впервые появилась "),
    ("Допис ", " з'явився спочатку на "),
    ("Запис ", " спершу з'явився на "),
    ("Запіс ", " упершыню з'явіўся "),
    ("Artykuł ", " pochodzi z serwisu "),
    ("Der Beitrag ", " erschien zuerst auf "),
    ("L’article ", " est apparu en premier sur "),
    ("L'article ", " est apparu en premier sur "),
    ("Cet article ", " est apparu en premier sur "),
    ("Įrašas ", " pirmiausia pasirodė "),
];

/// Marks of an excerpt that was cut.
const ELLIPSES: [&str; 3] = ["[…]", "[...]", "[ … ]"];

/// Longer lines are told by the story itself.
const LONGEST_TAIL: usize = 400;

/// `text` without what was hung on to its end.
pub(super) fn without(text: &str) -> &str {
    let mut text = text.trim_end();
    loop {
        let shorter = without_last(text).trim_end();
        if shorter.len() == text.len() {
            return text;
        }
        text = shorter;
    }
}

fn without_last(text: &str) -> &str {
    if let Some(cut) = ELLIPSES.iter().find_map(|mark| text.strip_suffix(mark)) {
        return cut;
    }
    let begins = text.rfind('\n').map_or(0, |at| at + 1);
    let line = &text[begins..];
    if line.len() <= LONGEST_TAIL && (is_invitation(line) || begins > 0 && is_credit(line)) {
        return &text[..begins];
    }
    // An invitation that follows an ellipsis within the line.
    match line.char_indices().rfind(|(_, c)| matches!(c, '…' | ']')) {
        Some((at, mark)) if is_invitation(&line[at + mark.len_utf8()..]) => {
            &text[..begins + at + mark.len_utf8()]
        }
        _ => text,
    }
}

fn is_invitation(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
    let lower = bare.to_lowercase();
    lower.starts_with("continue reading ") && bare.len() < LONGEST_TAIL
        || INVITATIONS.contains(&lower.as_str())
        || MORE_INVITATIONS.contains(&lower.as_str())
}

fn is_credit(line: &str) -> bool {
    CREDITS.iter().any(|(begins, says)| {
        line.starts_with(begins) && line.replace('’', "'").contains(&says.replace('’', "'"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn habits_of_publishing_software_go_and_the_story_stays() {
        for (text, wanted) in [
            ("News.\n\nThe post News appeared first on Desk.", "News."),
            ("News. […]\nRead more »", "News."),
            ("News… Read more", "News…"),
            ("Новости.\n\nЧитать далее →", "Новости."),
            (
                "Новини.\n\nДопис Новини з’явився спочатку на Стіл.",
                "Новини.",
            ),
            ("News [...] Continue reading News of the day →", "News"),
            ("He wanted to read more.", "He wanted to read more."),
            (
                "The post office appeared first on the list",
                "The post office appeared first on the list",
            ),
            ("More", ""),
        ] {
            assert_eq!(without(text), wanted, "{text:?}");
        }
    }
}
