import { expect, it } from "vitest";
import { DRAWINGS } from "./drawings";
import { pickDrawing } from "./pick-drawing";

it.each([
  ["Margherita", "Pizza", "pizza"],
  ["Tagliatelle al ragù", "Pasta", "pasta"],
  ["Yaki udon", "Udon", "udon"],
  ["Tonkotsu ramen", "Ramen", "ramen"],
  ["Gyoza", "Small plates", "dumplings"],
  ["Karaage", "Small plates", "chicken"],
  ["Edamame", "Small plates", "pods"],
  ["Yuzu lemonade", "Drinks", "glass"],
  ["Genmaicha", "Drinks", "tea"],
  ["Lemon drizzle, a slice", "Cakes", "cake"],
  ["Ham and Comté", "Sandwiches", "sandwich"],
  ["Country sourdough", "Bread", "loaf"],
  ["Cardamom bun", "Viennoiserie", "swirl"],
  ["Pain au chocolat", "Viennoiserie", "croissant"],
  ["Filter coffee", "Coffee", "coffee"],
  ["Number 7", "Pizza", "pizza"],
  ["Surprise", "Chef's table", "cloche"],
])("picks a drawing for %s (%s): %s", (name, category, drawing) =>
  expect(pickDrawing(name, category)).toBe(drawing),
);

it("has more than a dozen drawings", () => expect(Object.keys(DRAWINGS).length).toBeGreaterThan(12));
