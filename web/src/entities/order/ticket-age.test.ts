import { describe, expect, it } from "vitest";
import { makeOrder } from "@/test/fixtures";
import { getPromisedSeconds, getTicketAge } from "./ticket-age";

const PLACED_AT = "2026-11-21T12:00:00.000Z";

describe("the urgency of a ticket", () => {
  it("depends on its age relative to the promised time", () => {
    const order = makeOrder({ placed_at: PLACED_AT });
    const urgencyAfter = (seconds: number) =>
      getTicketAge(order, 100, Date.parse(PLACED_AT) + seconds * 1000).urgency;
    expect([0, 59, 60, 99, 100, 9999].map(urgencyAfter)).toEqual([
      "fresh",
      "fresh",
      "due",
      "due",
      "late",
      "late",
    ]);
    expect(getPromisedSeconds(false, null, null)).toBe(600);
    expect(getPromisedSeconds(false, 10, null)).toBe(60);
    expect(getPromisedSeconds(false, null, 900)).toBe(900);
  });

  it("does not use the workers' preparation time in a manual kitchen", () => {
    expect(getPromisedSeconds(true, null, 10)).toBe(900);
    expect(getPromisedSeconds(true, undefined, undefined)).toBe(900);
  });
});
