//! Letters that this process is handing over now. A lease is kept by the wall clock, which may be set while a relay thinks:
//! what is on its way is not claimed again, whatever that clock says.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use crate::model::ids::DeliveryId;

/// All of them.
#[derive(Clone, Debug, Default)]
pub struct OnTheWay(Arc<Mutex<BTreeSet<DeliveryId>>>);

/// One of them, until it is dropped.
#[derive(Debug)]
pub struct Going {
    all: OnTheWay,
    id: DeliveryId,
}

impl OnTheWay {
    pub(super) fn ids(&self) -> BTreeSet<DeliveryId> {
        self.locked().clone()
    }

    /// Inside the transaction that claims it, so that the next one knows; a commit that fails drops it again.
    pub(super) fn add(&self, id: DeliveryId) -> Going {
        self.locked().insert(id);
        Going {
            all: self.clone(),
            id,
        }
    }

    fn locked(&self) -> MutexGuard<'_, BTreeSet<DeliveryId>> {
        // An id is put in or taken out whole: a panic elsewhere leaves nothing half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Going {
    fn drop(&mut self) {
        self.all.locked().remove(&self.id);
    }
}
