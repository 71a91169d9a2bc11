//! The world around the program: where feeds come from, where letters go, the files its owner writes, its process.

mod command;
mod daemon;
mod entry;
mod hub;
mod inbox;
mod letter;
mod origin;
mod plan;
mod session;
mod wait;
mod world;

pub(crate) use command::wirewatch;
pub(crate) use daemon::Daemon;
pub(crate) use entry::Entry;
pub(crate) use entry::rss;
pub(crate) use hub::Asked;
pub(crate) use hub::CHALLENGE;
pub(crate) use hub::Hub;
pub(crate) use hub::page_of;
pub(crate) use hub::send;
pub(crate) use inbox::Stage;
pub(crate) use letter::Letter;
pub(crate) use origin::Answer;
pub(crate) use plan::Plan;
pub(crate) use wait::wait_for;
pub(crate) use world::World;
pub(crate) use world::at;
pub(crate) use world::now;
