//! The words of errors, as their reader sees them.

use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::store::StoreError;

#[test]
fn an_error_names_the_file_and_says_what_to_do() {
    let path = PathBuf::from("/var/lib/wirewatch/wirewatch.db");
    let io = |kind| StoreError::from_io(&path, "make the folder", io::Error::from(kind));
    let at = |path: &Path| path.to_owned();
    let errors = [
        StoreError::Locked {
            path: at(&path),
            pid: Some(4711),
        },
        StoreError::Locked {
            path: at(&path),
            pid: None,
        },
        StoreError::Absent { path: at(&path) },
        StoreError::Newer {
            path: at(&path),
            found: 9,
            ours: 3,
        },
        StoreError::Older {
            path: at(&path),
            found: 1,
            ours: 3,
        },
        StoreError::Foreign {
            path: at(&path),
            found: 0x0F05_5112,
        },
        StoreError::NotAFile { path: at(&path) },
        StoreError::Corrupt {
            path: at(&path),
            what: "it is empty".to_owned(),
        },
        io(io::ErrorKind::PermissionDenied),
        io(io::ErrorKind::StorageFull),
        io(io::ErrorKind::NotADirectory),
        StoreError::Busy { path: at(&path) },
        StoreError::Conflict {
            what: "UNIQUE constraint failed".to_owned(),
        },
        StoreError::missing("feed zerkalo"),
        StoreError::ReadOnly,
        StoreError::Closed,
        StoreError::Panicked {
            what: "index out of bounds".to_owned(),
        },
        StoreError::Sqlite {
            path: at(&path),
            text: "no such table: x".to_owned(),
        },
    ];

    let told: Vec<String> = errors
        .iter()
        .map(|error| {
            let class = match () {
                () if error.is_temporary() => "temporary",
                () if error.is_owners() => "the owner's",
                () if error.is_fatal() => "fatal",
                () => "the caller's",
            };
            format!("[{class}] {error}")
        })
        .collect();

    insta::assert_snapshot!("errors", told.join("\n"));
}
