import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { makeEvent, makeOrder } from "@/test/fixtures";
import { countMissed } from "./missed-updates";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const noon = Date.parse("2026-11-21T12:00:00Z");
const at = (seconds: number) => ({
  ...makeEvent(makeOrder(), "order.placed"),
  occurred_at: new Date(noon + seconds * 1000).toISOString(),
});

it("counts what happened while away, once, and nothing of what happens now", () => {
  const told: number[] = [];
  const away = countMissed((updates) => told.push(updates));
  away.saw(at(-100));
  vi.advanceTimersByTime(1000);
  expect(told).toEqual([]);
  away.back(noon);
  away.saw(at(-9));
  away.saw(at(-5));
  away.saw(at(-1));
  away.saw(at(2));
  vi.advanceTimersByTime(1000);
  expect(told).toEqual([3]);
});
