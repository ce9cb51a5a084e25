import { describe, expect, it } from "vitest";
import { makeOrder } from "@/test/fixtures";
import { getAllDayTotals, groupByColumn } from "./columns";
import { findNeighbor } from "./use-board-shortcuts";

const at = (minute: number) => `2026-11-21T12:${String(minute).padStart(2, "0")}:00.000Z`;

const makeLine = (name: string, quantity: number) => ({
  item_id: name,
  name,
  quantity,
  unit_price_cents: 1,
  line_total_cents: 1,
  note: null,
});

describe("the board", () => {
  it("sorts orders into columns, the oldest first", () => {
    const [late, early] = [makeOrder({ placed_at: at(9) }), makeOrder({ placed_at: at(1) })];
    const ready = makeOrder({ status: "completed", completed_at: at(5) });
    const handedOver = makeOrder({ status: "completed", completed_at: at(5), handed_over_at: at(6) });
    const columns = groupByColumn([late, ready, handedOver, early, makeOrder({ status: "cancelled" })]);
    expect(columns).toEqual({ pending: [early, late], accepted: [], processing: [], ready: [ready] });
  });

  it("totals the items to prepare without those that are ready", () => {
    const totals = getAllDayTotals([
      makeOrder({ lines: [makeLine("Gyoza", 2), makeLine("Ramen", 1)] }),
      makeOrder({ status: "processing", lines: [makeLine("Ramen", 3)] }),
      makeOrder({ status: "completed", lines: [makeLine("Gyoza", 50)] }),
    ]);
    expect(totals).toEqual([
      { name: "Ramen", quantity: 4 },
      { name: "Gyoza", quantity: 2 },
    ]);
  });

  it("sorts equal totals by name, with accents and numbers", () => {
    const names = ["Menu 10", "Zuppa", "Éclair", "Menu 9", "Fries"];
    const totals = getAllDayTotals([makeOrder({ lines: names.map((name) => makeLine(name, 1)) })]);
    expect(totals.map(({ name }) => name)).toEqual(["Éclair", "Fries", "Menu 9", "Menu 10", "Zuppa"]);
  });

  it("moves the selection with the arrow keys and skips empty columns", () => {
    const [a, b, c] = [
      makeOrder({ placed_at: at(1) }),
      makeOrder({ placed_at: at(2) }),
      makeOrder({ status: "completed", completed_at: at(1) }),
    ];
    const columns = groupByColumn([a, b, c]);
    expect(findNeighbor(columns, null, "ArrowDown")).toBe(a);
    expect(findNeighbor(columns, a.id, "ArrowDown")).toBe(b);
    expect(findNeighbor(columns, b.id, "ArrowDown")).toBe(b);
    expect(findNeighbor(columns, b.id, "ArrowRight")).toBe(c);
    expect(findNeighbor(columns, c.id, "ArrowLeft")).toBe(a);
    expect(findNeighbor(columns, c.id, "ArrowRight")).toBe(c);
  });
});
