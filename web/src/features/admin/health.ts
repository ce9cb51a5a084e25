/** Checks for problems that an admin should see first. */
import type { KitchenStatus, Overview } from "@/api/types";
import { formatAge } from "@/shared/time";

/** A kitchen worker without a heartbeat for this long counts as down. */
const HEARTBEAT_TIMEOUT_MS = 30_000;
/** The relay publishes messages immediately. A message that is older than this counts as stuck. */
const MAX_OUTBOX_AGE_SECONDS = 10;
const MIN_WAIT_LIMIT_SECONDS = 120;
/**
 * An order has waited too long after this many preparation times, but not before `MIN_WAIT_LIMIT_SECONDS`.
 */
const WAIT_LIMIT_PREP_TIMES = 6;

export const isAlive = (beatAt: string, now: number): boolean =>
  now - Date.parse(beatAt) < HEARTBEAT_TIMEOUT_MS;

export const countAliveWorkers = (kitchen: KitchenStatus | null, now: number): number =>
  kitchen?.workers.filter((worker) => isAlive(worker.beat_at, now)).length ?? 0;

/** Lists the problems of the installation, the most severe first. */
export function findProblems(
  overview: Overview | null,
  kitchen: KitchenStatus | null,
  now: number,
): string[] {
  const problems = [
    kitchen && findWorkerProblem(kitchen, now),
    findWaitProblem(overview, kitchen),
    overview && findOutboxProblem(overview),
    overview?.notifiers === 0 ? "No notifier is running. Pages won't update live." : null,
    overview && findDeadLetterProblem(overview),
    overview && findIsolatedRowProblem(overview),
  ];
  return problems.filter((problem) => problem !== null);
}

function findWorkerProblem(kitchen: KitchenStatus, now: number) {
  if (countAliveWorkers(kitchen, now) > 0) return null;
  const waiting = kitchen.queue_depth;
  const queue = waiting === 0 ? "" : ` ${waiting} ${waiting === 1 ? "order is" : "orders are"} waiting.`;
  return `No kitchen worker is running.${queue}`;
}

function findWaitProblem(overview: Overview | null, kitchen: KitchenStatus | null) {
  const oldest = kitchen?.oldest_wait_seconds ?? overview?.oldest_wait_seconds ?? null;
  const limit = Math.max(MIN_WAIT_LIMIT_SECONDS, (kitchen?.prep_seconds ?? 0) * WAIT_LIMIT_PREP_TIMES);
  if (oldest === null || oldest <= limit) return null;
  return `An order has been waiting for a kitchen worker for ${formatAge(oldest)}.`;
}

function findOutboxProblem({ outbox_depth: depth, oldest_outbox_seconds: oldest = null }: Overview) {
  if (oldest === null || oldest <= MAX_OUTBOX_AGE_SECONDS) return null;
  const messages = depth === 1 ? "1 message is" : `${depth} messages are`;
  return `${messages} stuck (oldest: ${formatAge(oldest)}). Check the broker.`;
}

function findIsolatedRowProblem({ isolated_rows: count }: Overview) {
  // A server of an older version does not count them.
  if (!count) return null;
  return count === 1
    ? "1 record is skipped, because it can't be processed. See Skipped records below."
    : `${count} records are skipped, because they can't be processed. See Skipped records below.`;
}

function findDeadLetterProblem({ dead_letters: deadLetters }: Overview) {
  const count = deadLetters ?? 0;
  if (count === 0) return null;
  const messages = count === 1 ? "1 failed message" : `${count} failed messages`;
  return `${messages}: check ${count === 1 ? "it" : "them"} below, then replay.`;
}
