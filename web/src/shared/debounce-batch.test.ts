import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { debounceBatch } from "./debounce-batch";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("tells of a burst once, and of a stream that never ends all the same", () => {
  const told: number[][] = [];
  const collect = debounceBatch<number>((all) => told.push(all));
  collect.add(1);
  collect.add(2);
  vi.advanceTimersByTime(900);
  expect(told).toEqual([[1, 2]]);
  for (let n = 0; n < 10; n += 1) {
    collect.add(n);
    vi.advanceTimersByTime(400);
  }
  expect(told.length).toBe(2);
});
