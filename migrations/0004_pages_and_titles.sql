-- The pages of articles whose feed asks for full text: fetched after the article was admitted, under a lease, a few times at
-- most. When a page was read, the article's text holds both texts and the feed's own stands here.
CREATE TABLE pages (
    article              INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    state                TEXT    NOT NULL CHECK (state IN ('due', 'read', 'failed')),
    attempts             INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    not_before           INTEGER NOT NULL,
    lease_until          INTEGER,                   -- a reader holds it until then
    feed_text            TEXT,                      -- what the feed says by itself
    page_at              INTEGER,                   -- from this character of the article's text on, the words are the page's
    settled_at           INTEGER,
    cause_kind           TEXT,                      -- of the last attempt that gave nothing
    cause_sentence       TEXT,
    CHECK ((state = 'read') = (page_at IS NOT NULL) AND (state = 'read') = (feed_text IS NOT NULL)),
    CHECK ((cause_kind IS NULL) = (cause_sentence IS NULL)),
    CHECK (lease_until IS NULL OR state = 'due')
) STRICT;
CREATE INDEX pages_due ON pages (not_before, article) WHERE state = 'due';

-- A feed that gives its entries new ids is known by its titles.
CREATE INDEX articles_by_feed ON articles (feed, id);
CREATE INDEX articles_by_published ON articles (feed, published) WHERE published IS NOT NULL;
