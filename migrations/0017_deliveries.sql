-- When a letter was accepted for the first time, whatever was sent again by hand after that: what an audit tells does not change.
ALTER TABLE deliveries ADD COLUMN first_accepted_at INTEGER;
UPDATE deliveries SET first_accepted_at = accepted_at;
-- Whether an issue went to a reader is asked of every alert: by number alone it would be a walk through all of its letters.
CREATE INDEX deliveries_by_reader ON deliveries (digest, rcpt_to);
