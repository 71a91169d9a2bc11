//! Parses the arguments, runs the command, prints the error chain, ends with its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    match wirewatch::cli::run(std::env::args_os()) {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(failure) => {
            if failure.exit != wirewatch::cli::Exit::Ok {
                eprintln!("{failure}");
            }
            ExitCode::from(failure.exit as u8)
        }
    }
}
