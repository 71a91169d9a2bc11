-- Topics that were louder than their own history, as it was told then.
CREATE TABLE bursts (
    id                   INTEGER PRIMARY KEY,
    topic                TEXT    NOT NULL,
    noticed              INTEGER NOT NULL,
    since                INTEGER NOT NULL,          -- when it became loud
    hours                INTEGER NOT NULL,          -- length of the window that shows it, up to noticed
    stories              INTEGER NOT NULL,          -- that opened within it
    usual                REAL    NOT NULL,          -- so many are
    terms                TEXT    NOT NULL CHECK (json_valid(terms)),   -- more of them than usual, most first
    outlets              TEXT    NOT NULL CHECK (json_valid(outlets))  -- who tells it, most first
) STRICT;
CREATE INDEX bursts_by_topic ON bursts (topic, noticed);
