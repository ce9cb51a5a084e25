import { memo } from "react";
import type { Order, OrderCommand, OrderStatus } from "@/api/types";
import { COMMAND_LABELS, ORDER_TYPE_LABELS } from "@/entities/labels";
import { useClock } from "@/shared/clock";
import { Icon, type IconName } from "@/shared/icons";
import { formatAge } from "@/shared/time";
import { formatGuest } from "./format";
import { getTicketAge, type Urgency } from "./ticket-age";
import styles from "./ticket.module.css";

interface TicketProps {
  order: Order;
  /** Age in seconds after which the order is late. */
  promisedSeconds: number;
  /** `true` if staff start and complete orders. If kitchen workers do so, the Start and Complete buttons are secondary. */
  isManualKitchen: boolean;
  isSelected: boolean;
  canWrite: boolean;
  disabledReason: string | undefined;
  onCommand: (order: Order, command: OrderCommand) => void;
}

interface Action {
  command: OrderCommand;
  icon: IconName;
}

/** The next step of an order. */
const NEXT_ACTIONS: Partial<Record<OrderStatus, Action>> = {
  pending: { command: "accept", icon: "check" },
  accepted: { command: "start", icon: "flame" },
  processing: { command: "complete", icon: "bell" },
  completed: { command: "hand-over", icon: "tray" },
};

/** Commands that end an order early. */
const ABORT_COMMANDS: Partial<Record<OrderStatus, OrderCommand>> = { pending: "reject", accepted: "cancel" };

const TYPE_ICONS = { dine_in: "table", takeaway: "bag", delivery: "truck" } as const;
const URGENCY_ICONS: Record<Urgency, IconName> = { fresh: "clock", due: "alarm", late: "warning" };

/** An order on the board or the floor page, with buttons for its next commands. */
export const Ticket = memo(function Ticket(props: TicketProps) {
  const { order, promisedSeconds, isSelected } = props;
  const urgency = useClock((now) => getTicketAge(order, promisedSeconds, now).urgency);
  const guest = formatGuest(order);
  return (
    <li
      className={styles["ticket"]}
      data-testid="ticket"
      data-order={order.id}
      data-urgency={urgency}
      data-selected={isSelected}
      aria-label={`${order.number}${guest ? `, ${guest}` : ""}`}
    >
      <div className={styles["head"]}>
        <h3 className={styles["number"]}>{order.number}</h3>
        <TicketAge order={order} promisedSeconds={promisedSeconds} />
      </div>
      <TicketDetails order={order} />
      <ul className={styles["lines"]}>
        {order.lines.map((line) => (
          <li className={styles["line"]} key={`${line.item_id} ${line.note}`}>
            <span className={styles["quantity"]}>{line.quantity}×</span>
            <span className={styles["name"]}>{line.name}</span>
            {line.note && <span className={styles["lineNote"]}>{line.note}</span>}
          </li>
        ))}
      </ul>
      {order.note && <p className={styles["orderNote"]}>{order.note}</p>}
      <TicketActions {...props} />
    </li>
  );
});

function TicketDetails({ order }: { order: Order }) {
  const { name, table } = order.customer;
  return (
    <div className={styles["details"]}>
      <Icon name={TYPE_ICONS[order.order_type]} size={17} />
      <span>
        {ORDER_TYPE_LABELS[order.order_type]}
        {(table || name) && " ·"}
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
  );
}

function TicketActions({ order, isManualKitchen, canWrite, disabledReason, onCommand }: TicketProps) {
  const next = NEXT_ACTIONS[order.status];
  const abort = ABORT_COMMANDS[order.status];
  const isPrimary = isManualKitchen || order.status === "pending" || order.status === "completed";
  return (
    <div className={styles["actions"]}>
      {abort && (
        <button
          type="button"
          className={`${styles["action"]} ${styles["abort"]}`}
          disabled={!canWrite}
          title={disabledReason}
          aria-label={`${COMMAND_LABELS[abort]} ${order.number}`}
          onClick={() => onCommand(order, abort)}
        >
          {COMMAND_LABELS[abort]}
        </button>
      )}
      {next && (
        <button
          type="button"
          className={`${styles["action"]} ${isPrimary ? styles["primary"] : ""}`}
          disabled={!canWrite}
          title={disabledReason}
          aria-label={`${COMMAND_LABELS[next.command]} ${order.number}`}
          onClick={() => onCommand(order, next.command)}
        >
          <Icon name={next.icon} size={18} />
          {COMMAND_LABELS[next.command]}
        </button>
      )}
    </div>
  );
}

/** The age as text and color. A separate component, so that its changes do not render the whole ticket. */
function TicketAge({ order, promisedSeconds }: { order: Order; promisedSeconds: number }) {
  const text = useClock((now) => formatAge(getTicketAge(order, promisedSeconds, now).seconds));
  const urgency = useClock((now) => getTicketAge(order, promisedSeconds, now).urgency);
  return (
    <span className={styles["age"]} data-urgency={urgency}>
      <Icon name={URGENCY_ICONS[urgency]} size={15} />
      {urgency === "late" ? `${text} · late` : text}
    </span>
  );
}
