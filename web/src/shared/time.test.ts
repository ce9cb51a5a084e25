import { describe, expect, it } from "vitest";
import { formatAge, formatCountdown, formatEstimate, secondsSince } from "./time";

describe("times", () => {
  it.each([
    [0, "0 s"],
    [59, "59 s"],
    [60, "1 min"],
    [3599, "59 min"],
    [3600, "1 h 00"],
    [7_500, "2 h 05"],
    [200_000, "2 d"],
  ])("%i seconds ago is %j", (seconds, says) => expect(formatAge(seconds)).toBe(says));

  it("never tells a negative age, whatever the clocks say", () => {
    expect(secondsSince("2026-11-21T12:00:05Z", Date.parse("2026-11-21T12:00:00Z"))).toBe(0);
  });

  it("counts down with two digits", () => {
    expect(formatCountdown(7)).toBe("0:07");
    expect(formatCountdown(750)).toBe("12:30");
  });

  it("promises in round numbers, never less than it takes", () => {
    expect(formatEstimate(2)).toBe("5 s");
    expect(formatEstimate(11)).toBe("15 s");
    expect(formatEstimate(61)).toBe("2 min");
    expect(formatEstimate(7200)).toBe("2 h");
  });
});
