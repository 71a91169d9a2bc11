//! What most commands begin with: the configuration found and read, the archive opened for reading, a runtime.

use std::path::Path;
use std::path::PathBuf;

use anyhow::Context;
use tokio::runtime::Runtime;

use crate::cli::Failure;
use crate::config::Environment;
use crate::config::Loaded;
use crate::config::find_directory;
use crate::config::load;
use crate::config::load_settings;
use crate::model::settings::Settings;
use crate::pipeline::Watch;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::View;

/// Where the configuration is, and what the environment says.
pub(super) struct Place {
    pub(super) directory: PathBuf,
    /// `--config` named it, and the next command must name it as well.
    pub(super) is_explicit: bool,
    pub(super) environment: Environment,
}

impl Place {
    pub(super) fn find(explicit: Option<&Path>) -> Self {
        let environment = Environment::from_process();
        let directory = find_directory(explicit, &environment);
        Self {
            directory,
            is_explicit: explicit.is_some(),
            environment,
        }
    }

    /// Reads the operator's file alone: questions to the archive must be answered also while a watchlist is being mended.
    pub(super) fn settings(&self) -> Result<Settings, Failure> {
        let (settings, warnings) = load_settings(&self.directory, &self.environment)?;
        if !warnings.is_empty() {
            eprintln!("{warnings}");
        }
        Ok(settings)
    }

    /// Reads both files; warnings are told on standard error.
    pub(super) fn load(&self) -> Result<Loaded, Failure> {
        let loaded = load(&self.directory, &self.environment)?;
        if !loaded.warnings.is_empty() {
            eprintln!("{}", loaded.warnings);
        }
        Ok(loaded)
    }
}

/// The archive for reading, while a daemon may be writing to it.
pub(super) fn reader(settings: &Settings) -> Result<Store, Failure> {
    Ok(Store::open_reader(&settings.store)?)
}

/// Asks the archive; before the first run there is none, which is said, and the answer is the empty one.
pub(super) fn ask<T: Default + Send + 'static>(
    settings: &Settings,
    question: impl FnOnce(&View) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Failure> {
    match Store::open_reader(&settings.store) {
        Ok(store) => Ok(runtime()?.block_on(store.read(question))?),
        Err(error @ StoreError::Absent { .. }) => {
            eprintln!("wirewatch: {error}");
            Ok(T::default())
        }
        Err(error) => Err(error.into()),
    }
}

/// The watchlist and its compiled terms, ready for the stages.
pub(super) fn watch(loaded: Loaded) -> Watch {
    Watch::new(loaded.watchlist, loaded.classifier)
}

/// A runtime for one command.
pub(super) fn runtime() -> Result<Runtime, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("the async runtime could not be started")?;
    Ok(runtime)
}
