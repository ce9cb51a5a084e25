import { describe, expect, it } from "vitest";
import { backoff } from "./backoff";

describe("backoff", () => {
  it("doubles up to five seconds", () => {
    const maxDelays = Array.from({ length: 12 }, (_, attempt) => backoff(attempt, () => 1));
    expect(maxDelays).toEqual([400, 800, 1600, 3200, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000]);
  });

  it("spreads clients over half of the delay", () => {
    expect(backoff(3, () => 0)).toBe(1600);
    expect(backoff(3, () => 0.5)).toBe(2400);
  });
});
