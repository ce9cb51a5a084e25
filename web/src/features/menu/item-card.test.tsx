// @vitest-environment jsdom
import { readFileSync } from "node:fs";
import { render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeItem } from "@/test/fixtures";
import { ItemCard } from "./item-card";
import styles from "./item-card.module.css";

// Vitest does not apply stylesheets.
const source = readFileSync("src/features/menu/item-card.module.css", "utf8");
const stylesheet = document.createElement("style");

beforeEach(() => {
  stylesheet.textContent = source.replace(/\.([a-z]\w*)/gi, (_, name: string) => `.${styles[name]}`);
  document.head.append(stylesheet);
});
afterEach(() => stylesheet.remove());

it.each([
  { isClosed: false, cursor: "pointer" },
  { isClosed: true, cursor: "not-allowed" },
])("shows whether dishes can be added (closed: $isClosed)", ({ isClosed, cursor }) => {
  render(<ItemCard item={makeItem()} quantity={0} isClosed={isClosed} onQuantity={() => undefined} />);
  const button = screen.getByRole("button", { name: "Add Margherita" });
  expect(button.matches(":disabled")).toBe(isClosed);
  const style = getComputedStyle(button);
  expect(style.cursor).toBe(cursor);
  expect(style.borderStyle === "dashed").toBe(isClosed);
});
