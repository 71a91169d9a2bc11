-- What readers' marks said of a match when it was judged, and what that changed: {likelihood, moved, marks, up_to, because}.
-- NULL: nothing was learnt. A match that marks keep out of letters (moved = 'hidden') is superseded from the start.
ALTER TABLE matches ADD COLUMN learned TEXT CHECK (learned IS NULL OR json_valid(learned));
CREATE INDEX matches_hidden ON matches (topic, first_seen, article) WHERE learned ->> 'moved' = 'hidden';
