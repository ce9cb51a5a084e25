import { describe, expect, it } from "vitest";
import { anOrder } from "@/test/fixtures";
import { ageOf, allDay, columns, promised } from "./columns";
import { neighbour } from "./use-board-shortcuts";

const at = (minute: number) => `2026-11-21T12:${String(minute).padStart(2, "0")}:00.000Z`;

describe("the board", () => {
  it("puts each order in its column, the one that waits longest on top", () => {
    const [late, early] = [anOrder({ placed_at: at(9) }), anOrder({ placed_at: at(1) })];
    const ready = anOrder({ status: "completed", completed_at: at(5) });
    const handed = anOrder({ status: "completed", completed_at: at(5), handed_over_at: at(6) });
    const board = columns([late, ready, handed, early, anOrder({ status: "cancelled" })]);
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
    const totals = allDay([
      anOrder({ lines: [line("Gyoza", 2), line("Ramen", 1)] }),
      anOrder({ status: "processing", lines: [line("Ramen", 3)] }),
      anOrder({ status: "completed", lines: [line("Gyoza", 50)] }),
    ]);
    expect(totals).toEqual([
      { name: "Ramen", quantity: 4 },
      { name: "Gyoza", quantity: 2 },
    ]);
  });

  it("tells fresh from due from late by what was promised", () => {
    const order = anOrder({ placed_at: at(0) });
    const after = (seconds: number) => ageOf(order, 100, Date.parse(at(0)) + seconds * 1000).urgency;
    expect([0, 59, 60, 99, 100, 9999].map(after)).toEqual(["fresh", "fresh", "due", "due", "late", "late"]);
    expect(promised(false, null, null)).toBe(600);
    expect(promised(false, 10, null)).toBe(60);
    expect(promised(false, null, 900)).toBe(900);
  });

  it("does not hold people to the pace of the workers", () => {
    expect(promised(true, null, 10)).toBe(900);
    expect(promised(true, undefined, undefined)).toBe(900);
  });

  it("is walked by arrow keys, over empty columns", () => {
    const [a, b, c] = [
      anOrder({ placed_at: at(1) }),
      anOrder({ placed_at: at(2) }),
      anOrder({ status: "completed", completed_at: at(1) }),
    ];
    const board = columns([a, b, c]);
    expect(neighbour(board, null, "ArrowDown")).toBe(a);
    expect(neighbour(board, a.id, "ArrowDown")).toBe(b);
    expect(neighbour(board, b.id, "ArrowDown")).toBe(b);
    expect(neighbour(board, b.id, "ArrowRight")).toBe(c);
    expect(neighbour(board, c.id, "ArrowLeft")).toBe(a);
    expect(neighbour(board, c.id, "ArrowRight")).toBe(c);
  });
});
