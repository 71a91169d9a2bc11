-- What readers thought of articles and stories. Rows are only added; of two about the same thing the newer one counts.
CREATE TABLE marks (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT, -- grows: the order in which marks overrule each other
    article              INTEGER REFERENCES articles (id) ON DELETE CASCADE,
    story                INTEGER REFERENCES stories (id),   -- all its articles, also later ones
    topic                TEXT,                      -- NULL: seen from every topic it meets
    judgement            TEXT    NOT NULL CHECK (judgement IN ('useful', 'noise')),
    note                 TEXT,
    marked_at            INTEGER NOT NULL,
    marked_by            TEXT    NOT NULL,
    CHECK ((article IS NULL) <> (story IS NULL))
) STRICT;
CREATE INDEX marks_by_article ON marks (article, id) WHERE article IS NOT NULL;
CREATE INDEX marks_by_story ON marks (story, id) WHERE story IS NOT NULL;
