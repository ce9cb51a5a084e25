import { useEffect, useMemo, useRef, useState } from "react";
import type { OrderCommand, Order } from "@/api/types";
import { announce, notify } from "@/shared/notices";
import { COLUMNS, type Columns } from "./columns";

export const SHORTCUTS: readonly (readonly [string, string])[] = [
  ["↑ ↓", "choose a ticket in its column"],
  ["← →", "choose a column"],
  ["Enter", "the next step of the chosen ticket: accept, start, complete, hand over"],
  ["A", "accept"],
  ["S", "start"],
  ["C", "complete"],
  ["H", "hand over"],
  ["X", "reject, or cancel"],
  ["Z", "undo"],
  ["Esc", "choose none"],
  ["?", "this list"],
];

const STEP: Record<string, [status: Order["status"], command: OrderCommand][]> = {
  a: [["pending", "accept"]],
  s: [["accepted", "start"]],
  c: [["processing", "complete"]],
  h: [["completed", "hand-over"]],
  x: [
    ["pending", "reject"],
    ["accepted", "cancel"],
  ],
  enter: [
    ["pending", "accept"],
    ["accepted", "start"],
    ["processing", "complete"],
    ["completed", "hand-over"],
  ],
};

/** The place next to a chosen ticket, where the eye expects it. */
export function findNeighbor(board: Columns, chosen: string | null, key: string): Order | undefined {
  const lists = COLUMNS.map(({ name }) => board[name]);
  const column = lists.findIndex((list) => list.some((order) => order.id === chosen));
  const list = lists[column];
  if (!list) return lists.find((other) => other.length > 0)?.[0];
  const row = list.findIndex((order) => order.id === chosen);
  if (key === "ArrowDown") return list[Math.min(row + 1, list.length - 1)];
  if (key === "ArrowUp") return list[Math.max(row - 1, 0)];
  const others = key === "ArrowRight" ? lists.slice(column + 1) : lists.slice(0, column).reverse();
  const next = others.find((other) => other.length > 0);
  return next ? next[Math.min(row, next.length - 1)] : list[row];
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;

/** A dialog, a menu or a drawer lies over the board: keys are for it, wherever the focus is. */
const isCovered = () =>
  document.querySelector(".MuiModal-root, [role=dialog], [role=alertdialog], [role=menu]") !== null;

/** The board without a mouse. */
export function useBoardShortcuts(
  board: Columns,
  act: ((order: Order, command: OrderCommand) => void) | undefined,
  undoLast: () => { order: Order } | null,
) {
  const [selected, setSelected] = useState<string | null>(null);
  const [help, setHelp] = useState(false);
  const all = useMemo(() => COLUMNS.flatMap(({ name }) => board[name]), [board]);
  const latest = useRef({ board, act, undoLast, all, selected });
  useEffect(() => {
    latest.current = { board, act, undoLast, all, selected };
  });

  useEffect(() => {
    function choose(order: Order | undefined) {
      if (!order) return;
      setSelected(order.id);
      announce(`${order.number} chosen`);
      document.querySelector(`[data-order="${order.id}"]`)?.scrollIntoView({ block: "nearest" });
    }
    function press(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isCovered()) return;
      const { board: now, act: carry, undoLast: undo, all: orders, selected: chosen } = latest.current;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (key === "?") return setHelp(true);
      if (key === "Escape") return setSelected(null);
      if (key.startsWith("Arrow")) {
        event.preventDefault();
        return choose(findNeighbor(now, chosen, key));
      }
      // A key that is held would carry an order through all its steps: one press is one act.
      if (event.repeat) return;
      if (key === "z") {
        const undone = undo();
        if (undone) notify(`${undone.order.number} is back.`);
        return;
      }
      // Enter on a button is the button's.
      if (key === "Enter" && event.target instanceof HTMLElement && event.target.closest("button, a")) return;
      const order = orders.find((other) => other.id === chosen);
      const step = STEP[key.toLowerCase()]?.find(([status]) => status === order?.status);
      if (!order || !step || !carry) return;
      event.preventDefault();
      carry(order, step[1]);
    }
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);

  return { selected: all.some((order) => order.id === selected) ? selected : null, help, setHelp };
}
