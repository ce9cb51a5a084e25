import { useEffect, useMemo, useRef, useState } from "react";
import type { Order, OrderCommand, OrderStatus } from "@/api/types";
import { announce, notify } from "@/shared/notices";
import { COLUMNS, type Columns } from "./columns";

/** Keys and descriptions for the shortcuts dialog. */
export const SHORTCUTS: readonly (readonly [keys: string, description: string])[] = [
  ["↑ ↓", "move up or down"],
  ["← →", "move to another column"],
  ["Enter", "next step for the selected order: accept, start, complete, hand over"],
  ["A", "accept"],
  ["S", "start"],
  ["C", "complete"],
  ["H", "hand over"],
  ["X", "reject or cancel"],
  ["Z", "undo"],
  ["Esc", "clear selection"],
  ["?", "show shortcuts"],
];

/** The command that a key issues, by the status of the selected order. */
const KEY_COMMANDS: Record<string, Partial<Record<OrderStatus, OrderCommand>>> = {
  a: { pending: "accept" },
  s: { accepted: "start" },
  c: { processing: "complete" },
  h: { completed: "hand-over" },
  x: { pending: "reject", accepted: "cancel" },
  enter: { pending: "accept", accepted: "start", processing: "complete", completed: "hand-over" },
};

/** Returns the order next to the selected one in the direction of an arrow key, or the first order if none is selected. */
export function findNeighbor(board: Columns, selectedId: string | null, key: string): Order | undefined {
  const columns = COLUMNS.map(({ name }) => board[name]);
  const columnIndex = columns.findIndex((orders) => orders.some((order) => order.id === selectedId));
  const column = columns[columnIndex];
  if (!column) return columns.find((orders) => orders.length > 0)?.[0];
  const row = column.findIndex((order) => order.id === selectedId);
  if (key === "ArrowDown") return column[Math.min(row + 1, column.length - 1)];
  if (key === "ArrowUp") return column[Math.max(row - 1, 0)];
  const otherColumns =
    key === "ArrowRight" ? columns.slice(columnIndex + 1) : columns.slice(0, columnIndex).reverse();
  const nextColumn = otherColumns.find((orders) => orders.length > 0);
  return nextColumn ? nextColumn[Math.min(row, nextColumn.length - 1)] : column[row];
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;

/** Returns `true` if a dialog, menu or drawer covers the board and therefore receives the keys. */
const isCovered = () =>
  document.querySelector(".MuiModal-root, [role=dialog], [role=alertdialog], [role=menu]") !== null;

interface BoardState {
  board: Columns;
  /** `undefined` while changes are not possible. */
  onCommand: ((order: Order, command: OrderCommand) => void) | undefined;
  undoLast: () => { order: Order } | null;
}

/** Handles the board's keyboard shortcuts, the selection of an order, and the help dialog. */
export function useBoardShortcuts({ board, onCommand, undoLast }: BoardState) {
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const orders = useMemo(() => COLUMNS.flatMap(({ name }) => board[name]), [board]);
  // The key handler is registered once and reads the latest state from here.
  const latest = useRef({ board, onCommand, undoLast, orders, selectedId });
  useEffect(() => {
    latest.current = { board, onCommand, undoLast, orders, selectedId };
  });

  useEffect(() => {
    function select(order: Order | undefined) {
      if (!order) return;
      setSelectedId(order.id);
      announce(`${order.number} selected`);
      document.querySelector(`[data-order="${order.id}"]`)?.scrollIntoView({ block: "nearest" });
    }
    function undo() {
      const undone = latest.current.undoLast();
      if (undone) notify(`${undone.order.number} restored.`);
    }
    function issueCommand(event: KeyboardEvent) {
      const { onCommand: issue, orders: current, selectedId: id } = latest.current;
      const order = current.find((other) => other.id === id);
      const command = order && KEY_COMMANDS[event.key.toLowerCase()]?.[order.status];
      if (!command || !issue) return;
      event.preventDefault();
      issue(order, command);
    }
    function handleKeyDown(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isCovered()) return;
      if (event.key === "?") return setIsHelpOpen(true);
      if (event.key === "Escape") return setSelectedId(null);
      if (event.key.startsWith("Arrow")) {
        event.preventDefault();
        return select(findNeighbor(latest.current.board, latest.current.selectedId, event.key));
      }
      // A held key must not take an order through several steps.
      if (event.repeat) return;
      if (event.key.toLowerCase() === "z") return undo();
      const isOnButton = event.target instanceof HTMLElement && event.target.closest("button, a") !== null;
      // Enter activates the focused button.
      if (event.key === "Enter" && isOnButton) return;
      issueCommand(event);
    }
    window.addEventListener("keydown", handleKeyDown);
    return () => window.removeEventListener("keydown", handleKeyDown);
  }, []);

  const isOnBoard = orders.some((order) => order.id === selectedId);
  return { selectedId: isOnBoard ? selectedId : null, isHelpOpen, setIsHelpOpen };
}
