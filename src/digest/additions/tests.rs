//! What is new in a development, in several languages, and that nothing breaks it.

use proptest::prelude::*;

use super::*;

fn text(language: &str, title: &str, text: &str) -> ToldText {
    ToldText {
        title: title.to_owned(),
        text: text.to_owned(),
        language: language.parse().ok(),
    }
}

fn plain(sentence: &[QuotePart]) -> String {
    let part = |part: &QuotePart| match part.is_hit {
        true => format!("[{}]", part.text),
        false => part.text.clone(),
    };
    sentence.iter().map(part).collect()
}

fn told() -> ToldText {
    text(
        "en",
        "Three editors detained in Hrodna after raid on local portal",
        "Security officers searched the newsroom of a Hrodna city portal on Tuesday and detained three editors, their \
         families said. Lawyers were not let in. The portal had written about 40 contracts worth $3 million.",
    )
}

#[test]
fn new_names_numbers_and_sentences_are_told_and_those_known_are_not() {
    let later = text(
        "en",
        "Hrodna editors face up to seven years",
        "The three editors detained in Hrodna were charged on Thursday. Prosecutor Ivan Karotki told the court that they \
         had taken 12,500 euros from a foundation in Vilnius. Police searched the portal's newsroom on Tuesday. \
         The families of the editors said that lawyers were not let in. About 40 contracts are concerned.",
    );

    let new = additions([&later], [&told()]).unwrap();

    assert_eq!(new.names, ["Ivan Karotki", "Vilnius"]);
    assert_eq!(new.numbers, ["12,500 euros"]);
    let sentences: Vec<String> = new.sentences.iter().map(|s| plain(s)).collect();
    assert_eq!(
        sentences,
        [
            "Prosecutor [Ivan Karotki] told the court that they had taken [12,500 euros] from a foundation in [Vilnius]."
        ]
    );
}

#[test]
fn what_was_told_already_adds_nothing() {
    let new = additions([&told()], [&told()]).unwrap();

    assert!(new.is_empty(), "{new:?}");
}

#[test]
fn of_a_bare_headline_it_is_not_said_that_nothing_is_new() {
    let later = text("en", "Three editors released in Hrodna", "");

    assert_eq!(additions([&later], [&told()]), None);
}

#[test]
fn inflected_names_are_known_names() {
    let before = text(
        "ru",
        "В Гродно задержали трёх редакторов",
        "Сотрудники КГБ пришли с обысками утром. Об этом сообщила Анна Минкевич из «Весны».",
    );
    let later = text(
        "ru",
        "Редакторам из Гродно предъявили обвинения",
        "Вчера в суде рядом с Анной Минкевич сидел адвокат Пётр Лапша. КГБ требует 7 лет.",
    );

    let new = additions([&later], [&before]).unwrap();

    assert_eq!(new.names, ["Пётр Лапша"]);
    assert_eq!(new.numbers, ["7 лет"]);
}

#[test]
fn in_german_a_noun_is_no_name() {
    let before = text("de", "Unfall auf der Brücke", "Der Fahrer starb am Montag.");
    let later = text(
        "de",
        "Nach dem Unfall: Prüfung der Brücke",
        "Nach dem Unfall ordnet Ministerin Greta Haller eine Prüfung an. Der ADAC fordert Tempo 80.",
    );

    let new = additions([&later], [&before]).unwrap();

    assert_eq!(new.names, ["Ministerin Greta Haller", "ADAC"]);
    assert_eq!(new.numbers, ["Tempo 80"]);
}

#[test]
fn a_translation_is_told_as_the_first_in_its_language_and_not_as_all_new() {
    let later = text(
        "ru",
        "В Гродно задержали трёх редакторов",
        "Сотрудники КГБ обыскали редакцию городского портала. Задержаны трое, контрактов было 40, а обысков 5.",
    );

    let new = additions([&later], [&told()]).unwrap();

    assert_eq!(new.language, "ru".parse().ok());
    assert!(new.names.is_empty() && new.sentences.is_empty(), "{new:?}");
    assert_eq!(new.numbers, ["обысков 5"]);
}

#[test]
fn years_dates_and_times_are_no_news_and_one_number_in_two_spellings_is_one() {
    let before = text(
        "en",
        "",
        "The fine is 1,200 euros, 3.5 million in all, or 40 percent.",
    );
    let later = text(
        "en",
        "",
        "On 16.06.2026 at 10:30 it was 1 200 euros, 3,5 million and 40 people; in 2027 it will be 41%, or €60 million more, for 14 such raids.",
    );

    let new = additions([&later], [&before]).unwrap();

    assert_eq!(new.numbers, ["41%", "€60 million", "14 such raids"]);
}

#[test]
fn a_headline_in_title_case_names_nobody_and_an_initial_ends_no_sentence() {
    let before = text(
        "en",
        "Old Bridge Falls",
        "The old bridge fell into the river.",
    );
    let later = text(
        "en",
        "Engineers Blame Rust On Old Bridge",
        "It was rust, said J. Doe of the U.S. Bridge Office yesterday evening.",
    );

    let new = additions([&later], [&before]).unwrap();

    assert_eq!(
        new.names.first().map(String::as_str),
        Some("Doe"),
        "{:?}",
        new.names
    );
    assert!(
        !new.names.iter().any(|name| name.contains("Engineers")),
        "{:?}",
        new.names
    );
    assert!(new.sentences.len() <= 1, "{:?}", new.sentences);
}

#[test]
fn scripts_without_capitals_or_spaces_break_nothing() {
    let before = text(
        "zh",
        "欧盟对四家钾肥贸易商实施制裁",
        "欧盟成员国代表周一讨论了新的制裁草案。",
    );
    let later = text("zh", "欧盟通过制裁", "四家公司的资产被冻结。共计12亿欧元。");

    let new = additions([&later], [&before]);

    assert!(new.unwrap_or_default().names.is_empty());
}

proptest! {
    #[test]
    fn no_text_can_break_it_and_it_is_bounded(
        article in "(\\PC|\\s){0,400}",
        before in "(\\PC|\\s){0,400}",
        language in "en|ru|de|zh",
    ) {
        let new = additions([&text(&language, &article, &before)], [&text("en", &before, &article)]);
        let new = new.unwrap_or_default();

        prop_assert!(new.names.len() <= MOST && new.numbers.len() <= MOST && new.sentences.len() <= MOST_SENTENCES);
        let all = new.names.iter().chain(&new.numbers);
        prop_assert!(all.clone().all(|new| new.chars().count() <= 80 && !new.contains(char::is_control)));
    }
}
