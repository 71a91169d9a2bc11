//! Groups that become one, articles that are moved, and what is only remembered.

use super::*;
use crate::story::Tie;

const NEWEST: StoryId = StoryId(10);

fn merge(from: i64, into: i64) -> Merge {
    Merge {
        from: StoryId(from),
        into: StoryId(into),
        tie: Tie {
            similarity: 0.5,
            because: vec!["ferry".to_owned()],
        },
    }
}

fn place(article: i64, group: i64, copy_of: Option<i64>) -> Place {
    Place {
        article: ArticleId(article),
        story: StoryId(group),
        group: StoryId(group),
        copy_of: copy_of.map(ArticleId),
    }
}

fn moved(article: i64, to: Destination) -> Review {
    let article = ArticleId(article);
    let tie = Tie::default();
    Review {
        moves: vec![Move { article, to, tie }],
        ..Review::default()
    }
}

#[test]
fn a_group_of_ours_becomes_part_of_an_old_story_and_never_the_other_way_round() {
    for (from, into) in [(11, 3), (3, 11)] {
        let mut regrouping = Regrouping::new(NEWEST);
        assert_eq!(regrouping.open(ArticleId(100)), StoryId(11));

        let told = regrouping.merge(merge(from, into));

        assert!(matches!(told, Some(Aside::Tied { article, .. }) if article == ArticleId(100)));
        assert_eq!(regrouping.root(StoryId(11)), StoryId(3));
        assert_eq!(regrouping.roots(), [(StoryId(11), StoryId(3))]);
        assert!(regrouping.old_merges.is_empty());
    }
}

#[test]
fn groups_that_became_one_one_after_the_other_lead_to_the_last_and_what_is_one_already_is_not_told_twice()
 {
    let mut regrouping = Regrouping::new(NEWEST);
    for article in 100..103 {
        regrouping.open(ArticleId(article));
    }

    assert!(regrouping.merge(merge(13, 12)).is_some());
    assert!(regrouping.merge(merge(12, 11)).is_some());
    assert!(regrouping.merge(merge(13, 11)).is_none());
    assert!(regrouping.merge(merge(11, 7)).is_some());

    for group in 11..=13 {
        assert_eq!(regrouping.root(StoryId(group)), StoryId(7));
    }
}

#[test]
fn two_old_stories_that_are_one_are_led_to_each_other_by_their_numbers() {
    let mut regrouping = Regrouping::new(NEWEST);
    assert!(regrouping.merge(merge(9, 4)).is_none());

    assert_eq!(regrouping.old_merges.len(), 1);
    assert_eq!(regrouping.roots(), [(StoryId(9), StoryId(4))]);
}

#[test]
fn an_article_that_is_moved_takes_its_copies_and_their_copies_with_it() {
    let mut regrouping = Regrouping::new(NEWEST);
    regrouping.places = vec![
        place(20, 11, None),
        place(21, 11, Some(20)),
        place(22, 11, None),
        place(23, 11, Some(21)),
    ];
    let mut found = Vec::new();

    regrouping.look_again(moved(20, Destination::Story(StoryId(2))), &mut found);

    let groups: Vec<i64> = regrouping
        .places
        .iter()
        .map(|place| place.group.0)
        .collect();
    assert_eq!(groups, [2, 2, 11, 2]);
    assert_eq!(found.len(), 1);
}

#[test]
fn who_follows_a_remembered_article_out_of_its_story_is_in_the_group_that_this_opened() {
    let mut regrouping = Regrouping::new(NEWEST);
    regrouping.recalled = vec![place(5, 3, None)];
    regrouping.places = vec![place(20, 3, None)];
    let moves = [
        (5, Destination::Opens),
        (20, Destination::Follows(ArticleId(5))),
    ];
    let moves = moves.map(|(article, to)| Move {
        article: ArticleId(article),
        to,
        tie: Tie::default(),
    });
    let review = Review {
        moves: moves.into(),
        ..Review::default()
    };
    let mut found = Vec::new();

    regrouping.look_again(review, &mut found);

    assert_eq!(regrouping.recalled[0].group, StoryId(3));
    assert_eq!(regrouping.places[0].group, StoryId(11));
    assert!(
        matches!(found[0], Aside::Moved { group, .. } if group == StoryId(11)),
        "{found:?}"
    );
}

#[test]
fn a_story_that_left_the_window_keeps_what_the_window_could_not_compare() {
    let mut regrouping = Regrouping::new(NEWEST);
    regrouping.places = vec![place(20, 3, None), place(90, 3, None)];
    let tie = Tie::default();
    let review = Review {
        ends: vec![merge(3, 7)],
        moves: vec![Move {
            article: ArticleId(90),
            to: Destination::Story(StoryId(7)),
            tie,
        }],
        ..Review::default()
    };
    let mut found = Vec::new();

    regrouping.look_again(review, &mut found);

    let moved: Vec<i64> = regrouping.moved().map(|(_, group)| group.0).collect();
    assert_eq!(moved, [3, 7]);
    assert!(regrouping.old_merges.is_empty());
}

#[test]
fn an_article_that_is_only_remembered_stays_where_the_archive_has_it() {
    let mut regrouping = Regrouping::new(NEWEST);
    regrouping.recalled = vec![place(5, 3, None)];
    regrouping.places = vec![place(20, 11, Some(5))];
    let mut found = Vec::new();

    regrouping.look_again(moved(5, Destination::Opens), &mut found);
    regrouping.look_again(moved(5, Destination::Story(StoryId(2))), &mut found);

    assert!(found.is_empty());
    assert_eq!(regrouping.recalled[0].group, StoryId(3));
    assert_eq!(regrouping.places[0].group, StoryId(11));
}
