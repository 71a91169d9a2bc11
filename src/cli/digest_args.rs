//! The words of `wirewatch digest`, and their help.

use clap::Args;
use clap::Subcommand;
use clap::ValueEnum;
use jiff::Timestamp;

use crate::cli::args::JsonArgs;

#[derive(Debug, Subcommand)]
pub(super) enum DigestCommand {
    /// Show the letter that would be sent now; send nothing
    Preview(PreviewArgs),
    /// Issue a digest now and send it
    Send(SendArgs),
    /// List the digests issued, newest first
    List(DigestListArgs),
    /// Show one digest as it was sent
    Show(ShowArgs),
    /// Queue a digest's letters again: the same bytes, the same Message-ID; none to those who left it
    Resend(ResendArgs),
    /// Prove from the tables that no matching article and no letter is lost
    ///
    /// Every article that met a topic of a digest stands in exactly one of its issues or waits for the next one, and every
    /// letter is accepted, failed, withdrawn because its reader left, or due with its next attempt. Each breach is named, and ends the command with 1.
    Verify(JsonArgs),
    /// Write no further letters of a digest to a reader
    Unsubscribe(ReaderArgs),
    /// Write letters to a reader again who left a digest
    Resubscribe(ReaderArgs),
}

#[derive(Debug, Args)]
pub(super) struct ResendArgs {
    /// Its number
    pub(super) number: i64,
    /// Only the letter to this recipient
    #[arg(long, value_name = "ADDRESS")]
    pub(super) to: Option<String>,
    /// Also letters that the relay has accepted: their readers get a second copy
    #[arg(long)]
    pub(super) accepted: bool,
}

#[derive(Debug, Args)]
pub(super) struct ReaderArgs {
    /// Which digest
    pub(super) name: String,
    /// Who, as `to` of the digest has it
    pub(super) address: String,
}

#[derive(Debug, Args)]
pub(super) struct DigestListArgs {
    /// The alerts instead
    #[arg(long)]
    pub(super) alerts: bool,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct PreviewArgs {
    /// Which digest
    pub(super) name: String,
    /// Print the HTML part
    #[arg(long)]
    pub(super) html: bool,
    /// Show the HTML part in a browser, or say where it is
    #[arg(long, conflicts_with = "html")]
    pub(super) open: bool,
    /// Do as if it were this time
    #[arg(long, value_name = "RFC3339")]
    pub(super) at: Option<Timestamp>,
}

#[derive(Debug, Args)]
pub(super) struct SendArgs {
    /// Which digest
    pub(super) name: String,
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// Its number
    pub(super) number: i64,
    /// In which form: one part of the letter, or the whole message byte for byte
    #[arg(long = "as", value_name = "FORM", value_enum, default_value_t = LetterForm::Eml, conflicts_with = "json", hide_default_value = true)]
    pub(super) form: LetterForm,
    /// The letter to this recipient; without it, the first one
    #[arg(long, value_name = "ADDRESS", conflicts_with = "json")]
    pub(super) to: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// How a letter is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LetterForm {
    /// The text part
    Text,
    /// The HTML part
    Html,
    /// The whole message
    Eml,
}
