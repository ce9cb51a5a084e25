import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { makeEvent, makeOrder } from "@/test/fixtures";
import { countMissed } from "./missed-updates";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const noon = Date.parse("2026-11-21T12:00:00Z");
const eventAt = (seconds: number) => ({
  ...makeEvent(makeOrder(), "order.placed"),
  occurred_at: new Date(noon + seconds * 1000).toISOString(),
});

it("reports the events older than the reconnect once", () => {
  const reported: number[] = [];
  const missed = countMissed((updates) => reported.push(updates));
  missed.record(eventAt(-100));
  vi.advanceTimersByTime(1000);
  expect(reported).toEqual([]);
  missed.reconnected(noon);
  missed.record(eventAt(-9));
  missed.record(eventAt(-5));
  missed.record(eventAt(-1));
  missed.record(eventAt(2));
  vi.advanceTimersByTime(1000);
  expect(reported).toEqual([3]);
});
