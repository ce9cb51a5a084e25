import { describe, expect, it } from "vitest";
import { ApiError } from "@/shared/api-error";
import { makeItem } from "@/test/fixtures";
import {
  diffForm,
  EMPTY_FORM,
  findConflicts,
  formatTypedPrice,
  getFieldError,
  toForm,
  validateForm,
} from "./item-form";

describe("the item form", () => {
  it("reports missing and invalid fields", () => {
    const errors = validateForm({ ...EMPTY_FORM, stock: "-1", image_url: "http://x" }, "EUR");
    expect(Object.keys(errors).sort()).toEqual(["image_url", "name", "price", "stock"]);
    expect(validateForm(toForm(makeItem()), "EUR")).toEqual({});
  });

  it("accepts all image URLs that the server accepts", () => {
    for (const image_url of ["", "https://example.com/m.jpg", " https://example.com/m.jpg ", "/images/m.jpg"])
      expect(validateForm(toForm(makeItem({ image_url })), "EUR")).toEqual({});
  });

  it("shows how a price with a comma is read", () => {
    expect(formatTypedPrice("1,234", "KWD")).toMatch(/^KWD\s1\.234$/);
    expect(formatTypedPrice("1,5", "EUR")).toBe("€1.50");
    for (const text of ["1.234", "1234", "1,2345", "1,234.5", ",", ""])
      expect(formatTypedPrice(text, "KWD")).toBeUndefined();
  });

  it("sends only the changed fields", () => {
    const item = makeItem();
    expect(diffForm(item, toForm(item))).toEqual({});
    expect(diffForm(item, { ...toForm(item), price: "10.00", name: " Margherita " })).toEqual({
      price_cents: 1000,
    });
    expect(diffForm(makeItem({ image_url: "https://x/y" }), { ...toForm(item), image_url: "" })).toEqual({
      image_url: null,
    });
  });

  it("finds fields that two users changed to different values", () => {
    const item = makeItem();
    const form = { ...toForm(item), price: "10.00", name: "Margherita DOP" };
    const saved = makeItem({ price_cents: 1100, name: "Margherita DOP", version: 2 });
    expect(findConflicts(form, item, saved)).toEqual([{ label: "Price", mine: "10.00", theirs: "11.00" }]);
  });

  it("finds no conflict in fields that only one of two users changed", () => {
    const item = makeItem();
    const form = { ...toForm(item), name: "Margherita DOP" };
    const saved = makeItem({ price_cents: 1100, version: 2 });
    expect(findConflicts(form, item, saved)).toEqual([]);
  });

  it("explains a new currency instead of a price that is invalid only in it", () => {
    const refusal = (field: string, message: string) =>
      new ApiError({ status: 422, title: "", detail: "", type: "", errors: [{ field, message }] });
    const formErrors = { price: "Enter a price, such as 1250." };
    const currency = refusal("expected_currency", "must be JPY, the currency of the business");
    expect(getFieldError("price", formErrors, currency)).toBe("Must be JPY, the currency of the business");
    expect(getFieldError("price", formErrors, refusal("price_cents", "is too high"))).toBe(formErrors.price);
    expect(getFieldError("price", {}, refusal("price_cents", "is too high"))).toBe("Is too high");
    expect(getFieldError("name", {}, null)).toBeUndefined();
  });
});
