//! Articles found on pages, sound and hostile.

use super::*;

const PARAGRAPH: &str = "The ministry announced on Monday a new package of sanctions against the bank, and its owners, \
                         after a long meeting, said that they would go to court over it. ";

fn page(inside: &str) -> String {
    let article = format!("<p>{PARAGRAPH}</p>").repeat(5);
    format!(
        "<!DOCTYPE html><html><head><title>News</title><style>p{{}}</style></head><body>\
         <nav><ul><li><a href=/>Home</a><li><a href=/sport>Hockey</a></ul></nav>\
         <div class=article><h1>Headline</h1>{article}{inside}</div>\
         <div class=sidebar><a href=/1>Read about football</a></div>\
         <footer>All rights reserved</footer></body></html>"
    )
}

#[test]
fn the_article_is_found_and_the_rest_of_the_page_is_not() {
    let text = article_of(&page(
        "<p>The last <b>wo</b>rd, which nobody at the desk had expected to hear.</p>",
    ))
    .unwrap();

    assert!(text.contains("new package of sanctions"), "{text}");
    assert!(text.contains("The last word, which"), "{text}");
    for noise in ["Hockey", "football", "rights reserved"] {
        assert!(!text.contains(noise), "{noise} in {text}");
    }
}

#[test]
fn pages_made_to_hurt_do_not() {
    let many = |piece: &str| piece.repeat((48 << 10) / piece.len());
    let fonts: String = (0..3000).map(|n| format!("<font color={n}>")).collect();
    let attributes: String = (0..100_000).map(|n| format!("a{n}=b ")).collect();
    for inside in [
        many("<div>"),
        many("<span>"),
        many("<a href=x><div>"),
        many("<ul><li>"),
        many("<table><tr><td>"),
        many("<svg><g>"),
        many("<b><p>"),
        many("<select><option>"),
        many("<br>x"),
        many("<"),
        many("<!-- x"),
        many("<div class=\"&quot;&amp;\">"),
        many("<p>word, "),
        many("<div><a href=x>link</a> some text, and more</div>"),
        format!("{fonts}{}", many("<p>x")),
        format!("<div {attributes}>"),
        format!("<script>{}</script>", many("if(a<b){x='</div>'}")),
    ] {
        let text = article_of(&page(&inside)).unwrap_or_else(|e| {
            let piece: String = inside.chars().take(40).collect();
            panic!("{e}: {piece}")
        });
        assert!(text.contains("new package of sanctions"));
        assert!(text.len() <= LONGEST_TEXT);
    }
}

#[test]
fn a_page_without_an_article_is_told() {
    for page in [
        String::new(),
        "<html><body><p>Please allow cookies.</p></body></html>".to_owned(),
        "<html><body><script>app()</script></body></html>".to_owned(),
    ] {
        assert_eq!(article_of(&page), Err(NoArticle::NotFound), "{page}");
    }
    let long = "<p>x</p>".repeat(LONGEST_PAGE / 7);
    assert_eq!(article_of(&long), Err(NoArticle::TooLong));
}
