import { expect, it } from "vitest";
import type { KitchenStatus, Overview } from "@/api/types";
import { findProblems } from "./health";

const now = Date.parse("2026-11-21T12:00:00Z");
const secondsAgo = (seconds: number) => new Date(now - seconds * 1000).toISOString();
const kitchen: KitchenStatus = {
  workers: [{ id: "1", name: "one", slots: 2, busy: 1, beat_at: secondsAgo(3) }],
  slots: 2,
  busy: 1,
  queue_depth: 0,
  oldest_wait_seconds: null,
  prep_seconds: 10,
};
const overview: Overview = {
  orders: { pending: 0, accepted: 0, processing: 0, completed: 0, cancelled: 0, rejected: 0 },
  orders_today: 0,
  revenue_today: [],
  outbox_depth: 0,
  oldest_outbox_seconds: null,
  queue_depth: 0,
  dead_letters: 0,
  isolated_rows: 0,
  sockets: 1,
  notifiers: 1,
};

it("finds no problems in a healthy installation or without data", () => {
  expect(findProblems(overview, kitchen, now)).toEqual([]);
  expect(findProblems(null, null, now)).toEqual([]);
});

it("lists problems, the most severe first", () => {
  const deadKitchen = {
    ...kitchen,
    workers: [{ id: "1", name: "one", slots: 2, busy: 0, beat_at: secondsAgo(90) }],
    queue_depth: 7,
    oldest_wait_seconds: 300,
  };
  const stuckOverview = {
    ...overview,
    outbox_depth: 4,
    oldest_outbox_seconds: 42,
    dead_letters: 1,
    isolated_rows: 2,
  };
  const problems = findProblems(stuckOverview, deadKitchen, now);
  expect(problems).toHaveLength(5);
  expect(findProblems({ ...overview, notifiers: 0 }, kitchen, now)).toEqual([
    "No notifier is running. Pages won't update live.",
  ]);
  expect(problems[0]).toBe("No kitchen worker is running. 7 orders are waiting.");
  expect(problems[1]).toContain("5 min");
  expect(problems[2]).toContain("4 messages are stuck (oldest: 42 s)");
  expect(problems[3]).toContain("1 failed message:");
  expect(problems[4]).toContain("2 records are skipped");
});
