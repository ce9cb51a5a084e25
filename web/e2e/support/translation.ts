import type { Page } from "@playwright/test";

/**
 * Translates the page as Google Translate does: replaces each text node with `<font><font>…</font></font>`, including
 * those that are added or changed later. The "translation" of a text is the text in brackets.
 */
export async function translatePage(page: Page) {
  await page.evaluate(() => {
    const SKIPPED = new Set(["FONT", "SCRIPT", "STYLE", "TEXTAREA", "NOSCRIPT", "OPTION"]);
    function translate(text: Text) {
      const parent = text.parentElement;
      if (!parent || SKIPPED.has(parent.nodeName) || !text.data.trim()) return;
      const [outer, inner] = [document.createElement("font"), document.createElement("font")];
      for (const font of [outer, inner]) font.style.verticalAlign = "inherit";
      inner.textContent = `[${text.data}]`;
      outer.append(inner);
      parent.replaceChild(outer, text);
    }
    function translateAll(root: Node) {
      if (root instanceof Text) return translate(root);
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode as Text);
      return texts.forEach(translate);
    }
    translateAll(document.body);
    new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        if (target instanceof Text) translate(target);
        for (const node of addedNodes) if (node.isConnected) translateAll(node);
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
}
