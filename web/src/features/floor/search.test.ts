import { expect, it } from "vitest";
import { makeItem } from "@/test/fixtures";
import { searchItems } from "./search";

const menu = [
  makeItem({ id: "1", number: 101, name: "Spaghetti", category: "Pasta" }),
  makeItem({ id: "2", number: 110, name: "Tiramisù", category: "Dolci" }),
  makeItem({ id: "3", number: 11, name: "Panna cotta", category: "Dolci" }),
];
const searchNames = (text: string) => searchItems(menu, text).map((item) => item.name);

it("finds items by number, by any word, and without accents", () => {
  expect(searchNames("110")).toEqual(["Tiramisù"]);
  expect(searchNames("11")).toEqual(["Tiramisù", "Panna cotta"]);
  expect(searchNames("tiramisu")).toEqual(["Tiramisù"]);
  expect(searchNames("cot")).toEqual(["Panna cotta"]);
  expect(searchNames("pa")).toEqual(["Panna cotta", "Spaghetti"]);
  expect(searchNames("")).toHaveLength(3);
  expect(searchNames("sushi")).toEqual([]);
  expect(searchNames("ＴＩＲＡＭＩＳU\u0300")).toEqual(["Tiramisù"]);
});
