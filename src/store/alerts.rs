//! Alerts: noticed while articles are admitted, held, told by a letter or passed over.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;

use crate::model::alert::AlertAbout;
use crate::model::alert::AlertState;
use crate::model::alert::HeldBy;
use crate::model::alert::KeptAlert;
use crate::model::alert::NewAlert;
use crate::model::alert::PassedBy;
use crate::model::burst::Burst;
use crate::model::ids::AlertId;
use crate::model::ids::ArticleId;
use crate::model::ids::BurstId;
use crate::model::ids::DigestName;
use crate::model::ids::DigestNumber;
use crate::model::recipient::Recipient;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::bursts::burst_row;
use crate::store::columns;
use crate::store::columns::Ms;

/// Alerts of one digest that wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingCount {
    /// Whose recipients.
    pub digest: DigestName,
    /// Why; `None`: they go at once.
    pub held: Option<HeldBy>,
    /// How many.
    pub alerts: u64,
}

impl Tx {
    /// Notes something as worth an instant letter; what was noted before for this digest is not noted again. Tells whether
    /// it was new.
    pub fn notice_alert(&mut self, alert: &NewAlert, now: Timestamp) -> Result<bool, StoreError> {
        let (article, burst) = match alert.about {
            AlertAbout::Article(article, _) => (Some(article), None),
            AlertAbout::Burst(burst) => (None, Some(burst)),
        };
        let noticed = self.change(
            "INSERT INTO alerts (digest_name, topic, article, burst, noticed_at)
             VALUES (:digest, :topic, :article, :burst, :now)
             ON CONFLICT DO NOTHING",
            named_params! {
                ":digest": alert.digest.as_str(),
                ":topic": alert.topic.as_str(),
                ":article": article,
                ":burst": burst,
                ":now": Ms(now),
            },
        )?;
        Ok(noticed > 0)
    }

    /// Writes down why an alert waits.
    pub fn hold_alert(&mut self, id: AlertId, held: HeldBy) -> Result<(), StoreError> {
        self.change(
            "UPDATE alerts SET held = :held WHERE id = :id AND state = 'waiting' AND held IS NOT :held",
            named_params! { ":id": id, ":held": held.as_str() },
        )?;
        Ok(())
    }

    /// Settles an alert that gets no letter of its own; `number` is the letter that told it all the same.
    pub fn pass_alert(
        &mut self,
        id: AlertId,
        passed: PassedBy,
        number: Option<DigestNumber>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.change(
            "UPDATE alerts SET state = 'passed', passed = :passed, number = :number, settled_at = :now
             WHERE id = :id AND state = 'waiting'",
            named_params! { ":id": id, ":passed": passed.as_str(), ":number": number, ":now": Ms(now) },
        )?;
        Ok(())
    }

    /// Settles alerts that a letter tells, in the transaction that writes the letter; of several letters the first one settles.
    pub fn alerts_told(
        &mut self,
        ids: &[AlertId],
        number: DigestNumber,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for id in ids {
            self.change(
                "UPDATE alerts SET state = 'told', number = :number, settled_at = :now
                 WHERE id = :id AND state = 'waiting'",
                named_params! { ":id": id, ":number": number, ":now": Ms(now) },
            )?;
            self.change(
                "INSERT INTO alert_letters (number, alert) VALUES (:number, :id)",
                named_params! { ":id": id, ":number": number },
            )?;
        }
        Ok(())
    }

    /// An alert that others were told waits on for one reader, in a row of its own.
    pub fn hold_alert_for(
        &mut self,
        id: AlertId,
        to: &Recipient,
        held: HeldBy,
    ) -> Result<(), StoreError> {
        self.change(
            "INSERT INTO alerts (digest_name, rcpt_to, topic, article, burst, noticed_at, held)
             SELECT digest_name, :to, topic, article, burst, noticed_at, :held FROM alerts WHERE id = :id
             ON CONFLICT DO NOTHING",
            named_params! { ":id": id, ":to": to.as_str(), ":held": held.as_str() },
        )?;
        Ok(())
    }

    /// Settles what waits for readers of a digest who are none any more; everything, where it has no reader left.
    pub fn pass_alerts_of_left(
        &mut self,
        digest: &DigestName,
        readers: &[Recipient],
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        self.change(
            "UPDATE alerts SET state = 'passed', passed = 'unasked', settled_at = :now
             WHERE state = 'waiting' AND digest_name = :digest
               AND (:is_unread OR rcpt_to NOT IN (SELECT value FROM json_each(:readers)))",
            named_params! {
                ":digest": digest.as_str(),
                ":readers": columns::json_list(readers.iter().map(Recipient::as_str)),
                ":is_unread": readers.is_empty(),
                ":now": Ms(now),
            },
        )
    }

    /// Settles what waits for digests that the watchlist no longer has.
    pub fn pass_alerts_of_others(
        &mut self,
        digests: &[DigestName],
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let names = columns::json_list(digests.iter().map(DigestName::as_str));
        self.change(
            "UPDATE alerts SET state = 'passed', passed = 'unasked', settled_at = :now
             WHERE state = 'waiting' AND digest_name NOT IN (SELECT value FROM json_each(:names))",
            named_params! { ":names": names, ":now": Ms(now) },
        )
    }
}

impl View {
    /// How many alerts wait, by digest and reason.
    pub fn waiting_counts(&self) -> Result<Vec<WaitingCount>, StoreError> {
        self.rows(
            "SELECT digest_name, held, count(DISTINCT coalesce('a' || article, 'b' || burst)) AS alerts FROM alerts
             WHERE state = 'waiting'
             GROUP BY digest_name, held
             ORDER BY digest_name, held",
            [],
            |row| {
                Ok(WaitingCount {
                    digest: columns::text(row, "digest_name")?,
                    held: held_of(row)?,
                    alerts: columns::count(row, "alerts")?,
                })
            },
        )
    }

    /// A burst as it was told then.
    pub fn burst(&self, id: BurstId) -> Result<Option<Burst>, StoreError> {
        self.row(
            "SELECT topic, noticed, since, hours, stories, usual, terms, outlets FROM bursts WHERE id = :id",
            named_params! { ":id": id },
            burst_row,
        )
    }

    /// What became of an article as an alert, by digest.
    pub fn alerts_of(&self, article: ArticleId) -> Result<Vec<KeptAlert>, StoreError> {
        self.rows(
            "SELECT digest_name, rcpt_to, topic, noticed_at, state, held, passed, number, settled_at FROM alerts
             WHERE article = :article
             ORDER BY id",
            named_params! { ":article": article },
            kept,
        )
    }

    /// Did this article come after its feed was first read, and is it neither back catalogue nor a copy?
    pub fn came_as_news(&self, article: ArticleId) -> Result<bool, StoreError> {
        self.one(
            "SELECT EXISTS (SELECT 1 FROM articles a
                            JOIN feeds f ON f.id = a.feed
                            LEFT JOIN placements p ON p.article = a.id
                            WHERE a.id = :article AND a.is_backfill = 0 AND p.copy_of IS NULL
                              AND a.first_seen > f.first_polled) AS is_news",
            named_params! { ":article": article },
            |row| row.get("is_news"),
        )
    }
}

fn kept(row: &Row<'_>) -> rusqlite::Result<KeptAlert> {
    let passed: Option<String> = row.get("passed")?;
    let number: Option<DigestNumber> = row.get("number")?;
    let state = match (passed, number) {
        (Some(_), _) => AlertState::Passed(columns::word(row, "passed", PassedBy::from_word)?),
        (None, Some(number)) => AlertState::Told(number),
        (None, None) => AlertState::Waiting(held_of(row)?),
    };
    Ok(KeptAlert {
        digest: columns::text(row, "digest_name")?,
        to: columns::maybe_text(row, "rcpt_to")?,
        topic: columns::text(row, "topic")?,
        noticed: columns::time(row, "noticed_at")?,
        state,
        settled: columns::maybe_time(row, "settled_at")?,
    })
}

pub(super) fn held_of(row: &Row<'_>) -> rusqlite::Result<Option<HeldBy>> {
    let word: Option<String> = row.get("held")?;
    match word {
        Some(_) => columns::word(row, "held", HeldBy::from_word).map(Some),
        None => Ok(None),
    }
}
