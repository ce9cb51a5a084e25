import { expect, it } from "vitest";
import { toSearchKey } from "./search-key";

it.each([
  ["İstanbul", "istanbul"],
  ["Isparta", "ısparta"],
  ["Straße", "strasse"],
  ["Crème Brûlée", "creme brulee"],
  ["Zoë", "zoe"],
  ["Jos\u00e9", "Jose\u0301"],
  ["Οδυσσέας", "ΟΔΥΣΣΕΑΣ"],
  ["ＡＢＣ", "abc"],
  ["Łosoś", "losos"],
  ["Smørrebrød", "smorrebrod"],
  ["O’Brien", "o'brien"],
  ["❤\ufe0f", "❤"],
  ["Pi\u200bzza", "pizza"],
])("ignores accents, case and composition: %s, %s", (stored, query) => {
  expect(toSearchKey(stored)).toBe(toSearchKey(query));
});

it("distinguishes letters", () => {
  expect(toSearchKey("が")).not.toBe(toSearchKey("か"));
  expect(toSearchKey("a")).not.toBe(toSearchKey("b"));
});
