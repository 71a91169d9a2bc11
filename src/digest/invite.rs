//! How one reader can answer: mark-links under each story, and the end of these letters, put into a view that is otherwise
//! the same for all readers.

use crate::digest::view::LetterView;
use crate::digest::view::MarkLinks;
use crate::model::answer::Invitation;
use crate::model::mark::Judgement;

/// Adds the links of this reader's own letter.
pub(super) fn invite(letter: &mut LetterView, invitation: &Invitation) {
    let sections = letter.sections.iter_mut();
    let stories = sections.flat_map(|section| &mut section.stories);
    let stories = stories.chain(&mut letter.developments);
    for story in stories.take(invitation.most) {
        story.marks = Some(MarkLinks {
            useful: invitation.mark(story.id, Judgement::Useful),
            noise: invitation.mark(story.id, Judgement::Noise),
        });
    }
    // The link says it better than a word that nobody may be there to read.
    letter
        .footer
        .retain(|line| !line.starts_with("To stop these letters"));
    if invitation.most > 0 {
        letter.footer.push(
            "Say what you think of a story by its links; in plain text, write noise for useful where it is that.".to_owned(),
        );
    }
    letter.unsubscribe = Some(invitation.unsubscribe());
}
