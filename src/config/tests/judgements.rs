//! What the shipped watchlist makes of headlines like those that it was written for; beside the tests that it carries itself.

use crate::classify::Text;
use crate::config::DEFAULT_WATCHLIST;
use crate::config::watchlist_from_text;
use crate::normalise::identify_language;

/// Topic, headline, and the term by which it must match; an empty one asks for none, "-" for no match.
const JUDGEMENTS: &[(&str, &str, &str)] = &[
    (
        "belarus",
        "Hrodna priest moved to punishment cell after letter from prison",
        "",
    ),
    ("belarus", "Мінск падвысіў мыты на расійскія фуры", ""),
    ("belarus", "Polska zamyka przejście w Bobrownikach", ""),
    (
        "belarus",
        "Lietuva: balionai su cigaretėmis vėl sustabdė oro uostą",
        "",
    ),
    (
        "belarus",
        "Politischer Gefangener aus Mogiljow kommt frei",
        "",
    ),
    (
        "belarus",
        "Авария на Минской улице: движение перекрыто, суд решит, кто виноват",
        "-",
    ),
    ("belarus", "Viasna, goddess of spring, gets a statue", "-"),
    (
        "sanctions",
        "Canberra bars Burmese generals and freezes their accounts",
        "@sanction-acts",
    ),
    (
        "sanctions",
        "Zoll stoppt Drehbänke auf dem Weg nach Russland",
        "@sanctions-told",
    ),
    ("sanctions", "Londyn zamroził konta sudańskich dowódców", ""),
    (
        "sanctions",
        "Суд в Роттердаме посадил торговца за поставки чипов в Иран",
        "@sanctions-told",
    ),
    (
        "sanctions",
        "ES uždraudė baltarusišką medieną",
        "@sanctions-told",
    ),
    (
        "sanctions",
        "L'UE interdit les diamants russes",
        "@sanctions-told",
    ),
    (
        "sanctions",
        "Belavia may buy spare parts again as Washington eases restrictions on the airline",
        "",
    ),
    (
        "sanctions",
        "UEFA kündigt Sanktionen gegen den Verein an",
        "-",
    ),
    (
        "sanctions",
        "Brussels freezes cohesion funds for Hungary",
        "-",
    ),
    (
        "sanctions",
        "Минюст внёс издание в перечень экстремистских материалов",
        "-",
    ),
    (
        "russian-intervention",
        "Tusk calls blast on railway an act of sabotage by a foreign intelligence service",
        "",
    ),
    (
        "russian-intervention",
        "Kreml droht Finnland mit Raketen an der Grenze",
        "",
    ),
    (
        "russian-intervention",
        "Instructeurs russes à Bangui : la garde présidentielle change de mains",
        "",
    ),
    (
        "russian-intervention",
        "У Молдові поліція викрила купівлю голосів: гроші надходили з Москви",
        "",
    ),
    (
        "russian-intervention",
        "Pabėgusio oligarcho Šoro žmonės Moldovoje pirko balsus už Maskvos pinigus",
        "",
    ),
    (
        "russian-intervention",
        "Moscow grandmaster attacks early and beats Indian rival",
        "-",
    ),
    (
        "russian-intervention",
        "Türkische Jets bombardieren Stellungen im Nordirak",
        "-",
    ),
    (
        "russian-intervention",
        "Gas explosion in Lviv kills a tenant",
        "-",
    ),
];

#[test]
fn the_shipped_watchlist_judges_these_headlines_so() {
    let (_, classifier, _) = watchlist_from_text("watchlist.toml", DEFAULT_WATCHLIST)
        .unwrap_or_else(|findings| panic!("{findings}"));
    for (topic, headline, because) in JUDGEMENTS {
        let text = Text {
            feed: None,
            language: identify_language(headline, "", None),
            title: headline,
            text: "",
        };

        let found = classifier.classify(&text);

        let found = found.iter().find(|found| found.topic.as_str() == *topic);
        assert_eq!(found.is_some(), *because != "-", "{topic}: {headline}");
        let is_reason = |term: &str| because.is_empty() || term == *because;
        let mut terms = found.iter().flat_map(|found| &found.evidence);
        assert!(
            found.is_none() || terms.any(|evidence| is_reason(&evidence.term)),
            "{topic}: {headline} by {because}: {found:?}"
        );
    }
}
