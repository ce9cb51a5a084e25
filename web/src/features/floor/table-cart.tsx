import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import {
  type Cart,
  costsNow,
  hasNewPrice,
  getAvailableQuantity,
  type PricedCart,
  withLineNote,
  withQuantity,
} from "@/entities/cart/cart";
import { UnavailableLines } from "@/entities/cart/unavailable-lines";
import type { ChangeCart } from "@/entities/cart/use-cart";
import { Icon } from "@/shared/icons";
import { formatMoney } from "@/shared/money";
import { QuantityStepper } from "@/shared/quantity-stepper";

interface TableCartProps {
  cart: Cart;
  sum: PricedCart;
  currency: string;
  change: ChangeCart;
  busy: boolean;
  disabled: boolean;
  why: string;
  place: () => void;
}

/** Whom it is for, what they want and how they want it. */
export function TableCart({ cart, sum, currency, change, busy, disabled, why, place }: TableCartProps) {
  const set = (name: "table" | "name" | "note") => (event: { target: { value: string } }) =>
    change((now) => ({
      ...now,
      [name]: event.target.value,
      orderType: name === "table" || now.table ? "dine_in" : now.orderType,
    }));
  return (
    <Card
      component="section"
      aria-label="The order"
      sx={{ p: 2, maxHeight: { md: "calc(100dvh - 104px)" }, overflowY: "auto" }}
    >
      <Box sx={{ display: "grid", gridTemplateColumns: "1fr 1fr", gap: 1.5, mb: 1.5 }}>
        <TextField
          label="Table"
          value={cart.table}
          onChange={set("table")}
          slotProps={{ htmlInput: { maxLength: 200, autoComplete: "off" } }}
        />
        <TextField
          label="Guest"
          value={cart.name}
          onChange={set("name")}
          slotProps={{ htmlInput: { maxLength: 200, autoComplete: "off" } }}
        />
      </Box>
      {sum.lines.length === 0 && (
        <Typography color="textSecondary" sx={{ py: 3, textAlign: "center" }}>
          Tap dishes to put them here.
        </Typography>
      )}
      {sum.lines.map(({ line, item, total }) => (
        <Box key={item.id} sx={{ py: 1, borderTop: "1px solid", borderColor: "line" }}>
          <Box sx={{ display: "grid", gridTemplateColumns: "1fr auto", gap: 1, alignItems: "center" }}>
            <Box sx={{ minWidth: 0 }}>
              <Typography sx={{ fontWeight: 600, lineHeight: 1.3 }}>{item.name}</Typography>
              <Typography
                variant="body2"
                color={line.quantity > getAvailableQuantity(item) ? "error" : "textSecondary"}
                className="num"
              >
                {line.quantity > getAvailableQuantity(item)
                  ? `only ${getAvailableQuantity(item)} left`
                  : formatMoney(total, item.currency)}
              </Typography>
              {hasNewPrice({ line, item }) && (
                <Typography variant="body2" color="error">
                  {costsNow(item)}
                </Typography>
              )}
            </Box>
            <QuantityStepper
              label={item.name}
              value={line.quantity}
              onChange={(quantity) => change((now) => withQuantity(now, item.id, quantity))}
            />
          </Box>
          <TextField
            fullWidth
            variant="standard"
            placeholder="Note"
            value={line.note ?? ""}
            onChange={(event) => change((now) => withLineNote(now, item.id, event.target.value))}
            slotProps={{ htmlInput: { "aria-label": `Note for ${item.name}`, maxLength: 500 } }}
          />
        </Box>
      ))}
      <UnavailableLines gone={sum.unavailable} change={change} />
      <TextField
        fullWidth
        label="Wishes"
        value={cart.note}
        onChange={set("note")}
        slotProps={{ htmlInput: { maxLength: 500 } }}
        sx={{ mt: 2 }}
      />
      <Button
        fullWidth
        variant="contained"
        loading={busy}
        loadingPosition="start"
        disabled={disabled}
        title={why || undefined}
        onClick={place}
        startIcon={<Icon name="check" size={20} />}
        sx={{ mt: 2, minHeight: 56, fontSize: "1rem" }}
      >
        Send to the kitchen
        <Box component="span" className="num" sx={{ ml: 1.5 }}>
          {formatMoney(sum.total, currency)}
        </Box>
      </Button>
    </Card>
  );
}
