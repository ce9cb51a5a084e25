import { describe, expect, it } from "vitest";
import { isOpen } from "./status";
import { anOrder } from "@/test/fixtures";
import { known } from "./order-versions";

describe("what the feed has told", () => {
  it("is news once, and only when it is newer", () => {
    const ledger = known();
    const order = anOrder({ version: 2 });
    expect(ledger.learn(order)).toBe(true);
    expect(ledger.learn(order)).toBe(false);
    expect(ledger.learn({ ...order, version: 1 })).toBe(false);
    expect(ledger.learn({ ...order, version: 3 })).toBe(true);
    expect(ledger.learn(anOrder())).toBe(true);
  });

  it("beats an answer that was on its way for too long", () => {
    const ledger = known();
    const order = anOrder({ estimate: { ahead: 2, ready_in_seconds: 20 } });
    ledger.learn({ ...order, version: 2, status: "accepted", estimate: null });
    expect(ledger.freshest(order)).toMatchObject({ status: "accepted", version: 2, estimate: { ahead: 2 } });
    expect(ledger.freshest({ ...order, version: 3, status: "processing" })).toMatchObject({
      status: "processing",
    });
  });

  it("completes a list with what was placed while it was fetched, and drops what is over", () => {
    let now = 0;
    const ledger = known(() => now);
    const [before, listed, over, placed] = [anOrder(), anOrder(), anOrder(), anOrder()];
    ledger.learn(before);
    now = 10;
    ledger.learn(placed);
    ledger.learn({ ...over, version: 2, status: "cancelled" });
    expect(ledger.settle([listed, over], 5, isOpen)).toEqual([placed, listed]);
  });
});
