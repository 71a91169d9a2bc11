//! Disk: what the program's state directory lies on, as it is when it is full, broken, or when the power goes. It is
//! `disk.c`, compiled with the compiler that building the program needs anyway, and laid under the program.

use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use tempfile::NamedTempFile;

use super::World;

/// A disk under a world's state directory, for the processes that are given its environment.
pub(crate) struct Disk {
    state: PathBuf,
    orders: PathBuf,
    log: PathBuf,
    environment: Vec<(&'static str, String)>,
}

impl Disk {
    pub(crate) fn under(world: &World) -> Self {
        let (orders, log) = (
            world.directory().join("orders"),
            world.directory().join("disk"),
        );
        let text = |path: &Path| path.to_str().unwrap().to_owned();
        let environment = vec![
            ("LD_PRELOAD", text(library())),
            ("DISK_FOLDER", text(&world.state())),
            ("DISK_ORDERS", text(&orders)),
        ];
        Self {
            state: world.state(),
            orders,
            log,
            environment,
        }
    }

    /// Keeps every write and sync from now on; see [`Disk::after_a_power_cut`].
    pub(crate) fn remembers(mut self) -> Self {
        let log = self.log.to_str().unwrap().to_owned();
        self.environment.push(("DISK_LOG", log));
        self
    }

    /// For `World::daemon_with` and the like.
    pub(crate) fn environment(&self) -> Vec<(&str, &str)> {
        let pairs = self.environment.iter();
        pairs.map(|(name, value)| (*name, value.as_str())).collect()
    }

    /// What goes wrong from now on; the lines stand in `disk.c`.
    pub(crate) fn orders(&self, lines: &str) {
        let mut draft = NamedTempFile::new_in(self.orders.parent().unwrap()).unwrap();
        draft.write_all(lines.as_bytes()).unwrap();
        draft.persist(&self.orders).unwrap();
    }

    /// From now on there is so much room left.
    pub(crate) fn leaves(&self, bytes: u64) {
        let files = fs::read_dir(&self.state).unwrap();
        let used: u64 = files
            .map(|entry| entry.unwrap().metadata().unwrap())
            .filter(fs::Metadata::is_file)
            .map(|facts| facts.len())
            .sum();
        self.orders(&format!("room {}\n", used + bytes));
    }

    /// All is well again.
    pub(crate) fn heals(&self) {
        self.orders("");
    }

    /// The files in `folder` as a disk that keeps nothing but what was synced would have them, had the power gone now:
    /// `before` is what it had when the memory began. Written into `folder`.
    pub(crate) fn after_a_power_cut(&self, folder: &Path) {
        let mut files: HashMap<String, (Vec<u8>, Vec<u8>)> = HashMap::new();
        let log = fs::read(&self.log).unwrap();
        let mut rest = log.as_slice();
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let head = std::str::from_utf8(&rest[..end]).unwrap();
            let (op, head) = head.split_once(' ').unwrap();
            let fields: Vec<_> = head.split('\t').collect();
            let (at, length): (usize, usize) =
                (fields[1].parse().unwrap(), fields[2].parse().unwrap());
            let bytes = &rest[end + 1..][..length];
            rest = &rest[end + 1 + length..];
            let name = Path::new(fields[0]).file_name().unwrap();
            if name == "wirewatch.db" && !files.contains_key("wirewatch.db") {
                // Given its own name when it was whole and synced.
                let made = files.remove("wirewatch.db.new").unwrap_or_default();
                files.insert("wirewatch.db".to_owned(), made);
            }
            let (written, synced) = files.entry(name.to_str().unwrap().to_owned()).or_default();
            match op {
                "w" => {
                    let end = at + length;
                    written.resize(written.len().max(end), 0);
                    written[at..end].copy_from_slice(bytes);
                }
                "t" => written.resize(at, 0),
                _ => synced.clone_from(written),
            }
        }
        for (name, (_, synced)) in files {
            if matches!(name.as_str(), "wirewatch.db" | "wirewatch.db-wal") {
                fs::write(folder.join(name), synced).unwrap();
            }
        }
    }
}

/// `disk.c`, compiled once.
fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/support/disk.c");
        let made = folder.join(format!("disk-{}.so", std::process::id()));
        let compiled = Command::new("cc")
            .args(["-O1", "-shared", "-fPIC", "-o"])
            .arg(&made)
            .arg(source)
            .arg("-ldl")
            .output()
            .unwrap();
        let words = String::from_utf8_lossy(&compiled.stderr).into_owned();
        assert!(compiled.status.success(), "cc: {words}");
        made
    })
}
