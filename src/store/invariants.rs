//! What must hold between rows beyond what constraints can say: looked for by `db verify`, one sentence a fault.

use crate::store::StoreError;
use crate::store::View;

/// A rule and the question for rows that break it; each gives `what`, at most a few.
const RULES: &[&str] = &[
    "SELECT 'feed ' || f.name || ' counts ' || f.items || ' articles and has ' || count(a.id) AS what
     FROM feeds f LEFT JOIN articles a ON a.feed = f.id
     GROUP BY f.id HAVING f.items <> count(a.id) LIMIT 5",
    "SELECT 'story ' || s.id || ' counts ' || s.articles || ' articles and has ' || count(p.article) AS what
     FROM stories s LEFT JOIN placements p ON p.story = s.id
     GROUP BY s.id HAVING s.articles <> count(p.article) LIMIT 5",
    "SELECT 'article ' || a.id || ' is in no story' AS what
     FROM articles a WHERE NOT EXISTS (SELECT 1 FROM placements p WHERE p.article = a.id) LIMIT 5",
    "SELECT 'letter ' || d.id || ' waits to be sent and has no text' AS what
     FROM deliveries d WHERE d.status = 'queued' AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.delivery = d.id) LIMIT 5",
    "SELECT 'letter ' || max(d.id) || ' has a number that was never given out' AS what
     FROM deliveries d HAVING max(d.id) > (SELECT given FROM counters WHERE name = 'delivery')",
    "SELECT 'article ' || d.article || ' is told in story ' || d.story || ', which digest ' || d.number || ' does not tell' AS what
     FROM digest_articles d
     WHERE NOT EXISTS (SELECT 1 FROM digest_stories s WHERE s.number = d.number AND s.position = d.position AND s.story = d.story)
     LIMIT 5",
    "SELECT 'story ' || m.story || ' was merged into ' || m.survivor || ', which was merged itself' AS what
     FROM story_merges m JOIN story_merges n ON n.story = m.survivor LIMIT 5",
    "SELECT 'story ' || m.story || ' was merged away and has articles' AS what
     FROM story_merges m JOIN placements p ON p.story = m.story GROUP BY m.story LIMIT 5",
    "SELECT 'a match of article ' || m.article || ' and the article were first seen at two times' AS what
     FROM matches m JOIN articles a ON a.id = m.article WHERE a.first_seen <> m.first_seen LIMIT 5",
    "SELECT 'digest ' || s.digest_name || ' has settled matches of ' || s.topic || ' that never were' AS what
     FROM subscriptions s WHERE s.settled_to > coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'matches'), 0) LIMIT 5",
    "SELECT 'the archive counts ' || coalesce(t.count, 0) || ' ' || coalesce(t.kind, c.kind)
            || coalesce(' ' || nullif(coalesce(t.key, c.key), ''), '') || ' and has ' || coalesce(c.count, 0) AS what
     FROM tallies t
     FULL JOIN (SELECT 'letters' AS kind, status AS key, count(*) AS count FROM deliveries GROUP BY status
                UNION ALL
                SELECT 'matches', topic, count(*) FROM matches WHERE superseded_at IS NULL AND is_backfill = 0 GROUP BY topic
                UNION ALL
                SELECT 'stories', '', count(*) FROM stories) c ON c.kind = t.kind AND c.key = t.key
     WHERE coalesce(t.count, 0) <> coalesce(c.count, 0) LIMIT 5",
];

impl View {
    /// The rules that are broken, with the first few rows of each.
    pub fn broken_rules(&self) -> Result<Vec<String>, StoreError> {
        let mut broken = Vec::new();
        for rule in RULES {
            broken.extend(self.rows(rule, [], |row| row.get::<_, String>("what"))?);
        }
        Ok(broken)
    }
}
