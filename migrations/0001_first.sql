-- The first schema. Times are milliseconds since 1970 in UTC; booleans are 0 or 1; lists are JSON arrays of text.
-- Names as in the glossary of src/lib.rs. Rows are moved by the functions of src/store/, one question or one change each.

-- Watched sources: what the watchlist says of them, how they are, and what the next poll must know.
CREATE TABLE feeds (
    id                   INTEGER PRIMARY KEY,
    name                 TEXT    NOT NULL UNIQUE,
    url                  TEXT    NOT NULL,          -- as in the watchlist
    label                TEXT,
    is_removed           INTEGER NOT NULL DEFAULT 0 CHECK (is_removed IN (0, 1)), -- gone from the watchlist; its articles stay
    -- How it is.
    state                TEXT    NOT NULL DEFAULT 'ok' CHECK (state IN ('ok', 'failing', 'quiet', 'paused', 'gone')),
    since                INTEGER NOT NULL,          -- in this state since
    cause_kind           TEXT,
    cause_sentence       TEXT,
    tries                INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0), -- in a row without a usable answer
    next_poll            INTEGER,                   -- NULL: it is not asked
    last_good            INTEGER,                   -- last usable answer
    is_partial           INTEGER NOT NULL DEFAULT 0 CHECK (is_partial IN (0, 1)),
    -- What the channel says of itself.
    title                TEXT,
    language             TEXT,
    -- What makes the next request conditional, kept byte for byte.
    etag                 BLOB,
    last_modified        BLOB,
    body_hash            TEXT,
    last_unconditional   INTEGER,
    -- Permanent redirects: the one that is kept, and one that is still being watched.
    url_now              TEXT,
    move_to              TEXT,
    move_times           INTEGER,
    move_first           INTEGER,
    -- Its rhythm.
    first_polled         INTEGER,
    last_news            INTEGER,
    decayed_items        REAL    NOT NULL DEFAULT 0,
    decayed_at           INTEGER,
    -- Counted here, so that a list of feeds does not read the archive.
    items                INTEGER NOT NULL DEFAULT 0 CHECK (items >= 0),
    last_item            INTEGER,
    CHECK ((cause_kind IS NULL) = (cause_sentence IS NULL)),
    CHECK ((move_to IS NULL) = (move_times IS NULL) AND (move_to IS NULL) = (move_first IS NULL)),
    CHECK (next_poll IS NULL OR (is_removed = 0 AND state NOT IN ('paused', 'gone')))
) STRICT;
CREATE INDEX feeds_due ON feeds (next_poll) WHERE next_poll IS NOT NULL;

-- Items made ours. The identity is unique within the feed: the last word on "known".
CREATE TABLE articles (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT, -- grows with first_seen
    feed                 INTEGER NOT NULL REFERENCES feeds (id),
    key_kind             TEXT    NOT NULL CHECK (key_kind IN ('guid', 'link', 'fingerprint')),
    key                  TEXT    NOT NULL,
    link                 TEXT,
    canonical_link       TEXT,
    title                TEXT    NOT NULL,
    text                 TEXT    NOT NULL,
    author               TEXT,
    source               TEXT,
    language             TEXT,
    published            INTEGER,                   -- the feed's claim
    updated              INTEGER,                   -- the feed's claim
    first_seen           INTEGER NOT NULL,          -- our own knowledge: the order of everything
    content_hash         TEXT    NOT NULL,
    is_backfill          INTEGER NOT NULL CHECK (is_backfill IN (0, 1)), -- back catalogue of a new feed: kept, never mailed
    watchlist_version    TEXT    NOT NULL,          -- the list that judged it when it came in
    UNIQUE (feed, key_kind, key)
) STRICT;
CREATE INDEX articles_by_time ON articles (first_seen);
CREATE INDEX articles_by_canonical_link ON articles (canonical_link) WHERE canonical_link IS NOT NULL;

-- The words an article had before it was revised.
CREATE TABLE revisions (
    id                   INTEGER PRIMARY KEY,
    article              INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    title                TEXT    NOT NULL,
    text                 TEXT    NOT NULL,
    updated              INTEGER,
    content_hash         TEXT    NOT NULL,
    replaced_at          INTEGER NOT NULL
) STRICT;
CREATE INDEX revisions_by_article ON revisions (article, id);

-- An article meets a topic, and why. A later judgement supersedes a row and never overwrites it: a letter sent years ago can be explained.
CREATE TABLE matches (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT, -- grows; subscriptions.settled_to is a place in it
    article              INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    topic                TEXT    NOT NULL,
    score                REAL    NOT NULL,
    evidence             TEXT    NOT NULL CHECK (json_valid(evidence)), -- [{term, form, field, start, end, weight}]
    watchlist_version    TEXT    NOT NULL,
    first_seen           INTEGER NOT NULL,          -- of the article, so that a topic's timeline is one range of one index
    is_backfill          INTEGER NOT NULL CHECK (is_backfill IN (0, 1)), -- of the article, so that the question for candidates skips them
    superseded_at        INTEGER                    -- NULL: this is how we judge today
) STRICT;
CREATE UNIQUE INDEX matches_of_article ON matches (article, topic) WHERE superseded_at IS NULL;
CREATE INDEX matches_to_tell ON matches (topic, id) WHERE superseded_at IS NULL AND is_backfill = 0;
CREATE INDEX matches_by_time ON matches (topic, first_seen, article) WHERE superseded_at IS NULL AND is_backfill = 0;
CREATE INDEX matches_by_article ON matches (article);

-- Every watchlist that ever judged, as it was meant then.
CREATE TABLE watchlists (
    version              TEXT    PRIMARY KEY,
    first_used           INTEGER NOT NULL,
    meaning              TEXT    NOT NULL
) STRICT;

-- Articles about one event. The numbers are public and never used again.
CREATE TABLE stories (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,
    title                TEXT    NOT NULL,          -- of its first article
    opened               INTEGER NOT NULL,
    grew                 INTEGER NOT NULL,
    articles             INTEGER NOT NULL DEFAULT 0 CHECK (articles >= 0)
) STRICT;

-- Which story an article belongs to, and what tied it in.
CREATE TABLE placements (
    article              INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    story                INTEGER NOT NULL REFERENCES stories (id),
    similarity           REAL,                      -- NULL: it opened the story
    because              TEXT    NOT NULL CHECK (json_valid(because)), -- the words, strongest first
    placed_at            INTEGER NOT NULL
) STRICT;
CREATE INDEX placements_by_story ON placements (story, article);

-- Which digest tells of which topic, and how far the matches of that topic are dealt with:
-- every match up to settled_to has been told by this digest or is none of its business.
CREATE TABLE subscriptions (
    digest_name          TEXT    NOT NULL,
    topic                TEXT    NOT NULL,
    settled_to           INTEGER NOT NULL,
    PRIMARY KEY (digest_name, topic)
) STRICT, WITHOUT ROWID;

-- Issues of letters: digests and alerts, numbered in one row.
CREATE TABLE digests (
    number               INTEGER PRIMARY KEY AUTOINCREMENT,
    name                 TEXT    NOT NULL,
    is_alert             INTEGER NOT NULL CHECK (is_alert IN (0, 1)),
    from_time            INTEGER NOT NULL,
    until_time           INTEGER NOT NULL,
    issued_at            INTEGER NOT NULL,
    subject              TEXT    NOT NULL,
    topics               TEXT    NOT NULL CHECK (json_valid(topics)), -- the topics it was to tell of
    stories              INTEGER NOT NULL,
    articles             INTEGER NOT NULL
) STRICT;
CREATE INDEX digests_by_name ON digests (name, is_alert, until_time);

-- The stories of an issue, as they were told.
CREATE TABLE digest_stories (
    number               INTEGER NOT NULL REFERENCES digests (number) ON DELETE CASCADE,
    position             INTEGER NOT NULL,          -- from 0, in the letter's order
    story                INTEGER NOT NULL REFERENCES stories (id),
    title                TEXT    NOT NULL,
    link                 TEXT,
    topics               TEXT    NOT NULL CHECK (json_valid(topics)),
    PRIMARY KEY (number, position)
) STRICT, WITHOUT ROWID;

-- The articles of an issue, also those behind "+N more". The unique key is the promise:
-- an article stands in one digest of a name and no other (and in one alert of it at most).
CREATE TABLE digest_articles (
    digest_name          TEXT    NOT NULL,
    is_alert             INTEGER NOT NULL CHECK (is_alert IN (0, 1)),
    article              INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    number               INTEGER NOT NULL REFERENCES digests (number) ON DELETE CASCADE,
    position             INTEGER NOT NULL,          -- of its story in the issue
    story                INTEGER NOT NULL REFERENCES stories (id),
    UNIQUE (digest_name, is_alert, article)
) STRICT;
CREATE INDEX digest_articles_by_number ON digest_articles (number, position);
CREATE INDEX digest_articles_by_story ON digest_articles (story, digest_name);
CREATE INDEX digest_articles_by_article ON digest_articles (article);

-- The outbox: one letter to one recipient, until its outcome is recorded, and the record afterwards.
CREATE TABLE deliveries (
    id                   INTEGER PRIMARY KEY,       -- from counters, because the letter's Message-ID derives from it
    digest               INTEGER NOT NULL REFERENCES digests (number),
    mail_from            TEXT    NOT NULL,
    rcpt_to              TEXT    NOT NULL,
    message_id           TEXT    NOT NULL UNIQUE,
    status               TEXT    NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'accepted', 'failed')),
    attempts             INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    not_before           INTEGER NOT NULL,
    lease_until          INTEGER,                   -- a sender holds it until then
    last_reason          TEXT,                      -- of the last attempt that was not accepted
    queued_at            INTEGER NOT NULL,
    accepted_at          INTEGER,
    CHECK ((status = 'accepted') = (accepted_at IS NOT NULL)),
    CHECK (lease_until IS NULL OR status = 'queued')
) STRICT;
CREATE INDEX deliveries_due ON deliveries (not_before, id) WHERE status = 'queued';
CREATE INDEX deliveries_by_digest ON deliveries (digest, id);

-- The bytes of each letter, the same at every attempt; apart, so that an outcome rewrites a short row only.
CREATE TABLE letters (
    delivery             INTEGER PRIMARY KEY REFERENCES deliveries (id) ON DELETE CASCADE,
    bytes                BLOB    NOT NULL
) STRICT;

-- The stream: what happened, in order.
CREATE TABLE events (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,
    at                   INTEGER NOT NULL,
    kind                 TEXT    NOT NULL,
    subject              TEXT    NOT NULL,
    data                 TEXT    NOT NULL CHECK (json_valid(data))
) STRICT;
CREATE INDEX events_by_time ON events (at);

-- Single facts that must outlive the process: last seen wall time, a refused reload, ….
CREATE TABLE facts (
    key                  TEXT    PRIMARY KEY,
    value                TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Numbers that are given out before their rows exist.
CREATE TABLE counters (
    name                 TEXT    PRIMARY KEY,
    given                INTEGER NOT NULL           -- the last one given out
) STRICT, WITHOUT ROWID;
INSERT INTO counters (name, given) VALUES ('delivery', 0);

-- Full-text index over articles; the words stand there only, and triggers keep the two together.
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, text,
    content = 'articles', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts (rowid, title, text) VALUES (new.id, new.title, new.text);
END;
CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
END;
CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, text ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
    INSERT INTO articles_fts (rowid, title, text) VALUES (new.id, new.title, new.text);
END;
