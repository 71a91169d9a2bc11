-- Stories grouped anew because their owner asked for it: when, from which articles on, and what came of it.
CREATE TABLE story_rebuilds (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,
    rebuilt_at           INTEGER NOT NULL,
    since                INTEGER NOT NULL,          -- the first article that was looked at was first seen then
    articles             INTEGER NOT NULL,          -- looked at
    moved                INTEGER NOT NULL           -- of these, in another story than before
) STRICT;

-- What a rebuild took from one story and gave to another: the trace of every split, and of what came back together.
CREATE TABLE story_moves (
    rebuild              INTEGER NOT NULL REFERENCES story_rebuilds (id),
    story                INTEGER NOT NULL REFERENCES stories (id), -- had them
    into_story           INTEGER NOT NULL REFERENCES stories (id), -- has them
    articles             INTEGER NOT NULL,
    PRIMARY KEY (rebuild, story, into_story),
    CHECK (story <> into_story)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_moves_by_story ON story_moves (story);
CREATE INDEX story_moves_by_taker ON story_moves (into_story);

-- The rebuild that made a story's number lead to another; its similarity is then the share of its articles that went there.
ALTER TABLE story_merges ADD COLUMN rebuild INTEGER REFERENCES story_rebuilds (id);
