//! The world around the program: where feeds come from, where letters go, the files its owner writes, its process.

mod command;
mod daemon;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod disk;
mod entry;
pub(crate) mod h2;
mod hook;
mod hub;
mod inbox;
mod letter;
mod markup;
mod origin;
mod plan;
mod session;
mod socks;
mod tls;
mod wait;
mod world;

pub(crate) use command::Ended;
pub(crate) use command::wirewatch;
pub(crate) use command::wirewatch_in;
pub(crate) use daemon::Daemon;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(crate) use disk::Disk;
pub(crate) use entry::Entry;
pub(crate) use entry::rss;
pub(crate) use hook::Hook;
pub(crate) use hub::Asked;
pub(crate) use hub::CHALLENGE;
pub(crate) use hub::Hub;
pub(crate) use hub::page_of;
pub(crate) use hub::send;
pub(crate) use inbox::Stage;
pub(crate) use letter::Letter;
pub(crate) use markup::faults_of;
pub(crate) use origin::Answer;
pub(crate) use origin::Origin;
pub(crate) use origin::Request;
pub(crate) use plan::Plan;
pub(crate) use socks::Socks;
pub(crate) use tls::Authority;
pub(crate) use tls::PrivateServer;
pub(crate) use tls::answer_http1;
pub(crate) use wait::DEADLINE;
pub(crate) use wait::wait_for;
pub(crate) use world::World;
pub(crate) use world::at;
pub(crate) use world::now;
