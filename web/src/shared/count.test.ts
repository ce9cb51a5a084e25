import { expect, it } from "vitest";
import { formatCount } from "./count";

it("marks a count that does not include all entries", () => {
  expect(formatCount(7)).toBe("7");
  expect(formatCount(2_000)).toBe("2,000");
  expect(formatCount(2_000, true)).toBe("2,000+");
});
