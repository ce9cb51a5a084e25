import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogContentText from "@mui/material/DialogContentText";
import DialogTitle from "@mui/material/DialogTitle";
import { Link } from "react-router";
import { asApiError, type ApiError } from "@/shared/api-error";
import type { Item } from "@/api/types";
import { generateUuid } from "@/shared/ids";
import { formatMoney } from "@/shared/money";
import { type Cart, type CartLine, formatUnavailable, priceCart, removeLines, withQuantity } from "./cart";
import type { ChangeCart } from "./use-cart";
import type { Placement } from "./use-place-order";

interface PlacementDialogProps {
  placing: Placement;
  items: readonly Item[];
  cart: Cart;
  currency: string;
  change: ChangeCart;
}

/** Dishes of what was sent that the API found on no menu: `items[2].item_id`. */
function unknown({ error, sent }: Placement): CartLine[] {
  if (!error || !sent) return [];
  const { lines } = priceCart(sent.cart, sent.items);
  return (asApiError(error).problem.errors ?? []).flatMap(({ field }) => {
    const found = lines[Number(/^items\[(\d+)\]\.item_id$/.exec(field)?.[1])];
    return found ? [{ ...found.line, name: found.item.name }] : [];
  });
}

/** An order that was not taken: what is true now, and the one tap that mends it. */
export function PlacementDialog(props: PlacementDialogProps) {
  const { placing, items, cart } = props;
  const gone = placing.asking ? priceCart(cart, items).unavailable : unknown(placing);
  if (gone.length > 0) return <Gone {...props} gone={gone} />;
  if (!placing.error) return null;
  return <Open {...props} refused={asApiError(placing.error)} />;
}

/** Some of it is on no menu any more: the rest can be had, if the guest says so. */
function Gone({ placing, items, cart, currency, change, gone }: PlacementDialogProps & { gone: CartLine[] }) {
  const rest = removeLines(cart, gone);
  const sum = priceCart(rest, items);
  const takeOff = () => change((now) => removeLines(now, gone));
  const order = () => {
    takeOff();
    placing.put(rest, items);
  };
  const drop = () => {
    takeOff();
    placing.close();
  };
  return (
    <Dialog open onClose={placing.close} aria-labelledby="refused-title" fullWidth maxWidth="xs">
      <DialogTitle id="refused-title">Not on the menu any more</DialogTitle>
      <DialogContent>
        {gone.map((line) => (
          <DialogContentText key={line.item_id} sx={{ mb: 1 }}>
            {formatUnavailable(line)}.
          </DialogContentText>
        ))}
        <DialogContentText>Nothing was ordered.</DialogContentText>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={placing.close}>
          Back to the menu
        </Button>
        {sum.count > 0 ? (
          <Button variant="contained" onClick={order}>
            Order the rest
            <span className="num">&nbsp;· {formatMoney(sum.total, currency)}</span>
          </Button>
        ) : (
          <Button variant="contained" onClick={drop}>
            Take off the order
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function Open({
  placing,
  refused,
  items,
  cart,
  currency,
  change,
}: PlacementDialogProps & { refused: ApiError }) {
  const { close } = placing;
  const again = () => placing.put(cart, items);
  const { title, detail } = refused.problem;
  const shortages = refused.problem.items ?? [];
  const fields = refused.problem.errors ?? [];

  const lessen = () => {
    change((now) => shortages.reduce((sum, { item_id: id, left }) => withQuantity(sum, id, left), now));
    close();
  };
  const anew = () => {
    change((now) => ({ ...now, key: generateUuid() }));
    close();
  };
  const total = refused.problem.total_cents ?? priceCart(cart, items).total;

  return (
    <Dialog open onClose={close} aria-labelledby="refused-title" fullWidth maxWidth="xs">
      <DialogTitle id="refused-title">{refused.status === 0 ? "Not sent yet" : title}</DialogTitle>
      <DialogContent>
        {shortages.length > 0 ? (
          shortages.map((shortage) => (
            <DialogContentText key={shortage.item_id} sx={{ mb: 1 }}>
              <strong>{shortage.name}</strong>:{" "}
              {shortage.left === 0
                ? "sold out"
                : `only ${shortage.left} left, you wanted ${shortage.requested}`}
              .
            </DialogContentText>
          ))
        ) : refused.isProblem("price-changed") ? (
          <DialogContentText>
            It costs <strong className="num">{formatMoney(total, currency)}</strong> now. Nothing was ordered.
          </DialogContentText>
        ) : refused.isProblem("idempotency-key-reused") ? (
          <DialogContentText>
            An earlier version of this cart was ordered already. Look at your orders before you order again.
          </DialogContentText>
        ) : refused.status === 0 ? (
          <DialogContentText>
            The server cannot be reached. Try again: it stays one order, however often you try.
          </DialogContentText>
        ) : (
          <DialogContentText>{detail}</DialogContentText>
        )}
        {fields.length > 1 &&
          fields.map((field) => (
            <DialogContentText key={field.field} sx={{ mt: 1 }}>
              {field.field}: {field.message}
            </DialogContentText>
          ))}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={close}>
          Back to the menu
        </Button>
        {shortages.length > 0 ? (
          <Button variant="contained" onClick={lessen}>
            Order what is left
          </Button>
        ) : refused.isProblem("idempotency-key-reused") ? (
          <>
            <Button onClick={anew}>Order this as well</Button>
            <Button variant="contained" component={Link} to="/orders">
              Your orders
            </Button>
          </>
        ) : refused.isProblem("price-changed") ||
          refused.isTransient ||
          refused.isProblem("idempotency-key-in-flight") ? (
          <Button variant="contained" onClick={again}>
            {refused.isProblem("price-changed") ? "Order at this price" : "Try again"}
          </Button>
        ) : null}
      </DialogActions>
    </Dialog>
  );
}
