//! Sitemaps as sources of their own, and the index that is none.

use super::{kinds, read, titles};
use crate::model::item::Format;

#[test]
fn a_plain_sitemap_gives_its_pages_with_their_last_changes() {
    let parsed = read(
        "<?xml version='1.0' encoding='UTF-8'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>\
         <url><loc>https://a.test/one?x=1&amp;y=2</loc><lastmod>2026-08-02</lastmod><changefreq>daily</changefreq><priority>0.8</priority></url>\
         <url><loc>\n https://a.test/two\n</loc></url></urlset>",
    )
    .unwrap();

    assert_eq!(parsed.format, Format::Sitemap);
    let links: Vec<_> = parsed
        .items
        .iter()
        .map(|item| item.link.as_ref().unwrap().as_str())
        .collect();
    assert_eq!(links, ["https://a.test/one?x=1&y=2", "https://a.test/two"]);
    assert_eq!(
        parsed.items[0].updated.unwrap().to_string(),
        "2026-08-02T00:00:00Z"
    );
    assert!(!parsed.partial && kinds(&parsed).is_empty());
}

#[test]
fn a_news_sitemap_gives_headlines_outlet_and_the_time_of_publication() {
    let parsed = read(
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>\
         <url><loc>https://a.test/1</loc><n:news><n:publication><n:name>Desk</n:name><n:language>ru</n:language></n:publication>\
         <n:publication_date>2026-08-01T12:00:00+03:00</n:publication_date><n:title>Мост открыт &amp; цел</n:title>\
         <n:keywords>мост, река</n:keywords></n:news></url></urlset>",
    )
    .unwrap();

    let item = &parsed.items[0];
    assert_eq!(titles(&parsed), ["Мост открыт & цел"]);
    assert_eq!(item.source.as_deref(), Some("Desk"));
    assert_eq!(item.language.as_deref(), Some("ru"));
    assert_eq!(item.categories, ["мост", "река"]);
    assert_eq!(item.published.unwrap().to_string(), "2026-08-01T09:00:00Z");
}

#[test]
fn an_index_of_sitemaps_is_refused_with_what_to_watch_instead() {
    let refusal = read(
        "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>\
         <sitemap><loc>https://a.test/pages.xml</loc></sitemap>\
         <sitemap><loc>/news.xml?a=1&amp;b=2</loc><lastmod>2026-08-01</lastmod></sitemap></sitemapindex>",
    )
    .unwrap_err();

    assert_eq!(
        refusal.to_string(),
        "an index of sitemaps, not one of them: watch https://feeds.test/news.xml?a=1&b=2 instead"
    );
    assert_eq!(refusal.feeds().len(), 2);
}
