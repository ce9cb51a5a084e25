import { describe, expect, it } from "vitest";
import { isOpen } from "./status";
import { makeOrder } from "@/test/fixtures";
import { createOrderVersions } from "./order-versions";

describe("what the feed has told", () => {
  it("is news once, and only when it is newer", () => {
    const ledger = createOrderVersions();
    const order = makeOrder({ version: 2 });
    expect(ledger.record(order)).toBe(true);
    expect(ledger.record(order)).toBe(false);
    expect(ledger.record({ ...order, version: 1 })).toBe(false);
    expect(ledger.record({ ...order, version: 3 })).toBe(true);
    expect(ledger.record(makeOrder())).toBe(true);
  });

  it("beats an answer that was on its way for too long", () => {
    const ledger = createOrderVersions();
    const order = makeOrder({ estimate: { ahead: 2, ready_in_seconds: 20 } });
    ledger.record({ ...order, version: 2, status: "accepted", estimate: null });
    expect(ledger.getLatest(order)).toMatchObject({ status: "accepted", version: 2, estimate: { ahead: 2 } });
    expect(ledger.getLatest({ ...order, version: 3, status: "processing" })).toMatchObject({
      status: "processing",
    });
  });

  it("completes a list with what was placed while it was fetched, and drops what is over", () => {
    let now = 0;
    const ledger = createOrderVersions(() => now);
    const [before, listed, over, placed] = [makeOrder(), makeOrder(), makeOrder(), makeOrder()];
    ledger.record(before);
    now = 10;
    ledger.record(placed);
    ledger.record({ ...over, version: 2, status: "cancelled" });
    expect(ledger.reconcileList([listed, over], 5, isOpen)).toEqual([placed, listed]);
  });
});
