//! What readers marked -> how likely they would mark an article of the topic as useful. Pure, and the same marks make the
//! same model to the last bit: nothing is drawn by lot, and marks are taken in order.
//!
//! ```text
//! article x topic -> sight (score, traits) --+-- with marks --> regression -> Model
//!                                            +-- with a Model -> Lesson -> grey band: lifted, lowered, hidden or left alone
//! ```
//!
//! The rules stay the law: only a score between half the threshold and twice it is grey, and there a model may lift an
//! article that lacks nothing but score, or move one to the end of its topic's part of a digest. It keeps one out of letters
//! only where the topic says `learn = "hide"`.

mod folds;
mod grey;
mod model;
mod proof;
mod regression;
mod sight;
mod traits;
mod weights;

#[cfg(test)]
mod tests;

pub use crate::classify::learn::grey::Verdict;
pub use crate::classify::learn::model::Example;
pub use crate::classify::learn::model::Learned;
pub use crate::classify::learn::model::Model;
pub use crate::classify::learn::model::NotYet;
pub use crate::classify::learn::proof::Advice;
pub use crate::classify::learn::proof::Proof;
pub use crate::classify::learn::proof::Rates;
pub use crate::classify::learn::sight::Sight;
