import { expect, it } from "vitest";
import type { KitchenStatus, Overview } from "@/api/types";
import { findProblems } from "./health";

const now = Date.parse("2026-11-21T12:00:00Z");
const beat = (secondsAgo: number) => new Date(now - secondsAgo * 1000).toISOString();
const kitchen: KitchenStatus = {
  workers: [{ id: "1", name: "one", slots: 2, busy: 1, beat_at: beat(3) }],
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
  sockets: 1,
  notifiers: 1,
};

it("says nothing when all is well, or nothing is known", () => {
  expect(findProblems(overview, kitchen, now)).toEqual([]);
  expect(findProblems(null, null, now)).toEqual([]);
});

it("says what is stuck, the worst first", () => {
  const dead = {
    ...kitchen,
    workers: [{ id: "1", name: "one", slots: 2, busy: 0, beat_at: beat(90) }],
    queue_depth: 7,
    oldest_wait_seconds: 300,
  };
  const stuck = { ...overview, outbox_depth: 4, oldest_outbox_seconds: 42, dead_letters: 1 };
  const found = findProblems(stuck, dead, now);
  expect(found).toHaveLength(4);
  expect(findProblems({ ...overview, notifiers: 0 }, kitchen, now)).toEqual([
    "No notifier is alive: pages hear of nothing by themselves.",
  ]);
  expect(found[0]).toBe("No kitchen worker is alive, and 7 orders wait for one.");
  expect(found[1]).toContain("5 min");
  expect(found[2]).toContain("the oldest of 4 has waited for 42 s");
  expect(found[3]).toContain("1 dead letter:");
});
