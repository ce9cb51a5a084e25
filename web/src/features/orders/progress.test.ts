import { describe, expect, it } from "vitest";
import type { Business } from "@/api/types";
import { makeOrder } from "@/test/fixtures";
import { formatQueuePosition, getProgress, getSteps } from "./progress";

const business = { acceptance: "automatic", grace_seconds: 5 } as Business;
const noon = Date.parse("2026-11-21T12:00:00.000Z");
const secondsAfterNoon = (seconds: number) => noon + seconds * 1000;

describe("the progress of an order", () => {
  it("counts down the cancellation window, then waits", () => {
    const order = makeOrder();
    expect(getProgress(order, null, business, secondsAfterNoon(2))).toEqual({
      kind: "cancellation-window",
      seconds: 3,
    });
    expect(getProgress(order, null, business, secondsAfterNoon(5))).toEqual({ kind: "waiting", ahead: null });
    const manual: Business = { ...business, acceptance: "manual" };
    expect(getProgress(order, null, manual, secondsAfterNoon(2))).toEqual({ kind: "waiting", ahead: null });
  });

  it("counts down from the time of the estimate and is late at zero", () => {
    const order = makeOrder({ status: "processing", version: 3 });
    const estimate = { ahead: 0, readyInSeconds: 10, estimatedAt: noon };
    expect(getProgress(order, estimate, business, secondsAfterNoon(4))).toEqual({
      kind: "ready-in",
      seconds: 6,
      ahead: 0,
    });
    expect(getProgress(order, estimate, business, secondsAfterNoon(10))).toEqual({ kind: "late" });
    expect(getProgress(order, estimate, business, secondsAfterNoon(600))).toEqual({ kind: "late" });
  });

  it("formats the position in the queue as an ordinal", () => {
    expect([0, 1, 2, 3, 10, 20].map(formatQueuePosition)).toEqual([
      "Next in line",
      "2nd in line",
      "3rd in line",
      "4th in line",
      "11th in line",
      "21st in line",
    ]);
  });

  it("marks steps as done, current or upcoming", () => {
    const getStates = (overrides: object) => getSteps(makeOrder(overrides)).map((step) => step.state);
    expect(getStates({})).toEqual(["current", "upcoming", "upcoming", "upcoming"]);
    expect(getStates({ status: "accepted", accepted_at: "x" })).toEqual([
      "done",
      "current",
      "upcoming",
      "upcoming",
    ]);
    expect(
      getStates({ status: "completed", accepted_at: "x", processing_at: "x", completed_at: "x" }),
    ).toEqual(Array(4).fill("done"));
  });
});
