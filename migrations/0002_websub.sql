-- Hubs that push (WebSub): what feeds offer, what hubs have promised, and what they pushed until it is admitted.

-- The hub that a feed named when its body was last read.
CREATE TABLE hub_offers (
    feed                 INTEGER PRIMARY KEY REFERENCES feeds (id),
    hub                  TEXT    NOT NULL,
    topic                TEXT    NOT NULL           -- what the hub calls the feed
) STRICT;

-- A hub's promise to push a feed's news to us until a moment.
CREATE TABLE pledges (
    token                TEXT    PRIMARY KEY,       -- the last part of the callback; nobody can guess it
    feed                 INTEGER NOT NULL REFERENCES feeds (id),
    hub                  TEXT    NOT NULL,
    topic                TEXT    NOT NULL,
    callback             TEXT    NOT NULL,          -- as the hub was told it
    status               TEXT    NOT NULL CHECK (status IN ('offered', 'asked', 'verified', 'denied', 'lapsed', 'leaving')),
    is_signed            INTEGER NOT NULL CHECK (is_signed IN (0, 1)), -- the hub was told a secret to sign with
    attempts             INTEGER NOT NULL CHECK (attempts >= 0), -- requests since the hub last agreed
    next_ask             INTEGER NOT NULL,
    asked_at             INTEGER,
    verified_at          INTEGER,
    lease_until          INTEGER,
    last_push            INTEGER,                   -- that could be believed
    last_knock           INTEGER,                   -- that made the feed due
    missed               INTEGER NOT NULL CHECK (missed >= 0), -- polls in a row with news that no push brought
    last_reason          TEXT,
    CHECK (status <> 'verified' OR (lease_until IS NOT NULL AND verified_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX pledges_by_feed ON pledges (feed) WHERE status <> 'leaving';
CREATE INDEX pledges_due ON pledges (next_ask);

-- What hubs pushed and we said we took, until it is admitted.
CREATE TABLE pushes (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,
    token                TEXT    NOT NULL REFERENCES pledges (token) ON DELETE CASCADE,
    content_type         TEXT,
    body                 BLOB    NOT NULL,
    received_at          INTEGER NOT NULL,
    attempts             INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0)
) STRICT;
CREATE INDEX pushes_by_token ON pushes (token);

INSERT INTO counters (name, given) VALUES ('push', 0), ('push_refused', 0);
