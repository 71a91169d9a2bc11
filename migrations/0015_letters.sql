-- An alert is told to those of its readers who may have it now. For each of the others, whose hour was used up or who had its
-- story a short while ago, a row of their own waits on; it has their address.
ALTER TABLE alerts RENAME TO alerts_before;
CREATE TABLE alerts (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,
    digest_name          TEXT    NOT NULL,
    rcpt_to              TEXT,                      -- NULL: all readers of the digest
    topic                TEXT    NOT NULL,          -- by whose rule; the hour's limit is its
    article              INTEGER REFERENCES articles (id) ON DELETE CASCADE,
    burst                INTEGER REFERENCES bursts (id) ON DELETE CASCADE,
    noticed_at           INTEGER NOT NULL,
    state                TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'told', 'passed')),
    held                 TEXT CHECK (held IN ('quiet', 'rate', 'story')),                     -- why it waits
    passed               TEXT CHECK (passed IN ('told', 'elsewhere', 'quiet', 'old', 'unasked')), -- why no letter of its own tells it
    number               INTEGER REFERENCES digests (number), -- the letter that told it, the first one
    settled_at           INTEGER,
    CHECK ((article IS NULL) <> (burst IS NULL)),
    CHECK ((state = 'waiting') = (settled_at IS NULL)),
    CHECK ((state = 'passed') = (passed IS NOT NULL)),
    CHECK (state <> 'told' OR number IS NOT NULL)
) STRICT;
INSERT INTO alerts (id, digest_name, topic, article, burst, noticed_at, state, held, passed, number, settled_at)
SELECT id, digest_name, topic, article, burst, noticed_at, state, held, passed, number, settled_at FROM alerts_before;
DROP TABLE alerts_before;
CREATE UNIQUE INDEX alerts_once_by_article ON alerts (digest_name, article, coalesce(rcpt_to, '')) WHERE article IS NOT NULL;
CREATE UNIQUE INDEX alerts_once_by_burst ON alerts (digest_name, burst, coalesce(rcpt_to, '')) WHERE burst IS NOT NULL;
CREATE INDEX alerts_waiting ON alerts (digest_name, id) WHERE state = 'waiting';
CREATE INDEX alerts_by_article ON alerts (article) WHERE article IS NOT NULL;
CREATE INDEX alerts_by_burst ON alerts (burst) WHERE burst IS NOT NULL;

-- Which letters told an alert: readers whose limits differ get it by letters of their own.
CREATE TABLE alert_letters (
    number               INTEGER NOT NULL REFERENCES digests (number) ON DELETE CASCADE,
    alert                INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    PRIMARY KEY (number, alert)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_letters_by_alert ON alert_letters (alert);
INSERT INTO alert_letters (number, alert) SELECT number, id FROM alerts WHERE state = 'told';
CREATE INDEX digests_by_time ON digests (issued_at, is_alert);

-- For the same reason an article may stand in several alerts of a digest, each to others. In its digests it stands once.
ALTER TABLE digest_articles RENAME TO digest_articles_before;
CREATE TABLE digest_articles (
    digest_name          TEXT    NOT NULL,
    is_alert             INTEGER NOT NULL CHECK (is_alert IN (0, 1)),
    article              INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    number               INTEGER NOT NULL REFERENCES digests (number) ON DELETE CASCADE,
    position             INTEGER NOT NULL,          -- of its story in the issue
    story                INTEGER NOT NULL REFERENCES stories (id)
) STRICT;
INSERT INTO digest_articles (digest_name, is_alert, article, number, position, story)
SELECT digest_name, is_alert, article, number, position, story FROM digest_articles_before ORDER BY rowid;
DROP TABLE digest_articles_before;
CREATE UNIQUE INDEX digest_articles_once ON digest_articles (digest_name, article) WHERE is_alert = 0;
CREATE UNIQUE INDEX digest_articles_of_name ON digest_articles (digest_name, is_alert, article, number);
CREATE INDEX digest_articles_by_number ON digest_articles (number, position);
CREATE INDEX digest_articles_by_story ON digest_articles (story, digest_name);
CREATE INDEX digest_articles_by_article ON digest_articles (article);

-- A letter whose reader left before it went is withdrawn, and the bytes of old letters are dropped.
CREATE TABLE deliveries_anew (
    id                   INTEGER PRIMARY KEY,       -- from counters, because the letter's Message-ID derives from it
    digest               INTEGER NOT NULL REFERENCES digests (number),
    mail_from            TEXT    NOT NULL,
    rcpt_to              TEXT    NOT NULL,
    message_id           TEXT    NOT NULL UNIQUE,
    status               TEXT    NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'accepted', 'failed', 'withdrawn')),
    attempts             INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    not_before           INTEGER NOT NULL,
    lease_until          INTEGER,                   -- a sender holds it until then
    last_reason          TEXT,                      -- of the last attempt that was not accepted, or of the withdrawal
    queued_at            INTEGER NOT NULL,
    accepted_at          INTEGER,
    kept_until           INTEGER,                   -- its bytes were dropped then
    CHECK ((status = 'accepted') = (accepted_at IS NOT NULL)),
    CHECK (lease_until IS NULL OR status = 'queued'),
    CHECK (kept_until IS NULL OR status IN ('accepted', 'withdrawn'))
) STRICT;
INSERT INTO deliveries_anew (id, digest, mail_from, rcpt_to, message_id, status, attempts, not_before, lease_until, last_reason,
                             queued_at, accepted_at)
SELECT id, digest, mail_from, rcpt_to, message_id, status, attempts, not_before, lease_until, last_reason, queued_at, accepted_at
FROM deliveries;
DROP TABLE deliveries;
ALTER TABLE deliveries_anew RENAME TO deliveries;
CREATE INDEX deliveries_due ON deliveries (not_before, id) WHERE status = 'queued';
CREATE INDEX deliveries_by_digest ON deliveries (digest, id);
CREATE INDEX deliveries_kept ON deliveries (queued_at) WHERE status IN ('accepted', 'withdrawn') AND kept_until IS NULL;

-- Counts that metrics ask for again and again, kept by triggers so that nobody reads the archive for them: letters by status,
-- matches by topic as `matches_to_tell` has them, stories.
CREATE TABLE tallies (
    kind                 TEXT    NOT NULL CHECK (kind IN ('letters', 'matches', 'stories')),
    key                  TEXT    NOT NULL,
    count                INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
INSERT INTO tallies (kind, key, count) SELECT 'letters', status, count(*) FROM deliveries GROUP BY status;
INSERT INTO tallies (kind, key, count)
SELECT 'matches', topic, count(*) FROM matches WHERE superseded_at IS NULL AND is_backfill = 0 GROUP BY topic;
INSERT INTO tallies (kind, key, count) SELECT 'stories', '', count(*) FROM stories;
CREATE TRIGGER tallies_letter_queued AFTER INSERT ON deliveries BEGIN
    INSERT INTO tallies (kind, key, count) VALUES ('letters', new.status, 1)
    ON CONFLICT (kind, key) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER tallies_letter_moved AFTER UPDATE OF status ON deliveries WHEN old.status <> new.status BEGIN
    UPDATE tallies SET count = count - 1 WHERE kind = 'letters' AND key = old.status;
    INSERT INTO tallies (kind, key, count) VALUES ('letters', new.status, 1)
    ON CONFLICT (kind, key) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER tallies_letter_dropped AFTER DELETE ON deliveries BEGIN
    UPDATE tallies SET count = count - 1 WHERE kind = 'letters' AND key = old.status;
END;
CREATE TRIGGER tallies_match_kept AFTER INSERT ON matches WHEN new.superseded_at IS NULL AND new.is_backfill = 0 BEGIN
    INSERT INTO tallies (kind, key, count) VALUES ('matches', new.topic, 1)
    ON CONFLICT (kind, key) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER tallies_match_superseded AFTER UPDATE OF superseded_at ON matches
WHEN old.superseded_at IS NULL AND new.superseded_at IS NOT NULL AND old.is_backfill = 0 BEGIN
    UPDATE tallies SET count = count - 1 WHERE kind = 'matches' AND key = old.topic;
END;
CREATE TRIGGER tallies_match_dropped AFTER DELETE ON matches WHEN old.superseded_at IS NULL AND old.is_backfill = 0 BEGIN
    UPDATE tallies SET count = count - 1 WHERE kind = 'matches' AND key = old.topic;
END;
CREATE TRIGGER tallies_story_opened AFTER INSERT ON stories BEGIN
    UPDATE tallies SET count = count + 1 WHERE kind = 'stories';
END;
CREATE TRIGGER tallies_story_dropped AFTER DELETE ON stories BEGIN
    UPDATE tallies SET count = count - 1 WHERE kind = 'stories';
END;

-- Pages of articles that a digest told, asked for once a day where the operator wants to know whether they are still there.
CREATE TABLE page_checks (
    article              INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    next_check           INTEGER NOT NULL,
    misses               INTEGER NOT NULL DEFAULT 0 CHECK (misses >= 0) -- in a row: answers that there is no such page
) STRICT;

-- Those that are gone, in the order in which that was noticed; the next digest of each name that told them tells it.
CREATE TABLE gone_pages (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,
    article              INTEGER NOT NULL UNIQUE REFERENCES articles (id) ON DELETE CASCADE,
    status               INTEGER NOT NULL,          -- what its server answers
    noticed_at           INTEGER NOT NULL
) STRICT;
