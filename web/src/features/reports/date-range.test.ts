import { describe, expect, it } from "vitest";
import { computeAxis, pickDurationUnit } from "./axis";
import { getDateIn, getLastDays } from "./date-range";

describe("reports", () => {
  it("begin and end their days where the business is", () => {
    const lateAtNight = Date.parse("2026-11-21T23:30:00Z");
    expect(getDateIn("UTC", lateAtNight)).toBe("2026-11-21");
    expect(getDateIn("Europe/Rome", lateAtNight)).toBe("2026-11-22");
    expect(getLastDays(7, "2026-03-02")).toEqual({ start: "2026-02-24", end: "2026-03-02" });
    expect(getLastDays(1, "2026-03-02")).toEqual({ start: "2026-03-02", end: "2026-03-02" });
  });

  it("have axes with round numbers that hold everything", () => {
    for (const most of [0, 1, 3, 7, 71, 99, 1234, 268_430]) {
      const marks = computeAxis(most);
      expect(marks.at(-1)).toBeGreaterThanOrEqual(most);
      expect(marks.length).toBeLessThanOrEqual(7);
      expect(marks[0]).toBe(0);
    }
    expect(computeAxis(71)).toEqual([0, 20, 40, 60, 80]);
    expect(computeAxis(1100, pickDurationUnit(1100))).toEqual([0, 300, 600, 900, 1200]);
  });
});
