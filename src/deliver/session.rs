//! One talk with the relay, step by step, each step with its own patience (RFC 5321, 4.5.3.2).
//!
//! [`open`] ends before the first letter, [`Session::hand_over`] is one letter; `mail test` listens to
//! the same steps by `tell`.

use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::client::TlsParameters;
use lettre::transport::smtp::commands::Data;
use lettre::transport::smtp::commands::Ehlo;
use lettre::transport::smtp::commands::Quit;
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::extension::Extension;
use lettre::transport::smtp::extension::ServerInfo;
use lettre::transport::smtp::response::Response;
use tokio::net::TcpStream;
use tokio::time::Instant;
use tokio::time::timeout;

use crate::deliver::line::Line;
use crate::deliver::reply::Fault;
use crate::deliver::reply::Step;
use crate::deliver::reply::Why;
use crate::deliver::reply::one_line;
use crate::model::delivery::Envelope;

/// How the line is kept private, with what that takes.
pub(super) enum Privacy {
    StartTls(TlsParameters),
    Implicit(TlsParameters),
    Loopback,
}

/// What every session of a channel has in common.
pub(super) struct Plan {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) privacy: Privacy,
    pub(super) login: Option<Credentials>,
    pub(super) hello: ClientId,
    pub(super) patience: Patience,
}

/// How long to wait for what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// TCP.
    pub(super) connect: Duration,
    /// Greeting, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA: five minutes each, says the standard.
    pub(super) command: Duration,
    /// From the first byte of the letter to the reply after its end. The ten minutes after the final
    /// dot are the standard's: a relay that is cut off while it still scans delivers twice.
    pub(super) content: Duration,
    /// QUIT is a courtesy.
    pub(super) quit: Duration,
}

impl Patience {
    pub(super) const STANDARD: Self = Self {
        connect: Duration::from_secs(60),
        command: Duration::from_secs(5 * 60),
        content: Duration::from_secs(13 * 60),
        quit: Duration::from_secs(5),
    };
}

/// Hears of every step that succeeded.
pub(super) type Tell<'a> = &'a mut (dyn FnMut(Step, String) + Send);

/// An open line, logged in, ready for a letter.
pub(super) struct Session {
    connection: AsyncSmtpConnection,
    patience: Patience,
    /// The largest letter that the relay takes, where it says anything of sizes (RFC 1870).
    size: Option<u64>,
    /// When the last letter was accepted; a relay closes an idle line sooner or later.
    pub(super) idle_since: Instant,
}

/// Connects, makes the line private, logs in. The password is not said before the line is private.
pub(super) async fn open(plan: &Plan, tell: Tell<'_>) -> Result<Session, Fault> {
    let mut connection = match &plan.privacy {
        Privacy::Implicit(tls) => connect_in_tls(plan, tls, tell).await?,
        Privacy::StartTls(tls) => {
            let mut connection = connect(plan, tell).await?;
            start_tls(plan, &mut connection, tls, tell).await?;
            connection
        }
        Privacy::Loopback => connect(plan, tell).await?,
    };
    if let Some(login) = &plan.login {
        log_in(plan, &mut connection, login, tell).await?;
    }
    let size = ask_size(plan, &mut connection).await?;
    Ok(Session {
        connection,
        patience: plan.patience,
        size,
        idle_since: Instant::now(),
    })
}

impl Session {
    /// One letter to one recipient; the reply to its end.
    pub(super) async fn hand_over(
        &mut self,
        envelope: &Envelope,
        bytes: &[u8],
        tell: Tell<'_>,
    ) -> Result<(), Fault> {
        let size = self.check_size(bytes)?;
        let mail = format!("MAIL FROM:<{}>{size}\r\n", envelope.from.as_str());
        let rcpt = format!("RCPT TO:<{}>\r\n", envelope.to.as_str());
        let steps = [
            (Step::Sender, mail),
            (Step::Recipient, rcpt),
            (Step::Data, Data.to_string()),
        ];
        for (step, command) in steps {
            let command = self.connection.command(command);
            let reply = within(step, self.patience.command, command).await?;
            expect_class(step, &reply, if step == Step::Data { 3 } else { 2 })?;
            tell(step, told(step, &reply));
        }
        // lettre puts the end of a line before the final dot whether there is one or not: what arrives is to be what is kept.
        let content = bytes.strip_suffix(b"\r\n").unwrap_or(bytes);
        let content = self.connection.message(content);
        let reply = within(Step::Content, self.patience.content, content).await?;
        expect_class(Step::Content, &reply, 2)?;
        tell(Step::Content, told(Step::Content, &reply));
        self.idle_since = Instant::now();
        Ok(())
    }

    /// What MAIL says of the letter's size where the relay takes that (RFC 1870), so that it can refuse before the letter is
    /// sent. A letter that is larger than the relay says it takes is not offered to it: that will not change by itself.
    fn check_size(&self, bytes: &[u8]) -> Result<String, Fault> {
        let Some(most) = self.size else {
            return Ok(String::new());
        };
        let letter = bytes.len() as u64;
        // A relay that says 0 knows no limit.
        if most > 0 && letter > most {
            let why = Why::TooLarge { letter, most };
            return Err(Fault {
                step: Step::Sender,
                why,
            });
        }
        Ok(format!(" SIZE={}", bytes.len()))
    }

    /// Takes leave, without insisting on an answer.
    pub(super) async fn quit(mut self) {
        let _ = timeout(self.patience.quit, self.connection.command(Quit)).await;
    }
}

async fn connect(plan: &Plan, tell: Tell<'_>) -> Result<AsyncSmtpConnection, Fault> {
    let address = (plan.host.as_str(), plan.port);
    let stream = timeout(plan.patience.connect, TcpStream::connect(address))
        .await
        .map_err(|_| silent(Step::Connect, plan.patience.connect))?
        .map_err(|fault| Fault::broken(Step::Connect, &fault))?;
    let peer = stream
        .peer_addr()
        .map_err(|fault| Fault::broken(Step::Connect, &fault))?;
    if matches!(plan.privacy, Privacy::Loopback) && !is_loopback(peer.ip()) {
        let words = format!(
            "tls = \"none\" is for relays on this machine, and {} is at {}: set tls = \"required\"",
            plan.host,
            peer.ip()
        );
        return Err(Fault::unwilling(Step::Connect, &words));
    }
    tell(
        Step::Connect,
        format!("{}:{} answers at {peer}", plan.host, plan.port),
    );
    let line = Box::new(Line::new(stream));
    let greeting = AsyncSmtpConnection::connect_with_transport(line, &plan.hello);
    let connection = within(Step::Greeting, plan.patience.command, greeting).await?;
    tell(Step::Greeting, greeting_words(connection.server_info()));
    Ok(connection)
}

async fn connect_in_tls(
    plan: &Plan,
    tls: &TlsParameters,
    tell: Tell<'_>,
) -> Result<AsyncSmtpConnection, Fault> {
    let connecting = AsyncSmtpConnection::connect_tokio1(
        (plan.host.as_str(), plan.port),
        Some(plan.patience.connect),
        &plan.hello,
        Some(tls.clone()),
        None,
    );
    let connection = within(Step::Connect, plan.patience.command, connecting).await?;
    tell(
        Step::Connect,
        format!("{}:{} answers in TLS", plan.host, plan.port),
    );
    tell(Step::Greeting, greeting_words(connection.server_info()));
    Ok(connection)
}

async fn start_tls(
    plan: &Plan,
    connection: &mut AsyncSmtpConnection,
    tls: &TlsParameters,
    tell: Tell<'_>,
) -> Result<(), Fault> {
    if !connection.can_starttls() {
        let words = "the relay does not offer STARTTLS, and nothing is said over an open line: \
                     set tls = \"implicit\" and port = 465, or look who stands in between";
        return Err(Fault::unwilling(Step::Encrypt, words));
    }
    let upgrade = connection.starttls(tls.clone(), &plan.hello);
    within(Step::Encrypt, plan.patience.command, upgrade).await?;
    tell(
        Step::Encrypt,
        format!(
            "the line is private, and the certificate is {}'s",
            plan.host
        ),
    );
    Ok(())
}

async fn log_in(
    plan: &Plan,
    connection: &mut AsyncSmtpConnection,
    login: &Credentials,
    tell: Tell<'_>,
) -> Result<(), Fault> {
    const MECHANISMS: [Mechanism; 2] = [Mechanism::Plain, Mechanism::Login];
    let is_offered = MECHANISMS
        .iter()
        .any(|mechanism| connection.server_info().supports_auth_mechanism(*mechanism));
    if !is_offered {
        let words =
            "the relay offers no login by PLAIN or LOGIN: check host and port, or remove username";
        return Err(Fault::unwilling(Step::Login, words));
    }
    let auth = connection.auth(&MECHANISMS, login);
    let reply = within(Step::Login, plan.patience.command, auth).await?;
    expect_class(Step::Login, &reply, 2)?;
    tell(
        Step::Login,
        "user name and password are accepted".to_owned(),
    );
    Ok(())
}

/// Says EHLO once more, behind encryption and login, as lettre keeps nothing of what the relay says of sizes, and nothing that
/// it said over the open line may be believed.
async fn ask_size(plan: &Plan, connection: &mut AsyncSmtpConnection) -> Result<Option<u64>, Fault> {
    let asking = connection.command(Ehlo::new(plan.hello.clone()));
    match within(Step::Greeting, plan.patience.command, asking).await {
        Ok(reply) => Ok(reply.message().find_map(size_of)),
        // Greeted already; a relay that minds a second greeting has no limit that we could know.
        Err(fault) if fault.is_refusal() => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// The number behind the keyword SIZE; the keyword alone is 0, "no limit that I know".
fn size_of(line: &str) -> Option<u64> {
    let mut words = line.split_whitespace();
    let is_size = words.next()?.eq_ignore_ascii_case("SIZE");
    is_size.then(|| words.next().and_then(|most| most.parse().ok()).unwrap_or(0))
}

async fn within<T>(
    step: Step,
    limit: Duration,
    doing: impl Future<Output = Result<T, lettre::transport::smtp::Error>>,
) -> Result<T, Fault> {
    match timeout(limit, doing).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(Fault::from_lettre(step, &error)),
        Err(_) => Err(silent(step, limit)),
    }
}

fn silent(step: Step, limit: Duration) -> Fault {
    let why = Why::Timeout(limit);
    Fault { step, why }
}

/// lettre takes 2xx and 3xx alike for a yes; after the final dot a 354 is none.
fn expect_class(step: Step, reply: &Response, class: u16) -> Result<(), Fault> {
    let code = u16::from(reply.code());
    if code / 100 == class {
        return Ok(());
    }
    let why = Why::Broken(format!("{} is no answer to it", words(reply)));
    Err(Fault { step, why })
}

/// What the relay said yes to, and in which words.
fn told(step: Step, reply: &Response) -> String {
    let what = match step {
        Step::Sender => "it lets us send from this address",
        Step::Recipient => "it takes letters to this address",
        Step::Data => "it waits for the letter",
        _ => "it has taken the letter",
    };
    format!("{what} ({})", words(reply))
}

/// Who answers, and what it offers, by the names that its documentation has.
fn greeting_words(server: &ServerInfo) -> String {
    let offers = [
        (Extension::StartTls, "STARTTLS"),
        (
            Extension::Authentication(Mechanism::Plain),
            "login by PLAIN",
        ),
        (
            Extension::Authentication(Mechanism::Login),
            "login by LOGIN",
        ),
        (Extension::EightBitMime, "8BITMIME"),
        (Extension::SmtpUtfEight, "SMTPUTF8"),
    ];
    let offers: Vec<&str> = offers
        .into_iter()
        .filter(|(extension, _)| server.supports_feature(*extension))
        .map(|(_, name)| name)
        .collect();
    let offers = match offers.is_empty() {
        true => "nothing that matters here".to_owned(),
        false => offers.join(", "),
    };
    one_line(&format!("{} greets us and offers {offers}", server.name()))
}

fn words(reply: &Response) -> String {
    let text = reply.message().collect::<Vec<_>>().join(" ");
    one_line(&format!("{} {text}", reply.code()))
}

fn is_loopback(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_loopback(),
        IpAddr::V6(ip) => {
            ip.is_loopback()
                || ip
                    .to_ipv4_mapped()
                    .is_some_and(|ip: Ipv4Addr| ip.is_loopback())
        }
    }
}
