import { describe, expect, it } from "vitest";
import { makeItem } from "@/test/fixtures";
import { diffForm, validateForm, findConflicts, emptyForm, toForm } from "./item-form";

describe("the form of a dish", () => {
  it("says what is missing", () => {
    expect(
      Object.keys(validateForm({ ...emptyForm, stock: "-1", image_url: "http://x" }, "EUR")).sort(),
    ).toEqual(["image_url", "name", "price", "stock"]);
    expect(validateForm(toForm(makeItem()), "EUR")).toEqual({});
  });

  it("sends only what was changed", () => {
    const item = makeItem();
    expect(diffForm(item, toForm(item))).toEqual({});
    expect(diffForm(item, { ...toForm(item), price: "10.00", name: " Margherita " })).toEqual({
      price_cents: 1000,
    });
    expect(diffForm(makeItem({ image_url: "https://x/y" }), { ...toForm(item), image_url: "" })).toEqual({
      image_url: null,
    });
  });

  it("finds where two edits cross", () => {
    const item = makeItem();
    const form = { ...toForm(item), price: "10.00", name: "Margherita DOP" };
    const now = makeItem({ price_cents: 1100, name: "Margherita DOP", version: 2 });
    expect(findConflicts(form, diffForm(item, form), now)).toEqual([
      { field: "Price", mine: "10.00", theirs: "11.00" },
    ]);
  });
});
