-- What is kept of articles that were dropped from the archive: their entries may still stand in their feeds, and must not come
-- back as new. Of each, 16 bytes of a hash of its identity, and of its address, headline and date, for publishers give old
-- entries new ids. A row goes when its feed has not shown the entry for a while.
CREATE TABLE traces (
    feed                 INTEGER NOT NULL REFERENCES feeds (id),
    trace                BLOB    NOT NULL,
    shown                INTEGER NOT NULL,          -- when the feed last showed the entry, about to a day; else when it was dropped
    PRIMARY KEY (feed, trace)
) STRICT, WITHOUT ROWID;

-- Dropping an article may empty its story, and then it is asked who still speaks of that story.
CREATE INDEX digest_stories_by_story ON digest_stories (story);
CREATE INDEX story_merges_by_target ON story_merges (merged_into);
