import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogContentText from "@mui/material/DialogContentText";
import DialogTitle from "@mui/material/DialogTitle";
import { Link } from "react-router";
import { asRefused, type Refused } from "@/api/problem";
import type { Item } from "@/api/types";
import { uuid } from "@/shared/ids";
import { money } from "@/shared/money";
import { type Cart, priced, withQuantity } from "./cart";

interface PlaceRefusedProps {
  error: unknown;
  items: readonly Item[];
  cart: Cart;
  currency: string;
  change: (next: (cart: Cart) => Cart) => void;
  again: () => void;
  close: () => void;
}

/** An order that was not taken: what is true now, and the one tap that mends it. */
export function PlaceRefused(props: PlaceRefusedProps) {
  if (!props.error) return null;
  return <Open {...props} refused={asRefused(props.error)} />;
}

function Open({
  refused,
  items,
  cart,
  currency,
  change,
  again,
  close,
}: PlaceRefusedProps & { refused: Refused }) {
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
