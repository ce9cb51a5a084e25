import { expect, it } from "vitest";
import { makeItem } from "@/test/fixtures";
import { searchItems } from "./search";

const menu = [
  makeItem({ id: "1", number: 101, name: "Spaghetti", category: "Pasta" }),
  makeItem({ id: "2", number: 110, name: "Tiramisù", category: "Dolci" }),
  makeItem({ id: "3", number: 11, name: "Panna cotta", category: "Dolci" }),
];
const names = (text: string) => searchItems(menu, text).map((item) => item.name);

it("finds dishes by number, by any word, and without accents", () => {
  expect(names("110")).toEqual(["Tiramisù"]);
  expect(names("11")).toEqual(["Tiramisù", "Panna cotta"]);
  expect(names("tiramisu")).toEqual(["Tiramisù"]);
  expect(names("cot")).toEqual(["Panna cotta"]);
  expect(names("pa")).toEqual(["Panna cotta", "Spaghetti"]);
  expect(names("")).toHaveLength(3);
  expect(names("sushi")).toEqual([]);
});
