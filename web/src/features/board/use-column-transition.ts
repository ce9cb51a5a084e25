import { type RefObject, useLayoutEffect, useRef } from "react";
import { COLUMNS, type ColumnName, type Columns } from "./columns";

const DURATION_MS = 260;
/** With more tickets, nothing is animated, because measuring the tickets would take too long. */
const MAX_TICKETS = 150;

interface Position {
  column: ColumnName;
  rect: DOMRect;
}

/** Animates tickets that move to another column. */
export function useColumnTransition(boardRef: RefObject<HTMLElement | null>, board: Columns) {
  const lastPositions = useRef(new Map<string, Position>());

  useLayoutEffect(() => {
    const root = boardRef.current;
    const total = COLUMNS.reduce((sum, { name }) => sum + board[name].length, 0);
    if (!root || total > MAX_TICKETS) {
      lastPositions.current.clear();
      return;
    }
    const positions = new Map<string, Position>();
    const hasReducedMotion = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    for (const { name } of COLUMNS) {
      for (const { id } of board[name]) {
        const ticket = root.querySelector<HTMLElement>(`[data-order="${id}"]`);
        if (!ticket) continue;
        const rect = ticket.getBoundingClientRect();
        const last = lastPositions.current.get(id);
        if (last && last.column !== name && !hasReducedMotion) animateMove(ticket, last.rect, rect);
        positions.set(id, { column: name, rect });
      }
    }
    lastPositions.current = positions;
  }, [board, boardRef]);
}

/** Animates a copy of the ticket: the columns would clip the ticket itself. Hides the ticket in the meantime. */
function animateMove(ticket: HTMLElement, from: DOMRect, to: DOMRect) {
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
  const options = { duration: DURATION_MS, easing: "cubic-bezier(0.3, 0, 0.1, 1)" };
  ticket.animate([{ opacity: 0 }, { opacity: 0 }], options);
  const keyframes = [
    { transform: `translate(${from.left - to.left}px, ${from.top - to.top}px)` },
    { transform: "none" },
  ];
  const removeCopy = () => copy.remove();
  copy.animate(keyframes, options).finished.then(removeCopy, removeCopy);
}
