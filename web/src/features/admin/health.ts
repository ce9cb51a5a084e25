/** What an admin should look at first: pure. */
import type { KitchenStatus, Overview } from "@/api/types";
import { formatAge } from "@/shared/time";

/** A worker that has not been heard of for so long is not working. */
const SILENT_MS = 30_000;
/** Messages leave the outbox at once; one that is older is stuck. */
const OUTBOX_SECONDS = 10;

export const isAlive = (beat: string, now: number): boolean => now - Date.parse(beat) < SILENT_MS;

/** What is wrong, the worst first; nothing when all is well. */
export function findProblems(
  overview: Overview | null,
  kitchen: KitchenStatus | null,
  now: number,
): string[] {
  const found: string[] = [];
  const alive = kitchen?.workers.filter((worker) => isAlive(worker.beat_at, now)).length ?? 0;
  const waiting = kitchen?.queue_depth ?? overview?.queue_depth ?? 0;
  if (kitchen && alive === 0) {
    found.push(
      waiting > 0
        ? `No kitchen worker is alive, and ${waiting} orders wait for one.`
        : "No kitchen worker is alive.",
    );
  }
  const oldest = kitchen?.oldest_wait_seconds ?? overview?.oldest_wait_seconds ?? null;
  const patience = Math.max(120, (kitchen?.prep_seconds ?? 0) * 6);
  if (oldest !== null && oldest > patience)
    found.push(`An order has waited for a cook for ${formatAge(oldest)}.`);
  const outbox = overview?.oldest_outbox_seconds ?? null;
  if (outbox !== null && outbox > OUTBOX_SECONDS) {
    found.push(
      `Messages are not leaving: the oldest of ${overview?.outbox_depth ?? 0} has waited for ${formatAge(outbox)}. Is the broker up?`,
    );
  }
  if (overview?.notifiers === 0) found.push("No notifier is alive: pages hear of nothing by themselves.");
  const dead = overview?.dead_letters ?? 0;
  if (dead > 0)
    found.push(
      `${dead} dead ${dead === 1 ? "letter" : "letters"}: look at ${dead === 1 ? "it" : "them"} below, then replay.`,
    );
  return found;
}
