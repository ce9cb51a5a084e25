import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogContentText from "@mui/material/DialogContentText";
import DialogTitle from "@mui/material/DialogTitle";
import { Link } from "react-router";
import { asRefused, type Refused } from "@/shared/api-error";
import type { Item } from "@/api/types";
import { uuid } from "@/shared/ids";
import { money } from "@/shared/money";
import { type Cart, type CartLine, isGone, priced, without, withQuantity } from "./cart";
import type { Change } from "./use-cart";
import type { Placing } from "./use-place-order";

interface PlaceRefusedProps {
  placing: Placing;
  items: readonly Item[];
  cart: Cart;
  currency: string;
  change: Change;
}

/** Dishes of what was sent that the API found on no menu: `items[2].item_id`. */
function unknown({ error, sent }: Placing): CartLine[] {
  if (!error || !sent) return [];
  const { lines } = priced(sent.cart, sent.items);
  return (asRefused(error).problem.errors ?? []).flatMap(({ field }) => {
    const found = lines[Number(/^items\[(\d+)\]\.item_id$/.exec(field)?.[1])];
    return found ? [{ ...found.line, name: found.item.name }] : [];
  });
}

/** An order that was not taken: what is true now, and the one tap that mends it. */
export function PlaceRefused(props: PlaceRefusedProps) {
  const { placing, items, cart } = props;
  const gone = placing.asking ? priced(cart, items).gone : unknown(placing);
  if (gone.length > 0) return <Gone {...props} gone={gone} />;
  if (!placing.error) return null;
  return <Open {...props} refused={asRefused(placing.error)} />;
}

/** Some of it is on no menu any more: the rest can be had, if the guest says so. */
function Gone({ placing, items, cart, currency, change, gone }: PlaceRefusedProps & { gone: CartLine[] }) {
  const rest = without(cart, gone);
  const sum = priced(rest, items);
  const takeOff = () => change((now) => without(now, gone));
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
            {isGone(line)}.
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
            <span className="num">&nbsp;· {money(sum.total, currency)}</span>
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

function Open({ placing, refused, items, cart, currency, change }: PlaceRefusedProps & { refused: Refused }) {
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
    change((now) => ({ ...now, key: uuid() }));
    close();
  };
  const total = refused.problem.total_cents ?? priced(cart, items).total;

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
        ) : refused.is("price-changed") ? (
          <DialogContentText>
            It costs <strong className="num">{money(total, currency)}</strong> now. Nothing was ordered.
          </DialogContentText>
        ) : refused.is("idempotency-key-reused") ? (
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
        ) : refused.is("idempotency-key-reused") ? (
          <>
            <Button onClick={anew}>Order this as well</Button>
            <Button variant="contained" component={Link} to="/orders">
              Your orders
            </Button>
          </>
        ) : refused.is("price-changed") || refused.passing || refused.is("idempotency-key-in-flight") ? (
          <Button variant="contained" onClick={again}>
            {refused.is("price-changed") ? "Order at this price" : "Try again"}
          </Button>
        ) : null}
      </DialogActions>
    </Dialog>
  );
}
