// @vitest-environment jsdom
import { fireEvent, render } from "@testing-library/react";
import { expect, it } from "vitest";
import { ItemPicture } from "./item-picture";

const picture = (imageUrl: string | null) => {
  const { container } = render(<ItemPicture id="1" name="Margherita" imageUrl={imageUrl} />);
  return container;
};

it("shows a picture that is safe, over the drawing", () => {
  expect(picture("https://example.org/pizza.jpg").querySelector("img")).toHaveAttribute(
    "src",
    "https://example.org/pizza.jpg",
  );
});

it.each([
  "http://example.org/pizza.jpg",
  "javascript:alert(1)",
  "data:image/svg+xml,x",
  "//example.org/x",
  null,
])("asks nobody for %j", (url) => {
  const there = picture(url);
  expect(there.querySelector("img")).toBeNull();
  expect(there.querySelector("svg")).not.toBeNull();
});

it("goes back to the drawing when the picture does not load", () => {
  const there = picture("https://example.org/gone.jpg");
  const image = there.querySelector("img");
  if (image) fireEvent.error(image);
  expect(there.querySelector("img")).toBeNull();
});
