import { type RefObject, useLayoutEffect, useRef } from "react";
import { COLUMNS, type ColumnName, type Columns } from "./columns";

const SLIDE_MS = 260;
/** On a fuller board nothing slides: measuring would cost more than it shows. */
const MOST = 150;

/** A ticket that changes its column slides there; nothing else moves. */
export function useColumnTransition(field: RefObject<HTMLElement | null>, board: Columns) {
  const before = useRef(new Map<string, { column: ColumnName; rect: DOMRect }>());

  useLayoutEffect(() => {
    const root = field.current;
    const total = COLUMNS.reduce((sum, { name }) => sum + board[name].length, 0);
    if (!root || total > MOST) {
      before.current.clear();
      return;
    }
    const now = new Map<string, { column: ColumnName; rect: DOMRect }>();
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    for (const { name } of COLUMNS) {
      for (const { id } of board[name]) {
        const ticket = root.querySelector<HTMLElement>(`[data-order="${id}"]`);
        if (!ticket) continue;
        const rect = ticket.getBoundingClientRect();
        const was = before.current.get(id);
        if (was && was.column !== name && !calm) slide(ticket, was.rect, rect);
        now.set(id, { column: name, rect });
      }
    }
    before.current = now;
  }, [board, field]);
}

/** A copy flies above the columns, which would cut it off; the ticket itself waits for it, unseen. */
function slide(ticket: HTMLElement, from: DOMRect, to: DOMRect) {
  if (typeof ticket.animate !== "function") return;
  const copy = ticket.cloneNode(true) as HTMLElement;
  copy.setAttribute("aria-hidden", "true");
  copy.removeAttribute("data-order");
  copy.removeAttribute("data-testid");
  copy.inert = true;
  Object.assign(copy.style, {
    position: "fixed",
    left: `${to.left}px`,
    top: `${to.top}px`,
    width: `${to.width}px`,
    margin: "0",
    zIndex: "1200",
    pointerEvents: "none",
    contentVisibility: "visible",
    listStyle: "none",
  });
  document.body.append(copy);
  const options = { duration: SLIDE_MS, easing: "cubic-bezier(0.3, 0, 0.1, 1)" };
  ticket.animate([{ opacity: 0 }, { opacity: 0 }], options);
  const path = [
    { transform: `translate(${from.left - to.left}px, ${from.top - to.top}px)` },
    { transform: "none" },
  ];
  copy.animate(path, options).finished.then(
    () => copy.remove(),
    () => copy.remove(),
  );
}
