//! An event as ntfy, Matrix, Slack and Mattermost take it: a headline and a line a story, each in the way of writing of the
//! place, with everything from a feed escaped for it, and cut at whole stories where the place has a limit.

use serde_json::Value;
use serde_json::json;
use url::Url;

/// ntfy makes an attachment of what is longer than 4,096 bytes.
const MOST_FOR_NTFY: usize = 3800;

/// Far below the limits of the others (16,383 characters, 40,000, 64 KiB); a longer message is not read in a chat.
const MOST_FOR_CHAT: usize = 12_000;

/// Zero-width: `@channel` in a headline must not wake a whole channel.
const NO_MENTION: &str = "@\u{200b}";

/// What a line is made from.
struct Line<'e> {
    title: &'e str,
    url: Option<&'e str>,
    outlet: &'e str,
}

pub(super) fn ntfy(mut url: Url, event: &Value) -> (Url, Vec<u8>) {
    // Published to the server's root with the topic inside, which takes any letters in title and text.
    let topic = url.path().trim_matches('/').to_owned();
    url.set_path("/");
    let message = lines(event, MOST_FOR_NTFY, |line| {
        let link = line.url.map(|url| format!("\n  {url}")).unwrap_or_default();
        format!("• {} ({}){link}", line.title, line.outlet)
    });
    let body = json!({
        "topic": topic,
        "title": subject(event),
        "message": if message.is_empty() { subject(event) } else { message.as_str() },
    });
    (url, with_click(body, event).to_string().into_bytes())
}

fn with_click(mut body: Value, event: &Value) -> Value {
    if let Some(page) = event["data"]["page"].as_str() {
        body["click"] = json!(page);
    }
    body
}

pub(super) fn matrix(mut url: Url, event: &Value, id: &str) -> (Url, Vec<u8>) {
    // The transaction in the path makes a second copy the same event to the server.
    url.set_path(&format!("{}/{id}", url.path().trim_end_matches('/')));
    let plain = lines(event, MOST_FOR_CHAT, |line| {
        let link = line.url.map(|url| format!(" {url}")).unwrap_or_default();
        format!("• {} ({}){link}", line.title, line.outlet)
    });
    let formatted = lines(event, MOST_FOR_CHAT, |line| {
        let title = html(line.title);
        let title = match line.url {
            Some(url) => format!("<a href=\"{}\">{title}</a>", html(url)),
            None => title,
        };
        format!("<li>{title} ({})</li>", html(line.outlet))
    });
    let body = json!({
        "msgtype": "m.notice",
        "body": format!("{}\n{plain}", subject(event)),
        "format": "org.matrix.custom.html",
        "formatted_body": format!("<strong>{}</strong><ul>{formatted}</ul>", html(subject(event))),
        "m.mentions": {},
    });
    (url, body.to_string().into_bytes())
}

pub(super) fn slack(event: &Value) -> Vec<u8> {
    let message = lines(event, MOST_FOR_CHAT, |line| {
        let title = slack_text(line.title);
        let title = match line.url {
            Some(url) => format!("<{}|{title}>", slack_text(&url.replace('|', "%7C"))),
            None => title,
        };
        format!("• {title} ({})", slack_text(line.outlet))
    });
    let text = format!("*{}*\n{message}", slack_text(subject(event)));
    json!({ "text": text, "unfurl_links": false })
        .to_string()
        .into_bytes()
}

pub(super) fn mattermost(event: &Value) -> Vec<u8> {
    let message = lines(event, MOST_FOR_CHAT, |line| {
        let title = markdown(line.title);
        let title = match line.url {
            Some(url) => format!("[{title}]({})", url.replace('(', "%28").replace(')', "%29")),
            None => title,
        };
        format!("- {title} ({})", markdown(line.outlet))
    });
    let text = format!("**{}**\n{message}", markdown(subject(event)));
    json!({ "text": text }).to_string().into_bytes()
}

fn subject(event: &Value) -> &str {
    event["data"]["subject"].as_str().unwrap_or_default()
}

/// A line a story as long as there is room, then how many more there are.
fn lines(event: &Value, room: usize, write: impl Fn(&Line<'_>) -> String) -> String {
    let stories = event["data"]["stories"].as_array();
    let stories = stories.map(Vec::as_slice).unwrap_or_default();
    let hidden = event["data"]["more"].as_u64().unwrap_or(0);
    let mut text = String::new();
    let mut told = 0;
    for story in stories {
        let line = write(&Line {
            title: story["title"].as_str().unwrap_or_default(),
            url: story["url"].as_str(),
            outlet: story["outlet"].as_str().unwrap_or_default(),
        });
        if text.len() + line.len() + 1 > room {
            break;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&line);
        told += 1;
    }
    let more = stories.len() as u64 - told + hidden;
    if more > 0 {
        text.push_str(&format!("\n+{more} more"));
    }
    text
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn slack_text(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '@' => out.push_str(NO_MENTION),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '+' | '!' | '|'
            | '<' | '>' | '~' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}
