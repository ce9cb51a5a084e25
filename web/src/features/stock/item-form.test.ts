import { describe, expect, it } from "vitest";
import { anItem } from "@/test/fixtures";
import { changes, check, conflicts, emptyForm, formOf } from "./item-form";

describe("the form of a dish", () => {
  it("says what is missing", () => {
    expect(Object.keys(check({ ...emptyForm, stock: "-1", image_url: "http://x" }, "EUR")).sort()).toEqual([
      "image_url",
      "name",
      "price",
      "stock",
    ]);
    expect(check(formOf(anItem()), "EUR")).toEqual({});
  });

  it("sends only what was changed", () => {
    const item = anItem();
    expect(changes(item, formOf(item))).toEqual({});
    expect(changes(item, { ...formOf(item), price: "10.00", name: " Margherita " })).toEqual({
      price_cents: 1000,
    });
    expect(changes(anItem({ image_url: "https://x/y" }), { ...formOf(item), image_url: "" })).toEqual({
      image_url: null,
    });
  });

  it("finds where two edits cross", () => {
    const item = anItem();
    const form = { ...formOf(item), price: "10.00", name: "Margherita DOP" };
    const now = anItem({ price_cents: 1100, name: "Margherita DOP", version: 2 });
    expect(conflicts(form, changes(item, form), now)).toEqual([
      { field: "Price", mine: "10.00", theirs: "11.00" },
    ]);
  });
});
