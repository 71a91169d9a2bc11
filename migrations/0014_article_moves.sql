-- Articles that a second look moved to another story, with what tied them in there: why a letter told an article under a
-- story that it is not in any more.
CREATE TABLE article_moves (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT, -- grows: the order in which it happened
    article              INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    from_story           INTEGER NOT NULL REFERENCES stories (id),
    to_story             INTEGER NOT NULL REFERENCES stories (id),
    similarity           REAL    NOT NULL,
    because              TEXT    NOT NULL CHECK (json_valid(because)), -- the words that it shares with the story it went to
    moved_at             INTEGER NOT NULL,
    CHECK (from_story <> to_story)
) STRICT;
CREATE INDEX article_moves_by_article ON article_moves (article);
CREATE INDEX article_moves_by_from ON article_moves (from_story);
CREATE INDEX article_moves_by_to ON article_moves (to_story);
