// @vitest-environment jsdom
import { fireEvent, render } from "@testing-library/react";
import { expect, it } from "vitest";
import { ItemPicture } from "./item-picture";

const renderPicture = (imageUrl: string | null) => {
  const { container } = render(<ItemPicture id="1" name="Margherita" imageUrl={imageUrl} />);
  return container;
};

it("shows an image with a safe URL over the drawing", () => {
  expect(renderPicture("https://example.org/pizza.jpg").querySelector("img")).toHaveAttribute(
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
])("shows only the drawing for the URL %j", (url) => {
  const picture = renderPicture(url);
  expect(picture.querySelector("img")).toBeNull();
  expect(picture.querySelector("svg")).not.toBeNull();
});

it("falls back to the drawing when the image fails to load", () => {
  const picture = renderPicture("https://example.org/gone.jpg");
  const image = picture.querySelector("img");
  if (image) fireEvent.error(image);
  expect(picture.querySelector("img")).toBeNull();
});
