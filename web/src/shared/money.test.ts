import { describe, expect, it } from "vitest";
import { cents, decimal, money } from "./money";

describe("money", () => {
  it("is written as people write it, by its currency", () => {
    expect(money(1250, "EUR")).toBe("€12.50");
    expect(money(0, "EUR")).toBe("€0.00");
    expect(money(1250, "JPY")).toBe("¥1,250");
    expect(money(1250, "KWD")).toMatch(/1\.250$/);
  });

  it.each([
    ["12.50", 1250],
    ["12,5", 1250],
    [" 12 ", 1200],
    ["0", 0],
    ["12.505", null],
    ["-1", null],
    ["twelve", null],
    ["", null],
    [".", null],
  ])("reads %j as %j cents", (text, amount) => expect(cents(text, "EUR")).toBe(amount));

  it("reads back what it writes into a field", () => {
    for (const amount of [0, 5, 99, 950, 123_456]) expect(cents(decimal(amount, "EUR"), "EUR")).toBe(amount);
    expect(cents("1.5", "JPY")).toBeNull();
  });
});
