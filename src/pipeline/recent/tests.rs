//! Built again at any moment, the recent past answers as the one that was lost: copies, second looks and silences included.

use proptest::prelude::*;

use super::*;
use crate::story::Destination;

/// An article as the archive has it.
#[derive(Clone, Debug)]
struct Filed {
    id: ArticleId,
    words: String,
    at: Timestamp,
    story: StoryId,
    copy_of: Option<ArticleId>,
}

/// The recent past with its archive.
#[derive(Clone, Default)]
struct Desk {
    recent: Recent,
    archive: Vec<Filed>,
    opened: i64,
}

fn telling(words: &str, at: Timestamp) -> Telling<'_> {
    let (title, text) = words.split_once('|').unwrap_or((words, ""));
    Telling {
        feed: None,
        title,
        text,
        link: None,
        language: None,
        at,
    }
}

impl Desk {
    fn place_of(&self, article: ArticleId) -> usize {
        let place = self.archive.iter().position(|filed| filed.id == article);
        place.unwrap()
    }

    fn open(&mut self) -> StoryId {
        self.opened += 1;
        StoryId(self.opened)
    }

    fn merge(&mut self, merges: &[Merge]) {
        for merge in merges {
            for filed in (self.archive.iter_mut()).filter(|filed| filed.story == merge.from) {
                filed.story = merge.into;
            }
        }
    }

    /// Moves an article and its copies.
    fn move_to(&mut self, article: ArticleId, to: StoryId) {
        let mut gone = vec![article];
        for filed in &mut self.archive {
            if filed.id == article || filed.copy_of.is_some_and(|of| gone.contains(&of)) {
                gone.push(filed.id);
                filed.story = to;
            }
        }
    }

    fn write_down(&mut self, review: &Review) {
        self.merge(&review.merges);
        for moved in &review.moves {
            let to = match moved.to {
                Destination::Story(story) => story,
                Destination::Follows(opener) => self.archive[self.place_of(opener)].story,
                Destination::Opens => {
                    let story = self.open();
                    self.recent.number_parted(moved.article, story);
                    story
                }
            };
            self.move_to(moved.article, to);
        }
        for end in &review.ends {
            if self.archive.iter().all(|filed| filed.story != end.from) {
                self.merge(std::slice::from_ref(end));
            }
        }
    }

    fn settle(&mut self, first: i64, words: &[String], at: Timestamp) {
        let arriving: Vec<_> = (first..)
            .zip(words)
            .map(|(id, words)| (ArticleId(id), telling(words, at)))
            .collect();
        let review = self.recent.look_again(&arriving);
        self.write_down(&review);
        let settled = self.recent.settle(&arriving);
        self.merge(&settled.merges);
        for ((id, words), arrival) in (first..).zip(words).zip(&settled.arrivals) {
            let (story, copy_of) = match arrival {
                Arrival::Opens(opening) => {
                    let story = self.open();
                    self.recent.number(*opening, story);
                    (story, None)
                }
                Arrival::Joins(story, _) => (*story, None),
                Arrival::Follows(first, _) => (self.archive[self.place_of(*first)].story, None),
                Arrival::Copies(copy) => {
                    (self.archive[self.place_of(copy.of)].story, Some(copy.of))
                }
            };
            self.archive.push(Filed {
                id: ArticleId(id),
                words: words.clone(),
                at,
                story,
                copy_of,
            });
        }
    }

    /// As the archive is read after a crash: no further back than that.
    fn recalled(&self) -> Recent {
        let mut recent = Recent::new();
        let since = self.archive.last().map(|last| last.at - Recent::RECALL);
        for filed in (self.archive.iter()).filter(|filed| Some(filed.at) >= since) {
            recent.recall(filed.id, filed.story, &telling(&filed.words, filed.at));
        }
        recent
    }

    fn grouping(&self) -> Vec<(i64, i64, Option<i64>)> {
        let told = |filed: &Filed| (filed.id.0, filed.story.0, filed.copy_of.map(|of| of.0));
        self.archive.iter().map(told).collect()
    }
}

/// Bodies: what they say, how many numbers were given to others before, and minutes since the one before.
fn stream() -> impl Strategy<Value = Vec<(Vec<String>, i64, i64)>> {
    let words = prop::collection::vec((0_u32..8, 0_u32..7), 2..10);
    let article = (0_u32..8, words).prop_map(|(event, words)| {
        let word = |(other, word): (u32, u32)| {
            let event = if other > 6 { other } else { event };
            let after = if other == 0 { "|" } else { "" };
            format!("{word}event{event} {after}")
        };
        words.into_iter().map(word).collect::<String>()
    });
    let silence = prop_oneof![4 => 0_i64..40, 2 => 0_i64..1500, 1 => 3000_i64..12_000];
    let gap = prop_oneof![3 => Just(0_i64), 1 => 0_i64..1500];
    prop::collection::vec((prop::collection::vec(article, 1..8), gap, silence), 1..24)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_crash_between_any_two_bodies_changes_no_story(stream in stream(), crash in 0_usize..24) {
        let (mut lived, mut minutes, mut next) = (Desk::default(), 0, 1);
        let mut crashed: Option<Desk> = None;
        for (number, (words, gap, later)) in stream.iter().enumerate() {
            minutes += later;
            next += gap;
            let at = Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);
            if number == crash {
                crashed = Some(Desk { recent: lived.recalled(), ..lived.clone() });
            }
            for desk in [Some(&mut lived), crashed.as_mut()].into_iter().flatten() {
                desk.settle(next, words, at);
            }
            next += words.len() as i64;
        }

        if let Some(crashed) = crashed {
            prop_assert_eq!(lived.grouping(), crashed.grouping());
        }
    }
}
