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
  ])("formats an age of %i seconds as %j", (seconds, text) => expect(formatAge(seconds)).toBe(text));

  it("never returns a negative age when the clocks differ", () => {
    expect(secondsSince("2026-11-21T12:00:05Z", Date.parse("2026-11-21T12:00:00Z"))).toBe(0);
  });

  it("formats a countdown with two digits for the seconds", () => {
    expect(formatCountdown(7)).toBe("0:07");
    expect(formatCountdown(750)).toBe("12:30");
  });

  it("rounds estimates up", () => {
    expect(formatEstimate(2)).toBe("5 s");
    expect(formatEstimate(11)).toBe("15 s");
    expect(formatEstimate(61)).toBe("2 min");
    expect(formatEstimate(7200)).toBe("2 h");
  });
});
