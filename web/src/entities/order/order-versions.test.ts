import { describe, expect, it } from "vitest";
import { makeOrder } from "@/test/fixtures";
import { createOrderVersions } from "./order-versions";
import { isOpen } from "./status";

describe("order versions", () => {
  it("record each version once, and only if it is later", () => {
    const versions = createOrderVersions();
    const order = makeOrder({ version: 2 });
    expect(versions.record(order)).toBe(true);
    expect(versions.record(order)).toBe(false);
    expect(versions.record({ ...order, version: 1 })).toBe(false);
    expect(versions.record({ ...order, version: 3 })).toBe(true);
    expect(versions.record(makeOrder())).toBe(true);
  });

  it("replace an outdated response but keep its estimate", () => {
    const versions = createOrderVersions();
    const order = makeOrder({ estimate: { ahead: 2, ready_in_seconds: 20 } });
    versions.record({ ...order, version: 2, status: "accepted", estimate: null });
    expect(versions.getLatest(order)).toMatchObject({
      status: "accepted",
      version: 2,
      estimate: { ahead: 2 },
    });
    expect(versions.getLatest({ ...order, version: 3, status: "processing" })).toMatchObject({
      status: "processing",
    });
  });

  it("add orders placed during a list request and drop finished ones", () => {
    let now = 0;
    const versions = createOrderVersions(() => now);
    const [before, listed, finished, placed] = [makeOrder(), makeOrder(), makeOrder(), makeOrder()];
    versions.record(before);
    now = 10;
    versions.record(placed);
    versions.record({ ...finished, version: 2, status: "cancelled" });
    expect(versions.reconcileList([listed, finished], 5, isOpen)).toEqual([placed, listed]);
  });
});
