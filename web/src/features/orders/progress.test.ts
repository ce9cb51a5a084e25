import { describe, expect, it } from "vitest";
import type { Business } from "@/api/types";
import { makeOrder } from "@/test/fixtures";
import { formatQueuePosition, getSteps, getProgress } from "./progress";

const house = { acceptance: "automatic", grace_seconds: 5 } as Business;
const noon = Date.parse("2026-11-21T12:00:00.000Z");
const later = (seconds: number) => noon + seconds * 1000;

describe("what a guest is told", () => {
  it("counts the grace down, then waits", () => {
    const order = makeOrder();
    expect(getProgress(order, null, house, later(2))).toEqual({ kind: "grace", seconds: 3 });
    expect(getProgress(order, null, house, later(5))).toEqual({ kind: "waiting", ahead: null });
    expect(getProgress(order, null, { ...house, acceptance: "manual" }, later(2))).toEqual({
      kind: "waiting",
      ahead: null,
    });
  });

  it("counts down from when it was said, and never below zero", () => {
    const order = makeOrder({ status: "processing", version: 3 });
    const estimate = { ahead: 0, readyInSeconds: 10, at: noon };
    expect(getProgress(order, estimate, house, later(4))).toEqual({ kind: "ready-in", seconds: 6, ahead: 0 });
    expect(getProgress(order, estimate, house, later(10))).toEqual({ kind: "late" });
    expect(getProgress(order, estimate, house, later(600))).toEqual({ kind: "late" });
  });

  it("says the place in the line as people do", () => {
    expect([0, 1, 2, 3, 10, 20].map(formatQueuePosition)).toEqual([
      "Next in line",
      "2nd in line",
      "3rd in line",
      "4th in line",
      "11th in line",
      "21st in line",
    ]);
  });

  it("marks the steps that are done, the one that is now, and those to come", () => {
    const states = (more: object) => getSteps(makeOrder(more)).map((step) => step.state);
    expect(states({})).toEqual(["now", "next", "next", "next"]);
    expect(states({ status: "accepted", accepted_at: "x" })).toEqual(["done", "now", "next", "next"]);
    expect(states({ status: "completed", accepted_at: "x", processing_at: "x", completed_at: "x" })).toEqual(
      Array(4).fill("done"),
    );
  });
});
