import { describe, expect, it } from "vitest";
import { makeOrder } from "@/test/fixtures";
import { getTicketAge, getAllDayTotals, groupByColumn, getPromisedSeconds } from "./columns";
import { findNeighbor } from "./use-board-shortcuts";

const at = (minute: number) => `2026-11-21T12:${String(minute).padStart(2, "0")}:00.000Z`;

describe("the board", () => {
  it("puts each order in its column, the one that waits longest on top", () => {
    const [late, early] = [makeOrder({ placed_at: at(9) }), makeOrder({ placed_at: at(1) })];
    const ready = makeOrder({ status: "completed", completed_at: at(5) });
    const handed = makeOrder({ status: "completed", completed_at: at(5), handed_over_at: at(6) });
    const board = groupByColumn([late, ready, handed, early, makeOrder({ status: "cancelled" })]);
    expect(board).toEqual({ pending: [early, late], accepted: [], processing: [], ready: [ready] });
  });

  it("adds up what is to be made, not what is made", () => {
    const line = (name: string, quantity: number) => ({
      item_id: name,
      name,
      quantity,
      unit_price_cents: 1,
      line_total_cents: 1,
      note: null,
    });
    const totals = getAllDayTotals([
      makeOrder({ lines: [line("Gyoza", 2), line("Ramen", 1)] }),
      makeOrder({ status: "processing", lines: [line("Ramen", 3)] }),
      makeOrder({ status: "completed", lines: [line("Gyoza", 50)] }),
    ]);
    expect(totals).toEqual([
      { name: "Ramen", quantity: 4 },
      { name: "Gyoza", quantity: 2 },
    ]);
  });

  it("tells fresh from due from late by what was promised", () => {
    const order = makeOrder({ placed_at: at(0) });
    const after = (seconds: number) => getTicketAge(order, 100, Date.parse(at(0)) + seconds * 1000).urgency;
    expect([0, 59, 60, 99, 100, 9999].map(after)).toEqual(["fresh", "fresh", "due", "due", "late", "late"]);
    expect(getPromisedSeconds(false, null, null)).toBe(600);
    expect(getPromisedSeconds(false, 10, null)).toBe(60);
    expect(getPromisedSeconds(false, null, 900)).toBe(900);
  });

  it("does not hold people to the pace of the workers", () => {
    expect(getPromisedSeconds(true, null, 10)).toBe(900);
    expect(getPromisedSeconds(true, undefined, undefined)).toBe(900);
  });

  it("is walked by arrow keys, over empty columns", () => {
    const [a, b, c] = [
      makeOrder({ placed_at: at(1) }),
      makeOrder({ placed_at: at(2) }),
      makeOrder({ status: "completed", completed_at: at(1) }),
    ];
    const board = groupByColumn([a, b, c]);
    expect(findNeighbor(board, null, "ArrowDown")).toBe(a);
    expect(findNeighbor(board, a.id, "ArrowDown")).toBe(b);
    expect(findNeighbor(board, b.id, "ArrowDown")).toBe(b);
    expect(findNeighbor(board, b.id, "ArrowRight")).toBe(c);
    expect(findNeighbor(board, c.id, "ArrowLeft")).toBe(a);
    expect(findNeighbor(board, c.id, "ArrowRight")).toBe(c);
  });
});
