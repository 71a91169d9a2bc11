//! `wirewatch completions SHELL` and `wirewatch man`: made from the same words as `--help`.

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use clap::CommandFactory;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::Cli;
use crate::cli::args::CompletionsArgs;
use crate::cli::args::ManArgs;

/// The last sections of wirewatch(1), in roff.
const FILES: &str = r#".SH FILES
.TP
\fI/etc/wirewatch/wirewatch.toml\fR
the machine: archive, relay, page, fetching
.TP
\fI/etc/wirewatch/watchlist.toml\fR, \fI/etc/wirewatch/watchlist.d/*.toml\fR
what to watch, where, and whom to tell
.TP
\fI/var/lib/wirewatch\fR
the service's archive, \fIwirewatch.db\fR, with the copies that upgrades made of it, and letters while there is no relay
.PP
A user who has \fI~/.config/wirewatch\fR is served from there, with the archive in \fI~/.local/state/wirewatch\fR.
.SH ENVIRONMENT
.TP
\fBWIREWATCH_RELAY_PASSWORD\fR
the relay's password where \fIwirewatch.toml\fR names neither a credential nor a file
.TP
\fBSTATE_DIRECTORY\fR, \fBCREDENTIALS_DIRECTORY\fR, \fBXDG_CONFIG_HOME\fR, \fBXDG_STATE_HOME\fR
folders, as systemd and the desktop set them
.SH SIGNALS
SIGHUP reads the files again; \fBwirewatch reload\fR does that and says what became of it. SIGTERM and SIGINT finish what is
under way and end; a second one ends at once.
.SH SEE ALSO
\fBwirewatch\-run\fR(1), \fBwirewatch\-check\fR(1), \fBwirewatch\-status\fR(1), \fBsystemd.unit\fR(5), and the guides in
\fI/usr/share/doc/wirewatch\fR
"#;

pub(super) fn completions(args: &CompletionsArgs) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "wirewatch", &mut script);
    std::io::stdout().lock().write_all(&script)?;
    Ok(Exit::Ok)
}

pub(super) fn man(args: &ManArgs) -> Result<Exit, Failure> {
    match &args.dir {
        Some(folder) => write_all(folder)?,
        None => std::io::stdout().lock().write_all(&front_page()?)?,
    }
    Ok(Exit::Ok)
}

/// `wirewatch.1`, `wirewatch-feed.1`, `wirewatch-feed-add.1` and so on.
fn write_all(folder: &Path) -> Result<(), Failure> {
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), folder))
        .and_then(|()| std::fs::write(folder.join("wirewatch.1"), front_page()?));
    written.with_context(|| format!("cannot write manual pages into {}", folder.display()))?;
    Ok(())
}

/// The page of the whole program, with what `--help` has no room for.
fn front_page() -> std::io::Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    page.extend_from_slice(FILES.as_bytes());
    Ok(page)
}
