//! A bound on what unpacked images take together, whatever the number of cores.

use std::sync::{Condvar, Mutex, PoisonError};

/// The most memory that one image may take when it is unpacked, in bytes: a small file can claim to be huge.
pub(super) const UNPACKED: u64 = 512 << 20;

/// Gives out memory, and lets whoever wants more than is left wait until some comes back.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Bytes that are given out.
    taken: Mutex<u64>,
    returned: Condvar,
}

/// Memory that was given out, until it is dropped.
#[derive(Debug)]
pub(super) struct Share<'m> {
    from: &'m Memory,
    bytes: u64,
}

impl Memory {
    /// Waits for so many bytes. An image that would need more than there is gets all of it.
    pub(super) fn take(&self, bytes: u64) -> Share<'_> {
        let bytes = bytes.min(UNPACKED);
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let mut taken = self
            .returned
            .wait_while(taken, |taken| *taken + bytes > UNPACKED)
            .unwrap_or_else(PoisonError::into_inner);
        *taken += bytes;
        Share { from: self, bytes }
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        *self.from.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.from.returned.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn what_is_given_out_at_once_never_exceeds_the_bound() {
        let (memory, held, most) = (Memory::default(), AtomicU64::new(0), AtomicU64::new(0));
        let share = UNPACKED / 3;
        std::thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| {
                    let _share = memory.take(share);
                    most.fetch_max(held.fetch_add(share, Ordering::SeqCst) + share, Ordering::SeqCst);
                    std::thread::yield_now();
                    held.fetch_sub(share, Ordering::SeqCst);
                });
            }
        });
        assert!(most.into_inner() <= UNPACKED);
        drop(memory.take(u64::MAX));
        assert_eq!(*memory.taken.lock().unwrap(), 0);
    }
}
