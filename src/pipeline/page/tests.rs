//! When a page is asked for, when again, and with what.

use super::*;

fn due(article: i64, link: &str) -> DuePage {
    DuePage {
        article: ArticleId(article),
        feed: "desk".parse().unwrap(),
        link: link.parse().unwrap(),
        attempts: 0,
    }
}

#[test]
fn one_page_of_a_host_is_asked_for_at_a_time() {
    let pages = [
        due(1, "https://a.example/1"),
        due(2, "https://a.example/2"),
        due(3, "https://b.example/3"),
    ];
    let article = |asked: &[&str]| {
        let asked = asked.iter().map(|host| (*host).to_owned()).collect();
        next_of(&pages, &asked).map(|page| page.article.0)
    };

    assert_eq!(article(&[]), Some(1));
    assert_eq!(article(&["a.example"]), Some(3));
    assert_eq!(article(&["a.example", "b.example"]), None);
}

#[test]
fn a_page_is_tried_again_later_and_later_and_then_given_up() {
    let now: Timestamp = "2026-11-20T09:00:00Z".parse().unwrap();
    let passing = |wait| Trouble {
        cause: Cause {
            kind: "http-503".to_owned(),
            sentence: String::new(),
        },
        is_passing: true,
        is_too_often: false,
        wait,
    };
    let minutes = |trouble: &Trouble, attempts| {
        trouble
            .again(attempts, now)
            .map(|at| at.duration_since(now).as_mins())
    };

    let plain = passing(None);
    assert_eq!(
        [0, 1, 2, 3].map(|attempts| minutes(&plain, attempts)),
        [Some(5), Some(30), Some(180), None]
    );
    let asked = passing(Some(Duration::from_secs(3600)));
    assert_eq!(minutes(&asked, 0), Some(60));
    assert_eq!(minutes(&Trouble::lasting("http-404", "gone"), 0), None);
}

#[test]
fn the_feeds_headers_go_to_its_own_origin_and_nowhere_else() {
    let feed = Feed {
        name: "desk".parse().unwrap(),
        url: "https://desk.example/feed".parse().unwrap(),
        every: None,
        language: None,
        label: None,
        via: None,
        headers: vec![
            ("Authorization".to_owned(), "secret".to_owned()),
            ("accept".to_owned(), "text/xml".to_owned()),
        ],
        access: Access::default(),
        full_text: true,
        expect: None,
        encoding: None,
        backfill: Duration::ZERO,
        is_paused: false,
    };
    let near = feed.url.join("/article/1").unwrap();
    let far: Url = "https://elsewhere.example/1".parse().unwrap();

    let names = |link: &Url| {
        let headers = request(&feed, link).headers;
        headers
            .into_iter()
            .map(|(name, _)| name)
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&near), ["Accept", "Authorization"]);
    assert_eq!(names(&far), ["Accept"]);
}

#[test]
fn a_host_that_is_asked_too_often_and_says_no_time_is_spared_its_other_pages() {
    let now: Timestamp = "2026-11-20T09:00:00Z".parse().unwrap();
    let refused = |status, wait| {
        let mut trouble = Trouble::lasting(&format!("http-{status}"), "");
        trouble.is_passing = true;
        trouble.is_too_often = status == 429;
        trouble.wait = wait;
        trouble
    };
    let minutes = |trouble: &Trouble, attempts| {
        let at = trouble.host_again(trouble.again(attempts, now), now);
        at.map(|at| at.duration_since(now).as_mins())
    };

    let silent = refused(429, None);
    assert_eq!(
        [0, 3].map(|attempts| minutes(&silent, attempts)),
        [Some(5), Some(180)]
    );
    assert_eq!(
        minutes(&refused(429, Some(Duration::from_secs(60))), 0),
        None
    );
    assert_eq!(minutes(&refused(503, None), 0), None);
}
