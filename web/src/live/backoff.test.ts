import { describe, expect, it } from "vitest";
import { backoff } from "./backoff";

describe("backoff", () => {
  it("grows, and stays below five seconds", () => {
    const longest = Array.from({ length: 12 }, (_, attempt) => backoff(attempt, () => 1));
    expect(longest).toEqual([400, 800, 1600, 3200, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000]);
  });

  it("spreads clients over half of the wait", () => {
    expect(backoff(3, () => 0)).toBe(1600);
    expect(backoff(3, () => 0.5)).toBe(2400);
  });
});
