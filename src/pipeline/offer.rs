//! What a feed's answer offers to have pushed (WebSub, section 4), and the one write when that is another than before.

use url::Url;

use crate::model::feed::Feed;
use crate::model::item::Channel;
use crate::model::pledge::HubLinks;
use crate::model::pledge::Offer;
use crate::pipeline::Pipeline;
use crate::store::StoreError;

/// Hubs are not told addresses longer than this.
const LONGEST_TOPIC: usize = 2048;

/// Remembers what the feed offers, and wakes those who ask hubs when it is news.
pub(super) async fn note(
    pipeline: &Pipeline,
    feed: &Feed,
    links: &HubLinks,
    channel: &Channel,
) -> Result<(), StoreError> {
    let now = offered(feed, links, channel);
    let name = feed.name.clone();
    let before = pipeline.store.read(move |view| view.offer(&name)).await?;
    if before == now {
        return Ok(());
    }
    let (name, url) = (feed.name.clone(), feed.url.clone());
    pipeline
        .store
        .write(move |tx| match tx.is_at(&name, &url)? {
            true => tx.keep_offer(&name, now.as_ref()),
            false => Ok(()),
        })
        .await?;
    pipeline.push_bell.notify_one();
    Ok(())
}

/// Headers come before what stands in the body. A feed that does not say what it calls itself offers nothing: the address
/// that we ask may hold a secret, which is not the hub's to know.
fn offered(feed: &Feed, links: &HubLinks, channel: &Channel) -> Option<Offer> {
    // A feed that is asked through a proxy of its own is not told, by way of its hub, who we are.
    if feed.via.is_some() {
        return None;
    }
    let hubs = match links.hubs.as_slice() {
        [] => &channel.hubs,
        hubs => hubs,
    };
    let topic = links.self_link.as_ref().or(channel.self_link.as_ref())?;
    let is_plain = topic.password().is_none() && topic.username().is_empty();
    if !is_plain || topic.as_str().len() > LONGEST_TOPIC {
        return None;
    }
    Some(Offer {
        feed: feed.name.clone(),
        hub: best(hubs, topic)?.clone(),
        topic: topic.clone(),
    })
}

/// The first hub that can be told a secret, else the first.
fn best<'a>(hubs: &'a [Url], topic: &Url) -> Option<&'a Url> {
    let hubs = || hubs.iter().filter(|hub| *hub != topic);
    hubs()
        .find(|hub| hub.scheme() == "https")
        .or_else(|| hubs().next())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn feed() -> Feed {
        Feed {
            name: "wire".parse().unwrap(),
            url: "https://news.example/feed?key=secret".parse().unwrap(),
            every: None,
            language: None,
            label: None,
            via: None,
            headers: Vec::new(),
            access: crate::model::access::Access::default(),
            full_text: false,
            expect: None,
            encoding: None,
            backfill: Duration::ZERO,
            is_paused: false,
        }
    }

    fn urls(texts: &[&str]) -> Vec<Url> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn links(hubs: &[&str], own: &[&str]) -> HubLinks {
        HubLinks {
            hubs: urls(hubs),
            self_link: urls(own).pop(),
        }
    }

    fn channel(hubs: &[&str], own: &[&str]) -> Channel {
        Channel {
            hubs: urls(hubs),
            self_link: urls(own).pop(),
            ..Channel::default()
        }
    }

    fn told(links: &HubLinks, channel: &Channel) -> Option<(String, String)> {
        offered(&feed(), links, channel).map(|offer| (offer.hub.into(), offer.topic.into()))
    }

    const HEAD: &[&str] = &["https://head.example/"];
    const BODY: &[&str] = &["https://body.example/"];
    const OWN: &[&str] = &["https://news.example/feed"];

    #[test]
    fn headers_come_before_the_body() {
        let offer = |hub: &[&str]| Some((hub[0].to_owned(), OWN[0].to_owned()));

        assert_eq!(told(&links(HEAD, OWN), &channel(BODY, HEAD)), offer(HEAD));
        assert_eq!(told(&links(&[], &[]), &channel(BODY, OWN)), offer(BODY));
        assert_eq!(told(&links(HEAD, &[]), &channel(&[], OWN)), offer(HEAD));
    }

    #[test]
    fn half_an_offer_is_none_and_our_own_address_is_never_told() {
        for (links, channel) in [
            (links(HEAD, &[]), channel(BODY, &[])),
            (links(&[], OWN), channel(&[], OWN)),
            (links(OWN, OWN), channel(&[], &[])),
            (
                links(HEAD, &["https://me:pw@news.example/feed"]),
                channel(&[], &[]),
            ),
        ] {
            assert_eq!(told(&links, &channel), None);
        }
    }

    #[test]
    fn a_hub_that_can_keep_a_secret_is_preferred() {
        let two = links(&["http://plain.example/", HEAD[0]], OWN);

        assert_eq!(told(&two, &channel(&[], &[])).unwrap().0, HEAD[0]);
    }

    #[test]
    fn a_feed_behind_a_proxy_of_its_own_is_polled_only() {
        let hidden = Feed {
            via: Some("socks5h://127.0.0.1:9050".parse().unwrap()),
            ..feed()
        };

        assert_eq!(
            offered(&hidden, &links(HEAD, OWN), &channel(&[], &[])),
            None
        );
    }
}
