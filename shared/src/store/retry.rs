//! Of two transactions that wait for each other's rows, one is told to begin again. It does so here.

use std::time::{Duration, Instant};

/// How often a transaction is tried.
const ATTEMPTS: u32 = 10;
/// After so long nothing is tried again: whoever asked waits for the answer.
const PATIENCE: Duration = Duration::from_secs(8);

/// Runs a whole transaction, from its `begin` to its `commit`, and runs it again if it `lost` against others: a bounded
/// number of times, with pauses that grow and differ, since those who have just met would meet again if they all came
/// back at once. Nothing of a transaction that lost has happened.
///
/// # Errors
/// The transaction's last error.
pub async fn retried<T, E, F>(lost: impl Fn(&E) -> bool, transaction: impl Fn() -> F) -> Result<T, E>
where
    F: Future<Output = Result<T, E>>,
{
    let began = Instant::now();
    let mut attempt = 1;
    loop {
        match transaction().await {
            Err(error) if lost(&error) && attempt < ATTEMPTS && began.elapsed() < PATIENCE => {
                let most = 10 << attempt.min(6);
                tracing::debug!(attempt, "a transaction lost against others and is run again");
                tokio::time::sleep(Duration::from_millis(rand::random_range(most / 2..=most))).await;
                attempt += 1;
            }
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[tokio::test]
    async fn it_is_tried_until_it_wins_but_not_for_ever() {
        for (wins_at, expected) in [(1, Ok(1)), (4, Ok(4)), (11, Err("lost"))] {
            let tries = Cell::new(0);
            let outcome = retried(
                |error| *error == "lost",
                || async {
                    tries.set(tries.get() + 1);
                    if tries.get() == wins_at { Ok(tries.get()) } else { Err("lost") }
                },
            );
            assert_eq!((outcome.await, tries.get()), (expected, wins_at.min(10)));
        }
    }

    #[tokio::test]
    async fn what_others_have_no_part_in_is_told_at_once() {
        let tries = Cell::new(0);
        let outcome = retried(
            |error| *error == "lost",
            || async {
                tries.set(tries.get() + 1);
                Err::<(), _>("refused")
            },
        );
        assert_eq!((outcome.await, tries.get()), (Err("refused"), 1));
    }
}
