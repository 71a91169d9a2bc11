-- The words and the address that an article came with, where it has others since: it was revised, moved, or its page was read. By these its story was
-- found, and by these the recent past is built again after a restart: with others it would answer as none that lived on.
CREATE TABLE first_words (
    article              INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    title                TEXT    NOT NULL,
    text                 TEXT    NOT NULL,
    language             TEXT,
    canonical_link       TEXT
) STRICT;
INSERT INTO first_words (article, title, text, language, canonical_link)
SELECT r.article, r.title, CASE WHEN g.state = 'read' AND g.settled_at <= r.replaced_at THEN g.feed_text ELSE r.text END,
       a.language, a.canonical_link
FROM revisions r JOIN articles a ON a.id = r.article LEFT JOIN pages g ON g.article = r.article
WHERE r.id = (SELECT min(o.id) FROM revisions o WHERE o.article = r.article);
INSERT INTO first_words (article, title, text, language, canonical_link)
SELECT g.article, a.title, g.feed_text, a.language, a.canonical_link
FROM pages g JOIN articles a ON a.id = g.article
WHERE g.state = 'read'
ON CONFLICT (article) DO NOTHING;

-- What the entry of a dropped article said when it was last looked at, where that met no topic and nobody was told: other words
-- may. The first bytes of a hash; without them the entry is not judged again.
ALTER TABLE traces ADD COLUMN words BLOB;
