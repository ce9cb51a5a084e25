// @vitest-environment jsdom
import { render } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installTranslationGuard } from "./translation-guard";

let uninstall: () => void;
beforeEach(() => {
  uninstall = installTranslationGuard();
});
afterEach(() => uninstall());

function createFont(text: string): HTMLElement {
  const font = document.createElement("font");
  font.append(document.createElement("font"));
  if (font.firstChild) font.firstChild.textContent = `[${text}]`;
  return font;
}

/** The ways in which translators replace a text node. */
const TRANSLATORS: Record<string, (text: Text) => void> = {
  replaceChild: (text) => text.replaceWith(createFont(text.data)),
  "insertBefore and remove": (text) => {
    text.before(createFont(text.data));
    text.remove();
  },
  "remove and insertBefore": (text) => {
    const { parentNode, nextSibling } = text;
    text.remove();
    parentNode?.insertBefore(createFont(text.data), nextSibling);
  },
  "several elements": (text) => text.replaceWith(createFont(text.data), document.createElement("font")),
  "move into the element": (text) => {
    const font = document.createElement("font");
    text.replaceWith(font);
    text.data = `[${text.data}]`;
    font.append(text);
  },
};

/** Translates all texts that are not translated yet. */
function translate(root: Node, replace: (text: Text) => void) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) if (!text.data.startsWith("[") && text.data.trim()) replace(text);
}

interface ChipProps {
  label: string;
  count?: number;
  isUrgent?: boolean;
  hasIcon?: boolean;
}

/** Texts beside elements, and several texts in one element. */
const Chip = ({ label, count = 1, isUrgent = false, hasIcon = true }: ChipProps) => (
  <p>
    {hasIcon && <i />}
    {label}
    {isUrgent && " late"}
    {isUrgent && <b>!</b>}
    <span>
      {count} of {count + 1}
    </span>
  </p>
);

describe.each(Object.entries(TRANSLATORS))("a page that is translated with %s", (_, replace) => {
  it("shows texts that change", () => {
    const { container, rerender } = render(<Chip label="Pending" />);
    for (const [index, label] of ["Accepted", "In progress", "Ready"].entries()) {
      translate(container, replace);
      expect(container).toHaveTextContent(/^\[.+\]/);
      rerender(<Chip label={label} count={index + 2} />);
      expect(container.textContent?.replace(/[[\]]/g, "")).toBe(`${label}${index + 2} of ${index + 3}`);
    }
    expect(container.querySelectorAll("i")).toHaveLength(1);
  });

  it("adds and removes texts and elements at the right positions", () => {
    const { container, rerender } = render(<Chip label="Pending" hasIcon={false} />);
    const readText = () => container.textContent?.replace(/[[\]]/g, "");
    translate(container, replace);
    rerender(<Chip label="Pending" isUrgent />);
    expect(readText()).toBe("Pending late!1 of 2");
    expect(container.querySelector("p")?.firstChild?.nodeName).toBe("I");
    translate(container, replace);
    rerender(<Chip label="Pending" hasIcon={false} />);
    expect(readText()).toBe("Pending1 of 2");
    translate(container, replace);
    rerender(<Chip label="" hasIcon />);
    expect(readText()).toBe("1 of 2");
    rerender(<Chip label="Ready" />);
    expect(readText()).toBe("Ready1 of 2");
  });

  it("can be translated again, in the same task or later", async () => {
    const { container, rerender } = render(<Chip label="Pending" />);
    for (const label of ["Accepted", "Ready"]) {
      translate(container, replace);
      // Lets the observer of the guard run.
      await Promise.resolve();
      rerender(<Chip label={label} />);
      translate(container, replace);
      expect(container.textContent).toContain(`[${label}]`);
    }
  });
});

describe("the guard", () => {
  it("keeps the error for a node that is not a child", () => {
    const [parent, other] = [document.createElement("div"), document.createElement("div")];
    const child = other.appendChild(document.createElement("p"));
    const notFound = expect.objectContaining({ name: "NotFoundError" }) as Error;
    expect(() => parent.removeChild(child)).toThrow(notFound);
    expect(() => parent.insertBefore(document.createElement("p"), child)).toThrow(notFound);
    expect(() => other.removeChild(parent)).toThrow(notFound);
  });

  it("removes an element that the translator has wrapped, but not the text around it", () => {
    const Total = ({ hasPrice }: { hasPrice: boolean }) => <p>Total {hasPrice && <b>9.50</b>}</p>;
    const { container, rerender } = render(<Total hasPrice />);
    const price = container.querySelector("b");
    const font = document.createElement("font");
    price?.replaceWith(font);
    font.append("um ", price ?? "");
    rerender(<Total hasPrice={false} />);
    expect(container.textContent).toBe("Total um ");
  });
});
