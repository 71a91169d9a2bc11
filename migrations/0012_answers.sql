-- Readers who answered "unsubscribe", or were taken out by hand: a digest writes no further letters to them until its owner
-- says otherwise, or takes the address out of the watchlist.
CREATE TABLE unsubscribed (
    digest_name          TEXT    NOT NULL,
    rcpt_to              TEXT    NOT NULL,
    unsubscribed_at      INTEGER NOT NULL,
    unsubscribed_by      TEXT    NOT NULL,          -- the way it came
    PRIMARY KEY (digest_name, rcpt_to)
) STRICT, WITHOUT ROWID;

-- Answers that were obeyed, so that a mail that comes twice is obeyed once.
CREATE TABLE answers (
    hash                 TEXT    PRIMARY KEY,       -- of the answer's Message-ID, or of all of it where it has none
    answered_at          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
