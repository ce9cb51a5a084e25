import { expect, it } from "vitest";
import { computeAxis, pickDurationUnit } from "./axis";

it("computes round ticks that include the maximum", () => {
  for (const max of [0, 1, 3, 7, 71, 99, 1234, 268_430]) {
    const ticks = computeAxis(max);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(max);
    expect(ticks.length).toBeLessThanOrEqual(7);
    expect(ticks[0]).toBe(0);
  }
  expect(computeAxis(71)).toEqual([0, 20, 40, 60, 80]);
  expect(computeAxis(1100, pickDurationUnit(1100))).toEqual([0, 300, 600, 900, 1200]);
});
