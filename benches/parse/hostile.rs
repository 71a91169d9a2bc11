//! Feeds that nobody writes but to trouble a reader: what is looked through again and again by a careless one.

use std::hint::black_box;

use super::busy;
use super::mega;
use super::read_whole;

/// Bytes of each, about as much as a body may have.
const BYTES: usize = 10_000_000;
/// Below this share of the speed over honest feeds an input is one that we are slow at.
const SLOW: f64 = 0.2;

/// The inputs read one by one, next to the megabytes a second of honest feeds.
pub(crate) fn measure(plain: f64) {
    println!("\nhostile: {} MB each", mega(BYTES));
    for (name, bytes) in inputs() {
        // The better of two: the first one meets cold memory.
        let seconds = [(); 2].map(|()| {
            let start = busy();
            black_box(read_whole(black_box(&bytes)));
            busy().saturating_sub(start).as_secs_f64()
        });
        let speed = mega(bytes.len()) / seconds[0].min(seconds[1]);
        let share = speed / plain;
        let mark = if share < SLOW { ", slow" } else { "" };
        println!("  {name:34} {speed:8.1} MB/s = {share:5.2} of honest ones{mark}");
    }
}

/// Each with its name. Those who refuse deep nesting do so at once, which is the point of it.
pub(crate) fn inputs() -> Vec<(&'static str, Vec<u8>)> {
    let in_title = |piece: &str| in_item("<title>", piece, "</title>");
    let in_body = |piece: &str| in_item("<description>", piece, "</description>");
    let bare = |piece: &str| in_item("", piece, "");
    vec![
        ("a title of letters", in_title("long ")),
        ("a body of letters", in_body("long ")),
        ("a title of blanks", in_title(" ")),
        ("a title of <", in_title("<")),
        ("a body of <", in_body("<")),
        ("a body of &", in_body("&")),
        ("a body of &lt;", in_body("&lt;")),
        ("a body of &#", in_body("&#")),
        (
            "a body of &CounterClockwiseContour",
            in_body("&CounterClockwiseContour"),
        ),
        ("a body of ]]>", in_body("]]>")),
        ("a body of doubly encoded letters", in_body("Ð¿")),
        ("tags never closed", bare("<a>")),
        ("tags in a title never closed", in_title("<br>")),
        ("items never closed", bare("<item>")),
        ("titles never closed", bare("<title>t")),
        ("bodies never closed", bare("<description>d")),
        ("links in bodies never closed", bare("<description><link>")),
        ("end tags of nothing", bare("</a>")),
        ("CDATA never closed", bare("<title><![CDATA[")),
        ("CDATA of nothing", in_body("<![CDATA[]]>")),
        ("comments never closed", in_title("<!--")),
        ("instructions never closed", bare("<?")),
        ("doctypes", bare("<!DOCTYPE a [")),
        ("values never closed", bare("<a b=\"")),
        ("values of values", bare("<a b='<a b=\"'>")),
        ("a tag of attributes", bare_tag(" a='b'")),
        ("a tag of namespaces", bare_tag(" xmlns:a='b'")),
        ("names without end", bare("<aaaaaaaaaaaaaaaaaaaaaaaa")),
        ("elements in elements", bare("<e:a>")),
        ("entities of entities", entities()),
        ("JSON in JSON", json("[")),
        ("JSON of nothing", json("0,")),
    ]
}

/// A feed whose one item holds the piece over and over.
fn in_item(before: &str, piece: &str, after: &str) -> Vec<u8> {
    let many = piece.repeat(BYTES / piece.len());
    format!(
        "<rss version=\"2.0\"><channel><title>t</title><item>{before}{many}{after}</item></channel></rss>"
    )
    .into_bytes()
}

fn bare_tag(attribute: &str) -> Vec<u8> {
    let many = attribute.repeat(BYTES / attribute.len());
    format!("<rss><channel><title>t</title><item{many}><title>t</title></item></channel></rss>")
        .into_bytes()
}

/// The billion laughs, and a body that laughs.
fn entities() -> Vec<u8> {
    let mut declared = String::from("<!ENTITY a 'ha'>");
    for number in 0..100 {
        declared.push_str(&format!("<!ENTITY a{number} '&a;&a;&a;&a;&a;&a;&a;&a;'>"));
    }
    let body =
        String::from_utf8_lossy(&in_item("<description>", "&a99;", "</description>")).into_owned();
    format!("<!DOCTYPE rss [{declared}]>{body}").into_bytes()
}

fn json(piece: &str) -> Vec<u8> {
    let many = piece.repeat(BYTES / piece.len());
    format!("{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"t\",\"items\":[{many}")
        .into_bytes()
}
