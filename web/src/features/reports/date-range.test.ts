import { expect, it } from "vitest";
import { getDateIn, getLastDays } from "./date-range";

it("uses the days of the business's time zone", () => {
  const lateAtNight = Date.parse("2026-11-21T23:30:00Z");
  expect(getDateIn("UTC", lateAtNight)).toBe("2026-11-21");
  expect(getDateIn("Europe/Rome", lateAtNight)).toBe("2026-11-22");
  expect(getLastDays(7, "2026-03-02")).toEqual({ start: "2026-02-24", end: "2026-03-02" });
  expect(getLastDays(1, "2026-03-02")).toEqual({ start: "2026-03-02", end: "2026-03-02" });
});
