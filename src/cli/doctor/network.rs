//! The way out: names, root certificates, the relay. Nothing is sent, and no feed is asked.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use tokio::time::timeout;

use crate::cli::doctor::Check;
use crate::cli::doctor::Patient;
use crate::deliver::Channel;
use crate::deliver::ProbeStep;
use crate::deliver::SmtpFault;
use crate::fetch::Fetcher;
use crate::pipeline::MAILDIR;

/// A resolver that says nothing for so long is as good as none.
const LOOKUP: Duration = Duration::from_secs(10);

/// A relay may greet slowly on purpose; longer than this nobody waits before a terminal.
const GREETING: Duration = Duration::from_secs(30);

/// Feeds whose names are looked up.
const FEEDS: usize = 2;

pub(super) async fn check(patient: &Patient) -> Vec<Check> {
    let settings = &patient.settings;
    let maildir = settings.store.directory().join(MAILDIR);
    let channel = Channel::new(settings.relay.as_ref(), &maildir);
    let relay = channel.as_ref().ok().and_then(Channel::host);
    let mut checks = vec![names(patient, relay).await, roots(patient)];
    checks.push(match &channel {
        Ok(channel) => greet(channel, &maildir).await,
        Err(fault) => unready(fault),
    });
    checks
}

/// Looks up the relay and the first feeds, but none that a proxy is to look up: that would tell who reads it.
async fn names(patient: &Patient, relay: Option<&str>) -> Check {
    let feeds = patient.watchlist.feeds.iter();
    let open = feeds.filter(|feed| {
        feed.via.is_none() && patient.settings.fetch.proxy.is_none() && !feed.is_paused
    });
    let hosts = open.filter_map(|feed| feed.url.domain()).map(str::to_owned);
    let mut asked: BTreeSet<String> = BTreeSet::new();
    for host in hosts {
        if asked.len() == FEEDS {
            break;
        }
        asked.insert(host);
    }
    let is_name = |host: &&str| host.parse::<std::net::IpAddr>().is_err();
    asked.extend(relay.filter(is_name).map(str::to_owned));
    if asked.is_empty() {
        return Check::ok("names", "there is no name to look up");
    }
    let mut failed = Vec::new();
    for host in &asked {
        let looked_up = timeout(LOOKUP, tokio::net::lookup_host((host.as_str(), 443))).await;
        match looked_up.map(|found| found.map(Iterator::count)) {
            Ok(Ok(1..)) => {}
            Ok(Ok(0)) => failed.push(format!("{host} has no address")),
            Ok(Err(error)) => failed.push(format!("{host}: {error}")),
            Err(_) => failed.push(format!("{host}: no answer within {} s", LOOKUP.as_secs())),
        }
    }
    let all: Vec<&str> = asked.iter().map(String::as_str).collect();
    if failed.is_empty() {
        return Check::ok("names", format!("{} are known", all.join(", ")));
    }
    let advice = if failed.len() == asked.len() {
        "no name is known: look at /etc/resolv.conf and at the network"
    } else {
        "the others are known: look for a misspelling, or ask again later"
    };
    Check::fault("names", failed.join("\n"), advice)
}

/// Building what talks to feeds reads the machine's root certificates.
fn roots(patient: &Patient) -> Check {
    match Fetcher::new(&patient.settings.fetch) {
        Ok(_) => Check::ok(
            "certificates",
            "the machine's root certificates can be read",
        ),
        Err(error) => Check::fault(
            "certificates",
            error.to_string(),
            "install the root certificates: apt install ca-certificates",
        ),
    }
}

async fn greet(channel: &Channel, maildir: &Path) -> Check {
    if channel.host().is_none() {
        let words = format!(
            "there is none: letters do not leave this machine ({})",
            maildir.display()
        );
        return Check::ok("relay", words);
    }
    let steps = match timeout(GREETING, channel.greet()).await {
        Ok(steps) => steps,
        Err(_) => {
            let words = format!(
                "it has not greeted and let us in within {} s",
                GREETING.as_secs()
            );
            let advice = "check host and port under [relay], and that this machine may reach them";
            return Check::fault("relay", words, advice);
        }
    };
    match steps.iter().find(|step| !step.is_ok) {
        Some(failed) => Check::fault(
            "relay",
            format!("{}: {}", failed.step, failed.detail),
            "\"wirewatch mail test ADDRESS\" tells every step; letters wait in the outbox meanwhile",
        ),
        None => {
            let told = |step: &ProbeStep| step.detail.lines().next().unwrap_or_default().to_owned();
            let words: Vec<String> = steps.iter().map(told).collect();
            Check::ok("relay", words.join("; "))
        }
    }
}

fn unready(fault: &SmtpFault) -> Check {
    if matches!(fault, SmtpFault::HalfLogin) {
        return Check::warning(
            "relay",
            "not tried: its password is handed to the service only",
            "\"journalctl -u wirewatch\" and \"wirewatch status\" tell whether letters are accepted",
        );
    }
    let advice =
        "see [relay] in wirewatch.toml; without root certificates: apt install ca-certificates";
    Check::fault("relay", fault.to_string(), advice)
}
