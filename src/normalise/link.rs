//! What the copies of one page's address share. The result is for comparing and looking up; readers are sent to the link
//! as it was published.

use url::Url;

/// Parameters that say how a reader came, not what the page is; a `*` stands for any ending.
const NOISE: [&str; 62] = [
    "utm_*",
    "at_*",
    "itm_*",
    "mtm_*",
    "pk_*",
    "piwik_*",
    "hsa_*",
    "_hs*",
    "oly_*",
    "vero_*",
    "ns_*",
    "wt_*",
    "wt.*",
    "__twitter_*",
    "fb_*",
    "sc_*",
    "s_cid",
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "ysclid",
    "twclid",
    "ttclid",
    "igshid",
    "igsh",
    "li_fat_id",
    "epik",
    "rdid",
    "ml_subscriber*",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "_ga",
    "_gl",
    "ocid",
    "ncid",
    "icid",
    "cid",
    "cmpid",
    "cmp",
    "intcmp",
    "ito",
    "smid",
    "smtyp",
    "emc",
    "partner",
    "xtor",
    "xts",
    "wickedid",
    "__source",
    "spref",
    "share",
    "phpsessid",
    "jsessionid",
    "sid",
    "amp",
    "outputtype",
];

/// Parameters that are noise only with these values.
const NOISE_BY_VALUE: [(&str, &[&str]); 5] = [
    (
        "ref",
        &[
            "rss", "feed", "rss_feed", "twitter", "facebook", "telegram", "tw", "fb", "home",
        ],
    ),
    (
        "source",
        &["rss", "feed", "twitter", "facebook", "telegram", "amp"],
    ),
    ("from", &["rss", "feed", "twitter", "facebook", "telegram"]),
    ("feed", &["rss", "rss2", "atom"]),
    ("rss", &["", "1", "true"]),
];

/// `link` without scheme, port, fragment, tracking parameters and other differences between copies of one page.
/// What it gives for its own result is the result.
#[must_use]
pub fn canonical_link(link: &Url) -> String {
    let mut link = link.clone();
    let _ = link.set_username("");
    let _ = link.set_password(None);
    if link.scheme() == "http" && link.port().is_none() {
        let _ = link.set_scheme("https");
    }
    if !link.fragment().is_some_and(is_page) {
        link.set_fragment(None);
    }
    settle_host(&mut link);
    settle_path(&mut link);
    settle_query(&mut link);
    link.into()
}

/// A fragment that tells pages apart: `#!/news/1`, `#/news/1`.
fn is_page(fragment: &str) -> bool {
    fragment.starts_with(['!', '/'])
}

/// Without `www.` and `amp.` before a name that has enough left.
fn settle_host(link: &mut Url) {
    let Some(host) = link.domain().map(str::to_owned) else {
        return;
    };
    let mut bare = host.trim_end_matches('.');
    while let Some(shorter) = ["www.", "amp."]
        .iter()
        .find_map(|part| bare.strip_prefix(part))
    {
        if !shorter.contains('.') {
            break;
        }
        bare = shorter;
    }
    // What is left may be no host at all, as in `www.1.2.3`: then the host stays.
    if bare != host
        && Url::parse(&format!("https://{bare}/")).is_ok_and(|url| url.host_str() == Some(bare))
    {
        let _ = link.set_host(Some(bare));
    }
}

/// Without `/amp` at either end, session numbers and slashes at the end.
fn settle_path(link: &mut Url) {
    loop {
        let path = link.path().to_owned();
        let shorter = shorter_path(&path);
        // Setting a path settles its dots, which may leave more to take away; it never makes it longer.
        link.set_path(shorter);
        if link.path().len() >= path.len() {
            return;
        }
    }
}

fn shorter_path(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    let path = path
        .split_once(";jsessionid=")
        .map_or(path, |(before, _)| before);
    let path = ["/amp", ".amp", "/amp.html"]
        .iter()
        .find_map(|ending| path.strip_suffix(ending))
        .unwrap_or(path);
    path.strip_prefix("/amp")
        .filter(|rest| rest.starts_with('/'))
        .unwrap_or(path)
}

fn settle_query(link: &mut Url) {
    let Some(query) = link.query() else {
        return;
    };
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_noise(pair)).collect();
    match kept.is_empty() {
        true => link.set_query(None),
        false => {
            let kept = kept.join("&");
            link.set_query(Some(&kept));
        }
    }
}

fn is_noise(pair: &str) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let (name, value) = (name.to_ascii_lowercase(), value.to_ascii_lowercase());
    let name = name.strip_prefix("amp;").unwrap_or(&name);
    let is_known = |known: &str| match known.strip_suffix('*') {
        Some(begins) => name.starts_with(begins),
        None => name == known,
    };
    pair.is_empty()
        || NOISE.iter().any(|known| is_known(known))
        || NOISE_BY_VALUE
            .iter()
            .any(|(known, values)| name == *known && values.contains(&value.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn canonical(link: &str) -> String {
        canonical_link(&Url::parse(link).unwrap())
    }

    #[test]
    fn copies_of_one_page_share_a_link() {
        for link in [
            "https://desk.example/news/1",
            "http://desk.example/news/1",
            "https://DESK.example:443/news/1/",
            "https://www.desk.example/news/1#comments",
            "https://me:pw@desk.example/news/1?utm_source=rss&utm_medium=feed",
            "https://desk.example/news/1?fbclid=x&ref=rss&",
            "https://desk.example/news/1/amp/",
            "https://amp.desk.example/amp/news/1?amp=1",
            "https://desk.example/news/1;jsessionid=AB?at_medium=RSS&amp;utm_campaign=y",
            "https://desk.example./news/1",
        ] {
            assert_eq!(canonical(link), "https://desk.example/news/1", "{link}");
        }
    }

    #[test]
    fn what_tells_pages_apart_stays() {
        for link in [
            "https://desk.example/?p=12",
            "https://desk.example/news?id=2&page=1",
            "https://desk.example/news?b=2&a=1",
            "https://desk.example/news?ref=budget",
            "http://desk.example:8080/news",
            "https://desk.example/app#!/news/1",
            "https://desk.example/",
            "https://www.example/",
            "https://desk.example/camp",
            "http://127.0.0.1:9/x",
        ] {
            assert_eq!(canonical(link), link);
        }
    }

    proptest! {
        #[test]
        fn settling_twice_is_settling_once(
            host in "(www\\.|amp\\.|a\\.|1\\.){0,4}(example|1|2)",
            path in "(/|amp|a|;jsessionid=|\\.amp|\\.html|\\.\\.|%2e){0,8}",
            query in "(&|=|a|utm_x|amp;|\\?|ref=rss|;| |é){0,8}",
            fragment in "(!|/|a|#){0,3}",
        ) {
            let Ok(link) = Url::parse(&format!("http://{host}/{path}?{query}#{fragment}")) else {
                return Ok(());
            };
            let once = canonical_link(&link);
            prop_assert_eq!(canonical(&once), once);
        }
    }
}
