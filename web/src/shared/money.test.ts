import { describe, expect, it } from "vitest";
import { CURRENCIES, formatDecimal, formatMoney, getDecimals, parseMoney } from "./money";

describe("money", () => {
  it("is formatted with the currency's sign and decimals", () => {
    expect(formatMoney(1250, "EUR")).toBe("€12.50");
    expect(formatMoney(0, "EUR")).toBe("€0.00");
    expect(formatMoney(1250, "JPY")).toBe("¥1,250");
    expect(formatMoney(1250, "KWD")).toMatch(/1\.250$/);
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
  ])("parses %j as %j cents", (text, amount) => expect(parseMoney(text, "EUR")).toBe(amount));

  it.each(CURRENCIES)("has $decimals decimals in $code in every browser", ({ code, decimals }) => {
    const amount = 2490 * 10 ** decimals;
    expect(parseMoney("2490", code)).toBe(amount);
    expect(Number(formatDecimal(amount, code))).toBe(2490);
    // Browsers write some currencies with other numbers of decimals.
    const digits = formatMoney(amount, code).replace(/[^\d.,]|\.(?!\d)/g, "");
    expect(digits).toBe(decimals === 0 ? "2,490" : `2,490.${"0".repeat(decimals)}`);
  });

  it("has two decimals in a withdrawn currency", () => {
    expect(getDecimals("HRK")).toBe(2);
    expect(formatMoney(2490, "HRK")).toMatch(/24\.90$/);
  });

  it("survives a round trip through a text field", () => {
    for (const amount of [0, 5, 99, 950, 123_456])
      expect(parseMoney(formatDecimal(amount, "EUR"), "EUR")).toBe(amount);
    expect(parseMoney("1.5", "JPY")).toBeNull();
  });
});
