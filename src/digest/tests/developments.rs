//! Developments as their readers get them: what is new stands above why.

use std::collections::BTreeMap;

use super::sample;
use super::sample::Told;
use super::shown;
use crate::model::digest::DigestInput;
use crate::model::digest::ToldText;
use crate::model::ids::StoryId;

const LATER: [Told; 3] = [
    Told {
        story: 4821,
        outlet: ("neman-wire", "Neman Wire", ""),
        language: "en",
        minutes_ago: 50,
        title: "Hrodna editors charged, face up to seven years",
        text: "The three editors detained in Hrodna were charged on Wednesday. Prosecutor Ivan Karotki told the court that \
            they had taken 12,500 euros from a foundation in Vilnius and spent it on servers abroad. Their families say that \
            lawyers were not let in. The portal had written about 40 contracts of the city.",
        found: &[("repression", "detain", "detained", 1.0)],
    },
    Told {
        story: 4830,
        outlet: ("versta", "Верста", "exile media"),
        language: "ru",
        minutes_ago: 70,
        title: "Апелляция по делу учительницы из Лиды: приговор оставили в силе",
        text: "Областной суд рассмотрел жалобу за сорок минут. Приговор оставили в силе.",
        found: &[("repression", "приговор", "приговор", 1.0)],
    },
    Told {
        story: 4831,
        outlet: ("kurjer-bug", "Kurier znad Bugu", ""),
        language: "pl",
        minutes_ago: 90,
        title: "Bruksela szykuje sankcje na handlarzy potażem",
        text: "Projekt obejmuje 4 spółki z krajów Zatoki i 2 statki.",
        found: &[("sanctions", "sankcja", "sankcje", 1.0)],
    },
];

fn developments() -> DigestInput {
    let told = |title: &str, text: &str, language: &str| {
        vec![ToldText {
            title: title.to_owned(),
            text: text.to_owned(),
            language: language.parse().ok(),
        }]
    };
    let mut input = sample::of(&LATER);
    for candidate in &mut input.candidates {
        candidate.is_development = true;
    }
    input.told = BTreeMap::from([
        (
            StoryId(4821),
            told(
                "Three editors detained in Hrodna after raid on local portal",
                "Security officers searched the newsroom of a Hrodna city portal on Tuesday and detained three editors, their \
                 families said. Lawyers were not let in. The portal had written about 40 contracts of the city.",
                "en",
            ),
        ),
        (
            StoryId(4830),
            told(
                "Апелляция по делу учительницы из Лиды: приговор оставили в силе",
                "Областной суд рассмотрел жалобу за сорок минут. Приговор оставили в силе.",
                "ru",
            ),
        ),
        (
            StoryId(4831),
            told(
                "Brussels drafts listing of four potash traders",
                "It names 4 firms.",
                "en",
            ),
        ),
    ]);
    input
}

#[test]
fn developments_say_what_is_new_in_them() {
    let (subject, text, html) = shown(&developments());

    insta::assert_snapshot!("developments_text", format!("Subject: {subject}\n\n{text}"));
    insta::assert_snapshot!("developments_html", html);
}

#[test]
fn strangers_words_in_what_is_new_stay_text() {
    let mut input = developments();
    input.candidates[0].text =
        "Officers of <Script>Alert Bcc said that everything about <b>Evil Corporation</b> \
        \u{202e}had been </td></table> rewritten {{7*7}} yesterday by hackers."
            .to_owned();
    let (_, text, html) = shown(&input);

    super::assert_harmless(&html);
    assert!(!text.contains('\u{202e}') && !html.contains('\u{202e}'));
}
