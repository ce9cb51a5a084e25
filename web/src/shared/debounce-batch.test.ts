import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { debounceBatch } from "./debounce-batch";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("delivers a burst as one batch, and a continuous stream after the maximum wait", () => {
  const batches: number[][] = [];
  const batch = debounceBatch<number>((items) => batches.push(items));
  batch.add(1);
  batch.add(2);
  vi.advanceTimersByTime(900);
  expect(batches).toEqual([[1, 2]]);
  for (let n = 0; n < 10; n += 1) {
    batch.add(n);
    vi.advanceTimersByTime(400);
  }
  expect(batches.length).toBe(2);
});
