-- What was noticed as worth an instant letter, a row for the recipients of each digest that tells of its topic. The unique keys
-- are the promise: an article, or a burst, is told at once by one letter of a digest and no other.
CREATE TABLE alerts (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,
    digest_name          TEXT    NOT NULL,
    topic                TEXT    NOT NULL,          -- by whose rule; the hour's limit is its
    article              INTEGER REFERENCES articles (id) ON DELETE CASCADE,
    burst                INTEGER REFERENCES bursts (id) ON DELETE CASCADE,
    noticed_at           INTEGER NOT NULL,
    state                TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'told', 'passed')),
    held                 TEXT CHECK (held IN ('quiet', 'rate', 'story')),                     -- why it waits
    passed               TEXT CHECK (passed IN ('told', 'elsewhere', 'quiet', 'old', 'unasked')), -- why no letter of its own tells it
    number               INTEGER REFERENCES digests (number), -- the letter that told it
    settled_at           INTEGER,
    CHECK ((article IS NULL) <> (burst IS NULL)),
    CHECK ((state = 'waiting') = (settled_at IS NULL)),
    CHECK ((state = 'passed') = (passed IS NOT NULL)),
    CHECK (state <> 'told' OR number IS NOT NULL),
    UNIQUE (digest_name, article),
    UNIQUE (digest_name, burst)
) STRICT;
CREATE INDEX alerts_waiting ON alerts (digest_name, id) WHERE state = 'waiting';
CREATE INDEX alerts_told ON alerts (digest_name, settled_at) WHERE state = 'told';
CREATE INDEX alerts_by_article ON alerts (article) WHERE article IS NOT NULL;
CREATE INDEX alerts_by_burst ON alerts (burst) WHERE burst IS NOT NULL;
