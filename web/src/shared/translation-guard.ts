/**
 * Makes React work on pages that the browser translates.
 *
 * Translators such as Google Translate replace text nodes with `<font>` elements, but React keeps references to the text
 * nodes. It then changes texts that are no longer on the page, and throws a `NotFoundError` when it removes them. Keys or
 * wrapper elements in the components would not cover the texts inside of component libraries, such as the label next to
 * the icon of a button. Therefore, this guard records the replacements, and applies to them the changes that React makes
 * to the replaced texts.
 *
 * See https://github.com/facebook/react/issues/11538.
 */

const isFont = (node: Node | null | undefined): node is HTMLElement => node?.nodeName === "FONT";
const isText = (node: Node): node is Text => node.nodeType === Node.TEXT_NODE;

/** A text that was removed from the page before its translation was inserted. */
interface RemovedText {
  text: Text;
  record: MutationRecord;
}

/** Records which elements replaced which text node. */
class TranslationTracker {
  private readonly translations = new WeakMap<Text, Element[]>();
  /** The elements in `translations`. */
  private readonly known = new WeakSet<Element>();
  private readonly observer = new MutationObserver((records) => this.recordAll(records));

  start() {
    this.observer.observe(document.documentElement, { childList: true, subtree: true });
  }

  stop() {
    this.observer.disconnect();
  }

  /** Returns the elements that replaced a text node and are still on the page. */
  find(text: Text): Element[] {
    // The translator may have changed the page in this task, before the observer is notified.
    this.recordAll(this.observer.takeRecords());
    return (this.translations.get(text) ?? []).filter((element) => element.parentNode !== null);
  }

  private recordAll(records: readonly MutationRecord[]) {
    const removedTexts: RemovedText[] = [];
    for (const record of records) this.record(record, removedTexts);
  }

  private record(record: MutationRecord, removedTexts: RemovedText[]) {
    const isNewFont = (node: Node | null): node is Element => isFont(node) && !this.known.has(node);
    const added = [...record.addedNodes].filter(isNewFont);
    for (const text of record.removedNodes) {
      if (!isText(text)) continue;
      // `replaceChild` is one mutation. Otherwise, the translation may have been inserted next to the text before.
      const neighbors = [record.previousSibling, record.nextSibling].filter(isNewFont).slice(0, 1);
      const elements = added.length > 0 ? added : neighbors;
      if (elements.length > 0) this.add(text, elements);
      else removedTexts.push({ text, record });
    }
    if (added.length === 0 || record.removedNodes.length > 0) return;
    const removed = removedTexts.find(({ record: { target, previousSibling, nextSibling } }) => {
      const isSamePosition = previousSibling === record.previousSibling && nextSibling === record.nextSibling;
      return target === record.target && isSamePosition;
    });
    if (removed) this.add(removed.text, added);
  }

  private add(text: Text, elements: Element[]) {
    this.translations.set(text, elements);
    for (const element of elements) this.known.add(element);
  }
}

/** Returns the child of `parent` that contains `node` if all elements in between were added by a translator. */
function findWrapper(node: Node, parent: Node): Element | null {
  let wrapper = node.parentNode;
  while (isFont(wrapper) && wrapper.parentNode !== parent) wrapper = wrapper.parentNode;
  return isFont(wrapper) ? wrapper : null;
}

/** Installs the guard. Returns a function that removes it. */
export function installTranslationGuard(): () => void {
  const prototype: Node = Node.prototype;
  const original = (["removeChild", "insertBefore", "appendChild", "nodeValue"] as const).map(
    (name) => [name, Object.getOwnPropertyDescriptor(prototype, name) ?? {}] as const,
  );
  const tracker = new TranslationTracker();
  guardRemoval(prototype, tracker);
  guardInsertion(prototype, tracker);
  guardTextChange(prototype, tracker);
  tracker.start();
  return () => {
    tracker.stop();
    for (const [name, descriptor] of original) Object.defineProperty(prototype, name, descriptor);
  };
}

function guardRemoval(prototype: Node, tracker: TranslationTracker) {
  // oxlint-disable-next-line typescript/unbound-method
  const { removeChild } = prototype;
  prototype.removeChild = function guardedRemoveChild<T extends Node>(this: Node, child: T): T {
    if (child.parentNode === this) return removeChild.call(this, child) as T;
    if (isText(child) && child.parentNode === null) {
      // A text without a translation was removed by the translator.
      for (const element of tracker.find(child)) element.remove();
      return child;
    }
    const wrapper = findWrapper(child, this);
    if (wrapper && isText(child)) removeChild.call(this, wrapper);
    if (!wrapper) return removeChild.call(this, child) as T;
    // The wrapper of an element may contain translated texts, too.
    child.parentNode?.removeChild(child);
    return child;
  };
}

function guardInsertion(prototype: Node, tracker: TranslationTracker) {
  // oxlint-disable-next-line typescript/unbound-method
  const { insertBefore, appendChild } = prototype;
  /** Removes the translation of a text that is about to be inserted at another position. */
  const removeTranslation = (node: Node) => {
    if (isText(node) && node.parentNode === null) for (const element of tracker.find(node)) element.remove();
  };
  prototype.insertBefore = function guardedInsertBefore<T extends Node>(
    this: Node,
    node: T,
    reference: Node | null,
  ): T {
    removeTranslation(node);
    if (!reference || reference.parentNode === this) return insertBefore.call(this, node, reference) as T;
    if (isText(reference) && reference.parentNode === null) {
      const translation = tracker.find(reference).find((element) => element.parentNode === this);
      return insertBefore.call(this, node, translation ?? null) as T;
    }
    return insertBefore.call(this, node, findWrapper(reference, this) ?? reference) as T;
  };
  prototype.appendChild = function guardedAppendChild<T extends Node>(this: Node, node: T): T {
    removeTranslation(node);
    return appendChild.call(this, node) as T;
  };
}

function guardTextChange(prototype: Node, tracker: TranslationTracker) {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, "nodeValue");
  if (!descriptor?.set) return;
  const setNodeValue = descriptor.set;
  Object.defineProperty(prototype, "nodeValue", {
    ...descriptor,
    set(this: Node, value: string | null) {
      setNodeValue.call(this, value);
      if (!isText(this) || this.parentNode !== null) return;
      // Shows the changed text in place of its outdated translation. The translator then translates it again.
      const [first, ...others] = tracker.find(this);
      first?.replaceWith(this);
      for (const element of others) element.remove();
    },
  });
}
