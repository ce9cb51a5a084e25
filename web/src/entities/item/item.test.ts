import { describe, expect, it } from "vitest";
import { makeItem } from "@/test/fixtures";
import { groupByCategory } from "./item";

describe("groupByCategory", () => {
  it("keeps the order in which the categories first appear", () => {
    const categories = ["Pasta", "Pizza", "Pasta"].map((category) => makeItem({ category }));
    expect(groupByCategory(categories).map(({ name, items }) => [name, items.length])).toEqual([
      ["Pasta", 2],
      ["Pizza", 1],
    ]);
  });

  it("puts items without a category in the section Other, or Menu if there is no other section", () => {
    const [pizza, plain] = [makeItem({ category: "Pizza" }), makeItem({ category: " " })];
    expect(groupByCategory([plain]).map(({ name }) => name)).toEqual(["Menu"]);
    expect(groupByCategory([pizza, plain]).map(({ name }) => name)).toEqual(["Pizza", "Other"]);
  });
});
