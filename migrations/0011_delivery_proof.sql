-- From which match on a topic is a digest's business: `digest verify` proves that everything after it, and up to settled_to,
-- stands in a digest. For digests that are older than this column the proof begins here.
ALTER TABLE subscriptions ADD COLUMN begun_after INTEGER NOT NULL DEFAULT 0;
UPDATE subscriptions SET begun_after = settled_to;
