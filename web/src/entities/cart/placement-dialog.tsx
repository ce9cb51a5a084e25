import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogContentText from "@mui/material/DialogContentText";
import DialogTitle from "@mui/material/DialogTitle";
import { useEffect } from "react";
import { Link } from "react-router";
import type { Item } from "@/api/types";
import { formatNoteLabel } from "@/entities/labels";
import { type ApiError, asApiError, type FieldError } from "@/shared/api-error";
import { generateUuid } from "@/shared/ids";
import { formatMoney } from "@/shared/money";
import { isOutcomeUnknown } from "@/shared/show-error";
import {
  type Cart,
  type CartLine,
  formatShortage,
  formatUnavailable,
  priceCart,
  removeItems,
  type SeenTotal,
  withQuantity,
} from "./cart";
import type { ChangeCart } from "./use-cart";
import type { Placement } from "./use-place-order";

interface PlacementDialogProps {
  placement: Placement;
  items: readonly Item[];
  cart: Cart;
  currency: string;
  changeCart: ChangeCart;
}

/**
 * Shows why an order was not placed, or that the outcome is unknown. A button solves the problem if there is
 * a solution.
 */
export function PlacementDialog(props: PlacementDialogProps) {
  const { placement, items, cart } = props;
  const { needsConfirmation, dismissConfirmation } = placement;
  const unavailable = needsConfirmation ? priceCart(cart, items).unavailable : findRejectedLines(placement);
  const isConfirmationObsolete = needsConfirmation && unavailable.length === 0;
  useEffect(() => {
    // The lines were removed in another tab, or their items are back. The dialog must not appear for later lines.
    if (isConfirmationObsolete) dismissConfirmation();
  }, [isConfirmationObsolete, dismissConfirmation]);
  if (unavailable.length > 0) return <UnavailableDialog {...props} unavailable={unavailable} />;
  if (!placement.error) return null;
  return <ErrorDialog {...props} error={asApiError(placement.error)} />;
}

/** Returns the lines whose items the server did not find. Errors refer to lines by index: `items[2].item_id`. */
function findRejectedLines({ error, sent }: Placement): CartLine[] {
  if (!error || !sent) return [];
  const { lines } = priceCart(sent.cart, sent.items);
  return (asApiError(error).problem.errors ?? []).flatMap(({ field }) => {
    const rejected = lines[Number(/^items\[(\d+)\]\.item_id$/.exec(field)?.[1])];
    return rejected ? [{ ...rejected.line, name: rejected.item.name }] : [];
  });
}

/** Says that items are no longer on the menu. The customer can order the other items. */
function UnavailableDialog({
  placement,
  items,
  cart,
  currency,
  changeCart,
  unavailable,
}: PlacementDialogProps & { unavailable: CartLine[] }) {
  const remaining = removeItems(cart, unavailable);
  const priced = priceCart(remaining, items);
  const removeUnavailable = () => changeCart((current) => removeItems(current, unavailable));
  const placeRemaining = () => {
    removeUnavailable();
    placement.place(remaining, items);
  };
  const removeAndClose = () => {
    removeUnavailable();
    placement.close();
  };
  return (
    <Dialog open onClose={placement.close} aria-labelledby="placement-title" fullWidth maxWidth="xs">
      <DialogTitle id="placement-title">No longer available</DialogTitle>
      <DialogContent>
        {formatUnavailable(unavailable).map((text, index) => (
          <DialogContentText key={index} sx={{ mb: 1 }}>
            {text}
          </DialogContentText>
        ))}
        <DialogContentText>Your order wasn't placed.</DialogContentText>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={placement.close}>
          Back to menu
        </Button>
        {priced.count > 0 ? (
          <Button variant="contained" onClick={placeRemaining}>
            Order the other items
            <span className="num">&nbsp;· {formatMoney(priced.total, priced.currency ?? currency)}</span>
          </Button>
        ) : (
          <Button variant="contained" onClick={removeAndClose}>
            Remove from order
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

type ErrorDialogProps = PlacementDialogProps & { error: ApiError };

/** Returns the title of an error. Replaces titles that are written for API clients. */
function formatTitle(error: ApiError): string {
  if (isOutcomeUnknown(error)) return "No response from the server";
  if (error.isProblem("idempotency-key-reused")) return "Already ordered";
  return error.isProblem("idempotency-key-in-flight") ? "Still placing your order" : error.problem.title;
}

function ErrorDialog(props: ErrorDialogProps) {
  const { placement, error } = props;
  return (
    <Dialog open onClose={placement.close} aria-labelledby="placement-title" fullWidth maxWidth="xs">
      <DialogTitle id="placement-title">{formatTitle(error)}</DialogTitle>
      <DialogContent>
        <ErrorText {...props} />
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={placement.close}>
          Back to menu
        </Button>
        <ErrorAction {...props} />
      </DialogActions>
    </Dialog>
  );
}

/** Returns the total that the refusal contains, because the menu on screen may be outdated, or else that of the cart. */
const getNewTotal = ({ error, cart, items, currency }: ErrorDialogProps) =>
  ({
    total: error.problem.total_cents ?? priceCart(cart, items).total,
    currency: error.problem.currency ?? currency,
  }) satisfies SeenTotal;

const formatNewTotal = (props: ErrorDialogProps): string => {
  const { total, currency } = getNewTotal(props);
  return formatMoney(total, currency);
};

const FIELD_LABELS: Partial<Record<string, string>> = {
  "customer.name": "Customer name",
  "customer.phone": "Phone",
  "customer.table": "Table",
};

const formatFieldLabel = (field: string, sent: Placement["sent"]): string =>
  field === "note" && sent ? formatNoteLabel(sent.cart.orderType) : (FIELD_LABELS[field] ?? "Your order");

/** Returns the label of a field of an order line: `Note for Margherita`, `Quantity of Margherita, line 2`. */
function formatLineFieldLabel(lineLabel: string, field: string | undefined): string {
  if (field === "note") return `Note for ${lineLabel}`;
  return field === "quantity" ? `Quantity of ${lineLabel}` : lineLabel;
}

/** Describes an invalid field by its label on screen: `Note for Margherita: must have at most 500 characters, not 501.` */
function describeFieldError({ field, message }: FieldError, { sent }: Placement): string {
  const lines = sent ? priceCart(sent.cart, sent.items).lines : [];
  const [, index, lineField] = /^items\[(\d+)\]\.?(\w*)/.exec(field) ?? [];
  const line = lines[Number(index)];
  const label = line ? formatLineFieldLabel(line.label, lineField) : formatFieldLabel(field, sent);
  return `${label}: ${message}.`;
}

function ErrorText(props: ErrorDialogProps) {
  const { error, placement } = props;
  const shortages = error.problem.items ?? [];
  if (shortages.length > 0) {
    return (
      <>
        {shortages.map(({ item_id: id, name, left, requested }) => (
          <DialogContentText key={id} sx={{ mb: 1 }}>
            <strong>{name}</strong>: {formatShortage(left)}
            {left > 0 && ` (you wanted ${requested})`}.
          </DialogContentText>
        ))}
        <DialogContentText>Your order wasn't placed.</DialogContentText>
      </>
    );
  }
  if (error.isProblem("price-changed")) {
    return (
      <DialogContentText>
        Your new total is <strong className="num">{formatNewTotal(props)}</strong>. Your order wasn't placed.
      </DialogContentText>
    );
  }
  const fieldErrors = error.problem.errors ?? [];
  if (fieldErrors.length > 0) {
    return fieldErrors.map((fieldError) => (
      <DialogContentText key={fieldError.field} sx={{ mb: 1 }}>
        {describeFieldError(fieldError, placement)}
      </DialogContentText>
    ));
  }
  return <DialogContentText>{formatDetail(error)}</DialogContentText>;
}

function formatDetail(error: ApiError): string {
  if (error.isProblem("idempotency-key-reused"))
    return "You've already placed an order from this cart. Check your orders before ordering again.";
  if (error.isProblem("idempotency-key-in-flight")) return "Try again in a second. You won't order twice.";
  return isOutcomeUnknown(error)
    ? "We can't tell if your order was placed. It's safe to try again. You won't order twice."
    : error.problem.detail;
}

function ErrorAction(props: ErrorDialogProps) {
  const { placement, error, items, cart, changeCart } = props;
  const shortages = error.problem.items ?? [];
  const isPriceChange = error.isProblem("price-changed");
  const placeAtNewTotal = () => placement.place(cart, items, getNewTotal(props));
  const reduceToStock = () => {
    changeCart((current) =>
      shortages.reduce((result, { item_id: id, left }) => withQuantity(result, id, left), current),
    );
    placement.close();
  };
  const renewKey = () => {
    changeCart((current) => ({ ...current, key: generateUuid() }));
    placement.close();
  };
  if (shortages.length > 0) {
    return (
      <Button variant="contained" onClick={reduceToStock}>
        Order what's available
      </Button>
    );
  }
  if (error.isProblem("idempotency-key-reused")) {
    return (
      <>
        <Button onClick={renewKey}>Place this order too</Button>
        <Button variant="contained" component={Link} to="/orders">
          Your orders
        </Button>
      </>
    );
  }
  if (!isPriceChange && !error.isTransient && !error.isProblem("idempotency-key-in-flight")) return null;
  return (
    <Button variant="contained" onClick={isPriceChange ? placeAtNewTotal : placement.repeat}>
      {isPriceChange ? `Place order for ${formatNewTotal(props)}` : "Try again"}
    </Button>
  );
}
