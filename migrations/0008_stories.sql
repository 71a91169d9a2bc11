-- Stories that turned out to be one. The younger number stays in letters that were sent, and now means the survivor.
CREATE TABLE story_merges (
    story                INTEGER PRIMARY KEY REFERENCES stories (id),
    merged_into          INTEGER NOT NULL REFERENCES stories (id), -- as it happened
    survivor             INTEGER NOT NULL REFERENCES stories (id), -- where its articles are today, however often it was merged on
    similarity           REAL    NOT NULL,
    because              TEXT    NOT NULL CHECK (json_valid(because)), -- the words that both had, strongest first
    merged_at            INTEGER NOT NULL,
    CHECK (merged_into <> story AND survivor <> story)
) STRICT;
CREATE INDEX story_merges_by_survivor ON story_merges (survivor);

-- The earlier article that this one is a copy of, if it is one.
ALTER TABLE placements ADD COLUMN copy_of INTEGER REFERENCES articles (id) ON DELETE SET NULL;
CREATE INDEX placements_by_original ON placements (copy_of) WHERE copy_of IS NOT NULL;
