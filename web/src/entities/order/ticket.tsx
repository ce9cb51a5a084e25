import { memo } from "react";
import type { OrderCommand, Order } from "@/api/types";
import { useClock } from "@/shared/clock";
import { Icon, type IconName } from "@/shared/icons";
import { formatGuest, TYPE_NAME } from "./status";
import { formatAge } from "@/shared/time";
import { getTicketAge, type Urgency } from "@/features/board/columns";
import styles from "./ticket.module.css";

interface TicketProps {
  order: Order;
  /** Seconds after which it is late. */
  promise: number;
  /** People press start and complete here: else kitchen workers do, and pressing is the exception. */
  byHand: boolean;
  selected: boolean;
  writable: boolean;
  why: string;
  onAct: (order: Order, command: OrderCommand) => void;
}

interface Offer {
  command: OrderCommand;
  label: string;
  icon: IconName;
}

export const NEXT: Record<string, Offer | undefined> = {
  pending: { command: "accept", label: "Accept", icon: "check" },
  accepted: { command: "start", label: "Start", icon: "flame" },
  processing: { command: "complete", label: "Complete", icon: "bell" },
  completed: { command: "hand-over", label: "Hand over", icon: "tray" },
};

const AWAY: Record<string, Offer | undefined> = {
  pending: { command: "reject", label: "Reject", icon: "close" },
  accepted: { command: "cancel", label: "Cancel", icon: "close" },
};

const TYPE_ICON = { dine_in: "table", takeaway: "bag", delivery: "truck" } as const;
const AGE_ICON: Record<Urgency, IconName> = { fresh: "clock", due: "alarm", late: "warning" };

export const Ticket = memo(function Ticket({
  order,
  promise,
  byHand,
  selected,
  writable,
  why,
  onAct,
}: TicketProps) {
  const urgency = useClock((now) => getTicketAge(order, promise, now).urgency);
  const next = NEXT[order.status];
  const away = AWAY[order.status];
  const main = byHand || order.status === "pending" || order.status === "completed";
  const guest = formatGuest(order);
  const { name, table } = order.customer;
  return (
    <li
      className={styles["ticket"]}
      data-testid="ticket"
      data-order={order.id}
      data-urgency={urgency}
      data-selected={selected}
      aria-label={`${order.number}${guest ? `, ${guest}` : ""}`}
    >
      <div className={styles["head"]}>
        <h3 className={styles["number"]}>{order.number}</h3>
        <Age order={order} promise={promise} />
      </div>
      <div className={styles["about"]}>
        <Icon name={TYPE_ICON[order.order_type]} size={17} />
        <span>
          {TYPE_NAME[order.order_type]}
          {guest && " ·"}
        </span>
        {table && (
          <span className={styles["table"]}>
            Table {table}
            {name && " ·"}
          </span>
        )}
        {name && (
          <span className={styles["guest"]} title={name}>
            {name}
          </span>
        )}
      </div>
      <ul className={styles["lines"]}>
        {order.lines.map((line) => (
          <li className={styles["line"]} key={line.item_id}>
            <span className={styles["quantity"]}>{line.quantity}×</span>
            <span className={styles["name"]}>{line.name}</span>
            {line.note && <span className={styles["note"]}>{line.note}</span>}
          </li>
        ))}
      </ul>
      {order.note && <p className={styles["wish"]}>{order.note}</p>}
      <div className={styles["acts"]}>
        {away && (
          <button
            type="button"
            className={`${styles["act"]} ${styles["away"]}`}
            disabled={!writable}
            title={why || undefined}
            aria-label={`${away.label} ${order.number}`}
            onClick={() => onAct(order, away.command)}
          >
            {away.label}
          </button>
        )}
        {next && (
          <button
            type="button"
            className={`${styles["act"]} ${main ? styles["main"] : ""}`}
            disabled={!writable}
            title={why || undefined}
            aria-label={`${next.label} ${order.number}`}
            onClick={() => onAct(order, next.command)}
          >
            <Icon name={next.icon} size={18} />
            {next.label}
          </button>
        )}
      </div>
    </li>
  );
});

/** The age in words and a colour: renders when what it says changes, not every second. */
function Age({ order, promise }: { order: Order; promise: number }) {
  const text = useClock((now) => formatAge(getTicketAge(order, promise, now).seconds));
  const urgency = useClock((now) => getTicketAge(order, promise, now).urgency);
  return (
    <span className={styles["age"]} data-urgency={urgency}>
      <Icon name={AGE_ICON[urgency]} size={15} />
      {urgency === "late" ? `${text} · late` : text}
    </span>
  );
}
