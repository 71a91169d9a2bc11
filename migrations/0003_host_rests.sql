-- Hosts that asked for rest (Retry-After beside 429 or 503): a restart must not wake them. Rows go when their time is over.
CREATE TABLE hosts (
    domain               TEXT    PRIMARY KEY,       -- registered domain, or the address of a host without a name
    rests_until          INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
