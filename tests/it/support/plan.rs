//! Plan: what a world's owner writes into `wirewatch.toml` and `watchlist.toml`.

/// Both files in the making. Feeds are named after their path at the origin.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    topics: String,
    feeds: Vec<(String, String)>,
    digests: String,
    has_relay: bool,
    is_relay_closed: bool,
    has_page: bool,
    is_public: bool,
}

impl Plan {
    /// Nothing at all.
    pub(crate) fn empty() -> Self {
        Self {
            has_relay: true,
            ..Self::default()
        }
    }

    /// The usual desk: one topic, one feed called `wire`, a digest a minute to desk@example.org that is silent when empty.
    pub(crate) fn desk() -> Self {
        Self::empty()
            .topic("sanctions", "any = [\"sanction\", \"asset freeze\"]")
            .feed("wire")
            .digest(
                "desk",
                "topics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
            )
    }

    /// A `[topic.NAME]` table.
    pub(crate) fn topic(mut self, name: &str, body: &str) -> Self {
        self.topics.push_str(&format!("[topic.{name}]\n{body}\n\n"));
        self
    }

    /// A feed served at `/NAME`, whose back catalogue of a day is mailed.
    pub(crate) fn feed(self, name: &str) -> Self {
        self.feed_with(name, "every = \"5s\"\nbackfill = \"24h\"")
    }

    /// A feed served at `/NAME`, with these keys beside its address.
    pub(crate) fn feed_with(mut self, name: &str, body: &str) -> Self {
        self.feeds.push((name.to_owned(), body.to_owned()));
        self
    }

    /// A digest a minute that is silent when empty.
    pub(crate) fn digest(self, name: &str, body: &str) -> Self {
        self.digest_with(
            name,
            &format!("cron = \"* * * * *\"\ntz = \"UTC\"\nwhen_empty = \"skip\"\n{body}"),
        )
    }

    /// A `[digest.NAME]` table as it stands.
    pub(crate) fn digest_with(mut self, name: &str, body: &str) -> Self {
        self.digests
            .push_str(&format!("[digest.{name}]\n{body}\n\n"));
        self
    }

    /// No `[relay]` at all.
    pub(crate) fn without_relay(self) -> Self {
        Self {
            has_relay: false,
            ..self
        }
    }

    /// A relay that refuses connections until the test opens it.
    pub(crate) fn relay_is_closed(self) -> Self {
        Self {
            is_relay_closed: true,
            ..self
        }
    }

    /// With the local page, on a port of its own choice.
    pub(crate) fn with_page(self) -> Self {
        Self {
            has_page: true,
            ..self
        }
    }

    /// With the local page, and a public address by which hubs reach it.
    pub(crate) fn with_public_page(self) -> Self {
        Self {
            is_public: true,
            ..self.with_page()
        }
    }

    pub(super) fn is_relay_closed(&self) -> bool {
        self.is_relay_closed
    }

    /// The text of `watchlist.toml`; `url` gives the address of a path at the origin.
    pub(crate) fn watchlist(&self, url: impl Fn(&str) -> String) -> String {
        let mut text = format!("schema = 1\n\n{}", self.topics);
        for (name, body) in &self.feeds {
            let url = url(&format!("/{name}"));
            text.push_str(&format!("[feed.{name}]\nurl = \"{url}\"\n{body}\n\n"));
        }
        text + &self.digests
    }

    pub(super) fn settings(&self, relay_port: u16) -> String {
        let listen = if self.has_page { "127.0.0.1:0" } else { "" };
        let public_url = if self.is_public {
            format!("public_url = \"http://{}/\"\n", super::hub::PUBLIC_HOST)
        } else {
            String::new()
        };
        let mut text = format!(
            "[store]\npath = \"STATE/wirewatch.db\"\n\n[web]\nlisten = \"{listen}\"\n{public_url}\n\
             [fetch]\nallow_private = [\"127.0.0.1\"]\nper_host = 64\ntimeout = \"3s\"\n"
        );
        if self.has_relay {
            text.push_str(&format!(
                "\n[relay]\nhost = \"127.0.0.1\"\nport = {relay_port}\ntls = \"none\"\n\
                 from = \"wirewatch@example.org\"\n"
            ));
        }
        text
    }
}
