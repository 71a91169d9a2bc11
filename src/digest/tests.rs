//! Letters as their readers get them, and the promises that hold for every letter.

mod alert_plans;
mod alerts;
mod developments;
mod learned;
mod sample;

use super::*;
use crate::model::digest::LetterKind;
use crate::model::ids::ArticleId;
use crate::model::ids::DeliveryId;
use crate::model::ids::StoryId;
use crate::model::pledge_key::PledgeKey;
use crate::model::secret::Secret;
use crate::model::watchlist::SubjectMode;
use sample::Told;

fn shown(input: &DigestInput) -> (String, String, String) {
    let digest = compose(input);
    (
        digest.subject.clone(),
        render_text(&digest),
        render_html(&digest),
    )
}

#[test]
fn a_rich_morning_reads_well() {
    let (subject, text, html) = shown(&sample::rich());

    insta::assert_snapshot!("rich_text", format!("Subject: {subject}\n\n{text}"));
    insta::assert_snapshot!("rich_html", html);
}

#[test]
fn a_day_without_news_is_proof_of_life() {
    let (subject, text, html) = shown(&sample::empty());

    insta::assert_snapshot!("empty_text", format!("Subject: {subject}\n\n{text}"));
    insta::assert_snapshot!("empty_html", html);
}

#[test]
fn a_discreet_subject_gives_nothing_away() {
    for (kind, word) in [(LetterKind::Digest, "Digest"), (LetterKind::Alert, "Alert")] {
        let mut input = sample::rich();
        input.kind = kind;
        input.name = "belarus-repression".parse().unwrap();
        input.subject = SubjectMode::Discreet;

        let subject = compose(&input).subject;

        assert_eq!(subject, format!("{word} 412 · Tue 16 Jun 07:30"));
    }
}

const FAR: (&str, &str, &str) = ("hadashot", "חדשות הנמל", "עיתון");

/// Scripts that run the other way, that have no spaces, and that stack.
const OTHER_SCRIPTS: [Told; 3] = [
    Told {
        story: 1,
        outlet: FAR,
        language: "he",
        minutes_ago: 60,
        title: "עיצומים חדשים על שלוש חברות OFAC",
        text: "משרד האוצר הודיע על עיצומים נגד שלוש חברות ספנות. OFAC פרסם רשימה.",
        found: &[
            ("sanctions", "עיצומים", "עיצומים", 1.0),
            ("sanctions", "OFAC", "OFAC", 2.0),
        ],
    },
    Told {
        story: 2,
        outlet: ("mina", "أخبار الميناء", ""),
        language: "ar",
        minutes_ago: 90,
        title: "عقوبات جديدة على ناقلات النفط",
        text: "أعلنت الحكومة عن عقوبات جديدة تشمل أربع ناقلات.",
        found: &[("sanctions", "عقوبات", "عقوبات", 1.0)],
    },
    Told {
        story: 3,
        outlet: ("gangwan", "港湾日报", ""),
        language: "zh",
        minutes_ago: 120,
        title: "欧盟对四家钾肥贸易商实施制裁措施并冻结其在成员国境内的全部资产直至另行通知为止敬请关注后续报道",
        text: "欧盟成员国代表周一讨论了新的制裁草案。四家公司将被冻结资产。",
        found: &[("sanctions", "制裁", "制裁", 1.0)],
    },
];

#[test]
fn other_scripts_keep_their_direction_and_their_columns() {
    let (subject, text, html) = shown(&sample::of(&OTHER_SCRIPTS));

    insta::assert_snapshot!("scripts_text", format!("Subject: {subject}\n\n{text}"));
    insta::assert_snapshot!("scripts_html", html);
}

/// Everything that a stranger or a careless owner can put into a letter.
fn hostile() -> DigestInput {
    let mut input = sample::of(&HOSTILE);
    let evil = "</title><script>alert(1)</script>\r\nBcc: evil@example.org";
    for candidate in &mut input.candidates {
        candidate.label = Some(evil.to_owned());
        candidate.outlet = format!("\"'><img src=x onerror=alert(1)> {evil}");
    }
    input.candidates[0].link = "https://bank.example@аррӏе.example/?q=\"><b>".parse().ok();
    input.candidates[1].link = "javascript:alert(document.cookie)".parse().ok();
    input.topics[1].title = format!("Sanctions {evil}");
    input.watchlist_changes = vec![format!("{{{{7*7}}}} ${{7*7}} <%= 7*7 %> {evil}")];
    input.sources = sample::rich().sources;
    input.sources[0].outlet = evil.to_owned();
    input.sources[0].cause.sentence = evil.to_owned();
    input
}

const HOSTILE: [Told; 3] = [
    Told {
        story: 1,
        outlet: ("evil", "x", ""),
        language: "en",
        minutes_ago: 60,
        title: "sanction\r\nBcc: evil@example.org\r\n\r\n<svg/onload=alert(1)>\u{202e}gpj.exe\u{202c} {{7*7}} ${7*7} %s {0}",
        text: "</blockquote><form action=//evil>sanction</form> <style>*{display:none}</style> =?utf-8?q?hi?= \u{0}\u{1b}[31m",
        found: &[("sanctions", "sanction", "sanction", 1.0)],
    },
    Told {
        story: 2,
        outlet: ("evil", "x", ""),
        language: "en",
        minutes_ago: 61,
        title: "\u{200b}\u{feff} \u{2028}",
        text: "<script>sanction</script>",
        found: &[("sanctions", "<script>", "<script>", 1.0)],
    },
    Told {
        story: 3,
        outlet: ("evil", "x", ""),
        language: "en",
        minutes_ago: 62,
        title: "=?utf-8?q?sanction?= e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
        text: "",
        found: &[("sanctions", "sanction", "sanction", 1.0)],
    },
];

#[test]
fn what_strangers_write_stays_text() {
    let (subject, text, html) = shown(&hostile());

    assert_harmless(&html);
    for control in ['\r', '\u{202e}', '\u{2028}', '\u{1b}', '\0'] {
        assert!(!subject.contains(control) && !text.contains(control) && !html.contains(control));
    }
    assert!(!subject.contains('\n'));
    assert!(html.contains("leads to xn--80ak6aa92e.example"));
    insta::assert_snapshot!("hostile_text", format!("Subject: {subject}\n\n{text}"));
    insta::assert_snapshot!("hostile_html", html);
}

#[test]
fn nothing_in_a_letter_is_fetched_or_run() {
    for input in [sample::rich(), sample::empty(), sample::of(&OTHER_SCRIPTS)] {
        assert_harmless(&render_html(&compose(&input)));
    }
}

/// Only our own elements, with our own attributes; links of http alone.
#[track_caller]
fn assert_harmless(html: &str) {
    const OURS: &str = " a b bdi blockquote body br del div h1 h2 h3 head html ins mark meta p span style \
                        table td title tr !DOCTYPE !--[if ![endif]-- ";
    for tag in html.split('<').skip(1) {
        let tag = &tag[..tag.find('>').unwrap()];
        let name = tag
            .trim_start_matches('/')
            .split_whitespace()
            .next()
            .unwrap();
        assert!(OURS.contains(&format!(" {name} ")), "<{tag}>");
        for attribute in tag.split_whitespace().skip(1) {
            let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
            assert!(!name.starts_with("on") && name != "src", "<{tag}>");
            assert!(name != "href" || value.starts_with("\"http"), "<{tag}>");
        }
    }
    assert_eq!(html.matches("<style").count(), 1);
    assert!(!html.contains("url(") && !html.contains("@import"));
}

fn crowd(stories: i64) -> DigestInput {
    let mut input = sample::rich();
    let kinds = input.candidates.clone();
    input.candidates = (0..stories)
        .map(|index| {
            let kind = usize::try_from(index).unwrap() % kinds.len();
            let mut candidate = kinds[kind].clone();
            candidate.article = ArticleId(index);
            candidate.story = StoryId(index);
            candidate
        })
        .collect();
    input
}

fn articles(digest: &Digest) -> Vec<i64> {
    let mut articles: Vec<i64> = digest
        .sections
        .iter()
        .flat_map(|section| section.stories.iter().chain(&section.more))
        .flat_map(|story| &story.articles)
        .map(|article| article.0)
        .collect();
    articles.sort_unstable();
    articles
}

fn told(digest: &Digest) -> usize {
    digest
        .sections
        .iter()
        .map(|section| section.stories.len())
        .sum()
}

#[test]
fn a_full_letter_of_forty_stories_fits() {
    let digest = compose(&crowd(40));

    assert_eq!(told(&digest), 40);
}

#[test]
fn readers_get_links_as_far_as_there_is_room_and_no_story_is_left_out_for_them() {
    let reader = Invitation {
        to: "wirewatch@newsroom.example.org".parse().unwrap(),
        delivery: DeliveryId(1234),
        key: PledgeKey::new(Secret::new("0011")),
        most: 0,
    };
    for stories in [3, 20, 40] {
        let digest = compose(&crowd(stories));

        let reader = with_room(&digest, &reader);

        let text = render_text_for(&digest, Some(&reader));
        let html = render_html_for(&digest, Some(&reader));
        let links = text.matches("subject=useful").count();
        assert_eq!(told(&digest) as i64, stories);
        assert_eq!(links, reader.most);
        assert_eq!(html.matches("subject=noise").count(), links);
        assert!(limit::encoded_bytes(&text) + limit::encoded_bytes(&html) < 90_000);
        if stories <= 20 {
            assert_eq!(links as i64, stories);
        }
        assert!(text.contains("subject=unsubscribe"), "{text}");
        assert!(
            !render_html(&digest).contains("subject=noise"),
            "others' letters have none"
        );
    }
}

#[test]
fn what_does_not_fit_is_counted_and_every_article_stands_once() {
    for (stories, most) in [(60, 40), (500, 40), (500, 10_000), (3, 0)] {
        let mut input = crowd(stories);
        input.max_stories = most;

        let digest = compose(&input);

        assert!(told(&digest) <= most, "{} of {stories}", told(&digest));
        assert_eq!(articles(&digest), (0..stories).collect::<Vec<_>>());
        let (text, html) = (render_text(&digest), render_html(&digest));
        assert!(limit::encoded_bytes(&text) + limit::encoded_bytes(&html) < 90_000);
        assert!(text.contains(" more: wirewatch digest show 412"), "{text}");
    }
}

#[test]
fn no_topic_silences_another() {
    let mut input = crowd(400);
    input.max_stories = 8;

    let digest = compose(&input);

    let shown: Vec<usize> = digest
        .sections
        .iter()
        .map(|section| section.stories.len())
        .collect();
    assert_eq!(shown, [3, 3, 2]);
}

#[test]
fn a_story_of_several_topics_stands_once_under_the_first_by_priority() {
    let digest = compose(&sample::rich());

    let under: Vec<&str> = digest
        .sections
        .iter()
        .filter(|section| {
            section
                .stories
                .iter()
                .any(|story| story.story == StoryId(4826))
        })
        .map(|section| section.heading.title.as_str())
        .collect();
    assert_eq!(under, ["Belarus: repression"]);
    let story = digest.sections[0]
        .stories
        .iter()
        .find(|story| story.story == StoryId(4826));
    assert_eq!(story.unwrap().also_topics, ["Sanctions"]);
}

#[test]
fn the_best_article_leads_its_story_and_the_earlier_one_where_scores_are_equal() {
    let mut input = sample::rich();
    let lead = |input: &DigestInput| compose(input).sections[0].stories[0].outlet.clone();
    assert_eq!(lead(&input), "Верста");

    for candidate in &mut input.candidates {
        candidate
            .matches
            .iter_mut()
            .for_each(|found| found.score = 5.0);
    }
    input.candidates.reverse();

    assert_eq!(lead(&input), "Верста");
}

#[test]
fn reasons_add_up_to_the_score() {
    for section in compose(&sample::rich()).sections {
        for story in section.stories {
            let points: f64 = story.why.iter().map(|reason| reason.points).sum();

            assert!(
                (points - story.score).abs() < 1e-9,
                "{}: {points}",
                story.title
            );
        }
    }
}

#[test]
fn a_date_from_the_future_is_not_believed() {
    let mut input = sample::rich();
    for candidate in &mut input.candidates {
        candidate.published = Some("2031-01-01T00:00:00Z".parse().unwrap());
    }

    let digest = compose(&input);

    let stories = digest.sections.iter().flat_map(|section| &section.stories);
    assert!(stories.clone().count() > 0 && stories.clone().all(|story| story.time <= input.until));
}

#[test]
fn an_alert_is_named_by_its_headline_and_an_update_as_such() {
    let mut input = sample::rich();
    input.kind = LetterKind::Alert;
    input.bursts.clear();
    input
        .candidates
        .retain(|candidate| candidate.story == StoryId(4774));
    assert_eq!(
        compose(&input).subject,
        "Update: Апелляция по делу учительницы из Лиды: приговор оставили в силе · Верста"
    );

    input.candidates[0].is_development = false;
    assert!(compose(&input).subject.starts_with("Alert: "));
}

#[test]
fn lines_of_the_text_part_fit_eighty_columns_but_for_links() {
    use unicode_width::UnicodeWidthStr as _;

    for input in [
        sample::rich(),
        sample::empty(),
        hostile(),
        sample::of(&OTHER_SCRIPTS),
    ] {
        for line in render_text(&compose(&input)).lines() {
            assert!(line.width() <= 80 || line.contains("https://"), "{line}");
        }
    }
}
