//! Stories grouped anew: what was found out is laid aside page by page, and put in force in one transaction.
//!
//! Laid aside is in a temporary table of the writer's connection: it takes no memory that grows with the archive, nobody
//! sees it, and a process that dies leaves nothing of it.

use std::collections::BTreeMap;
use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::named_params;

use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

/// What was found out about an article.
#[derive(Clone, Debug, PartialEq)]
pub enum Aside {
    /// It is in this group, as of now.
    Placed {
        /// Which article.
        article: ArticleId,
        /// An old story, or a number that only this rebuild knows.
        group: StoryId,
        /// How alike; `None`: it opened the group.
        similarity: Option<f64>,
        /// The words that tied it in.
        because: Vec<String>,
        /// Its original.
        copy_of: Option<ArticleId>,
    },
    /// The article that opened a group has come into another with it, and this is why.
    Tied {
        /// Which article.
        article: ArticleId,
        /// How alike the groups were.
        similarity: f64,
        /// The words that both had.
        because: Vec<String>,
    },
    /// A second look found that an article placed before, and its copies, belong to this group.
    Moved {
        /// Which article.
        article: ArticleId,
        /// An old story, or a number that only this rebuild knows.
        group: StoryId,
        /// How alike; `None`: it opened the group.
        similarity: Option<f64>,
        /// The words that tied it in.
        because: Vec<String>,
    },
}

/// Groups and their stories: what is to be put in force.
#[derive(Clone, Debug, Default)]
pub struct Regrouped {
    /// The group that each group is part of in the end, itself where it was not merged.
    pub roots: Vec<(StoryId, StoryId)>,
    /// The old number that a root keeps; `None`: it gets a new one. A root that is an old story is not among them.
    pub names: BTreeMap<StoryId, Option<StoryId>>,
    /// Old stories that are no more: the root their number leads to, and the share of their articles that went there.
    pub left: Vec<(StoryId, StoryId, f64)>,
    /// When the first article that was looked at was first seen.
    pub since: Timestamp,
    /// How many were looked at.
    pub articles: u64,
    /// How many of them are in another story.
    pub moved: u64,
}

/// What was put in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InForce {
    /// The rebuild's own number.
    pub rebuild: i64,
    /// The story of every root that was not an old story.
    pub stories: BTreeMap<StoryId, StoryId>,
    /// Those of them that are new.
    pub opened: Vec<StoryId>,
}

/// Articles that a rebuild, or a second look, took from one story and gave to another.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryMove {
    /// The other story.
    pub other: StoryId,
    /// They came from it; else they went to it.
    pub is_taken: bool,
    /// So many.
    pub articles: u64,
    /// When.
    pub at: Timestamp,
    /// Stories were made anew then; else the last articles were looked at again.
    pub is_rebuilt: bool,
}

impl View {
    /// The highest number that a story has.
    pub fn newest_story(&self) -> Result<StoryId, StoreError> {
        self.one(
            "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'stories'), 0) AS id",
            [],
            |row| row.get("id"),
        )
    }

    /// Stories with articles from this one on and with some before it.
    pub fn straddling(&self, first: ArticleId) -> Result<Vec<StoryId>, StoreError> {
        self.rows(
            "SELECT DISTINCT p.story AS story FROM placements p
             WHERE p.article >= :first
               AND EXISTS (SELECT 1 FROM placements q WHERE q.story = p.story AND q.article < :first)",
            named_params! { ":first": first },
            |row| row.get("story"),
        )
    }

    /// The headline that a story was opened under.
    pub fn story_title(&self, story: StoryId) -> Result<Option<String>, StoreError> {
        self.row(
            "SELECT title FROM stories WHERE id = :story",
            named_params! { ":story": story },
            |row| row.get("title"),
        )
    }

    /// What rebuilds and second looks gave to a story and took from it, the latest first.
    pub fn story_moves(&self, story: StoryId) -> Result<Vec<StoryMove>, StoreError> {
        self.rows(
            "SELECT m.story AS other, 1 AS is_taken, m.articles, r.rebuilt_at AS at, 1 AS is_rebuilt
             FROM story_moves m JOIN story_rebuilds r ON r.id = m.rebuild WHERE m.into_story = :story
             UNION ALL
             SELECT m.into_story AS other, 0 AS is_taken, m.articles, r.rebuilt_at AS at, 1 AS is_rebuilt
             FROM story_moves m JOIN story_rebuilds r ON r.id = m.rebuild WHERE m.story = :story
             UNION ALL
             SELECT from_story AS other, 1 AS is_taken, count(*) AS articles, moved_at AS at, 0 AS is_rebuilt
             FROM article_moves WHERE to_story = :story GROUP BY from_story, moved_at
             UNION ALL
             SELECT to_story AS other, 0 AS is_taken, count(*) AS articles, moved_at AS at, 0 AS is_rebuilt
             FROM article_moves WHERE from_story = :story GROUP BY to_story, moved_at
             ORDER BY at DESC, other",
            named_params! { ":story": story },
            |row| {
                Ok(StoryMove {
                    other: row.get("other")?,
                    is_taken: row.get("is_taken")?,
                    articles: columns::count(row, "articles")?,
                    at: columns::time(row, "at")?,
                    is_rebuilt: row.get("is_rebuilt")?,
                })
            },
        )
    }
}

impl Tx {
    /// Makes room for what will be laid aside.
    pub fn begin_regrouping(&mut self) -> Result<(), StoreError> {
        self.connection().execute_batch(
            "DROP TABLE IF EXISTS temp.regrouped;
             CREATE TEMP TABLE regrouped (
                 article INTEGER PRIMARY KEY, grp INTEGER NOT NULL, similarity REAL, because TEXT NOT NULL, copy_of INTEGER
             );
             CREATE INDEX temp.regrouped_by_original ON regrouped (copy_of) WHERE copy_of IS NOT NULL;
             DROP TABLE IF EXISTS temp.regrouped_names;
             CREATE TEMP TABLE regrouped_names (grp INTEGER PRIMARY KEY, story INTEGER NOT NULL);",
        )?;
        Ok(())
    }

    /// Lays aside, in this order.
    pub fn lay_aside(&mut self, found: &[Aside]) -> Result<(), StoreError> {
        for aside in found {
            match aside {
                Aside::Placed {
                    article,
                    group,
                    similarity,
                    because,
                    copy_of,
                } => self.change(
                    "INSERT INTO regrouped (article, grp, similarity, because, copy_of)
                     VALUES (:article, :grp, :similarity, :because, :copy_of)",
                    named_params! {
                        ":article": article,
                        ":grp": group,
                        ":similarity": similarity,
                        ":because": columns::json_list(because),
                        ":copy_of": copy_of,
                    },
                )?,
                Aside::Tied {
                    article,
                    similarity,
                    because,
                } => self.change(
                    "UPDATE regrouped SET similarity = :similarity, because = :because
                     WHERE article = :article AND similarity IS NULL",
                    named_params! {
                        ":article": article,
                        ":similarity": similarity,
                        ":because": columns::json_list(because),
                    },
                )?,
                Aside::Moved {
                    article,
                    group,
                    similarity,
                    because,
                } => {
                    self.change(
                        "UPDATE regrouped SET similarity = :similarity, because = :because WHERE article = :article",
                        named_params! {
                            ":article": article,
                            ":similarity": similarity,
                            ":because": columns::json_list(because),
                        },
                    )?;
                    self.change(
                        "WITH RECURSIVE moved (article) AS (
                             VALUES (:article)
                             UNION SELECT r.article FROM regrouped r JOIN moved m ON r.copy_of = m.article
                         )
                         UPDATE regrouped SET grp = :grp WHERE article IN (SELECT article FROM moved)",
                        named_params! { ":article": article, ":grp": group },
                    )?
                }
            };
        }
        Ok(())
    }

    /// Puts in force what was laid aside. Numbers that are given up lead on for ever; letters stay as they were told.
    pub fn regroup(
        &mut self,
        regrouped: &Regrouped,
        now: Timestamp,
    ) -> Result<InForce, StoreError> {
        let rebuild = self.insert(
            "INSERT INTO story_rebuilds (rebuilt_at, since, articles, moved)
             VALUES (:now, :since, :articles, :moved) RETURNING id",
            named_params! {
                ":now": Ms(now),
                ":since": Ms(regrouped.since),
                ":articles": i64::try_from(regrouped.articles).unwrap_or(i64::MAX),
                ":moved": i64::try_from(regrouped.moved).unwrap_or(i64::MAX),
            },
        )?;
        let mut in_force = InForce {
            rebuild,
            ..InForce::default()
        };
        for (root, name) in &regrouped.names {
            let story = match name {
                Some(story) => *story,
                None => {
                    let story = self.empty_story(now)?;
                    in_force.opened.push(story);
                    story
                }
            };
            in_force.stories.insert(*root, story);
        }
        self.name_groups(&regrouped.roots, &in_force)?;
        self.move_articles(rebuild, now)?;
        for (story, root, share) in &regrouped.left {
            let into = in_force.stories.get(root).copied().unwrap_or(*root);
            self.lead_to(*story, into, *share, rebuild, now)?;
        }
        self.describe_moved(rebuild)?;
        self.connection()
            .execute_batch("DROP TABLE temp.regrouped; DROP TABLE temp.regrouped_names;")?;
        Ok(in_force)
    }

    /// A number for a story; what it is about is told when it has its articles.
    fn empty_story(&mut self, now: Timestamp) -> Result<StoryId, StoreError> {
        let story = self.insert(
            "INSERT INTO stories (title, opened, grew, articles) VALUES ('', :now, :now, 0) RETURNING id",
            named_params! { ":now": Ms(now) },
        )?;
        Ok(StoryId(story))
    }

    fn name_groups(
        &mut self,
        roots: &[(StoryId, StoryId)],
        in_force: &InForce,
    ) -> Result<(), StoreError> {
        let stories: HashMap<_, _> = in_force.stories.iter().collect();
        for (group, root) in roots {
            let story = stories.get(root).map_or(*root, |story| **story);
            self.change(
                "INSERT INTO regrouped_names (grp, story) VALUES (:grp, :story)",
                named_params! { ":grp": group, ":story": story },
            )?;
        }
        Ok(())
    }

    fn move_articles(&mut self, rebuild: i64, now: Timestamp) -> Result<(), StoreError> {
        self.change(
            "INSERT INTO story_moves (rebuild, story, into_story, articles)
             SELECT :rebuild, p.story, coalesce(n.story, r.grp), count(*)
             FROM regrouped r
             LEFT JOIN regrouped_names n ON n.grp = r.grp
             JOIN placements p ON p.article = r.article
             WHERE p.story <> coalesce(n.story, r.grp)
             GROUP BY 2, 3",
            named_params! { ":rebuild": rebuild },
        )?;
        self.change(
            "UPDATE placements AS p
             SET similarity = r.similarity, because = r.because, copy_of = r.copy_of, story = r.story,
                 placed_at = CASE WHEN p.story = r.story THEN p.placed_at ELSE :now END
             FROM (SELECT a.article, a.similarity, a.because, a.copy_of, coalesce(n.story, a.grp) AS story
                   FROM regrouped a LEFT JOIN regrouped_names n ON n.grp = a.grp) r
             WHERE r.article = p.article",
            named_params! { ":now": Ms(now) },
        )?;
        Ok(())
    }

    /// The number of a story that has no articles any more means another from now on.
    fn lead_to(
        &mut self,
        story: StoryId,
        into: StoryId,
        share: f64,
        rebuild: i64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let both = named_params! { ":from": story, ":into": into };
        self.change("UPDATE marks SET story = :into WHERE story = :from", both)?;
        self.change(
            "UPDATE story_merges SET survivor = :into WHERE survivor = :from",
            both,
        )?;
        self.change(
            "INSERT INTO story_merges (story, merged_into, survivor, similarity, because, merged_at, rebuild)
             VALUES (:from, :into, :into, :share, '[]', :now, :rebuild)",
            named_params! {
                ":from": story, ":into": into, ":share": share, ":now": Ms(now), ":rebuild": rebuild,
            },
        )?;
        Ok(())
    }

    /// Stories that lost or got articles are told anew; those that lost all keep their headline as a trace.
    fn describe_moved(&mut self, rebuild: i64) -> Result<(), StoreError> {
        self.change(
            "UPDATE stories AS s
             SET articles = (SELECT count(*) FROM placements p WHERE p.story = s.id),
                 opened = coalesce((SELECT min(a.first_seen) FROM placements p JOIN articles a ON a.id = p.article
                                    WHERE p.story = s.id), s.opened),
                 grew = coalesce((SELECT max(a.first_seen) FROM placements p JOIN articles a ON a.id = p.article
                                  WHERE p.story = s.id), s.grew),
                 title = coalesce((SELECT a.title FROM placements p JOIN articles a ON a.id = p.article
                                   WHERE p.story = s.id ORDER BY a.first_seen, a.id LIMIT 1), s.title)
             WHERE s.id IN (SELECT story FROM story_moves WHERE rebuild = :rebuild
                            UNION SELECT into_story FROM story_moves WHERE rebuild = :rebuild)",
            named_params! { ":rebuild": rebuild },
        )?;
        Ok(())
    }
}
