import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useId } from "react";
import {
  type Cart,
  exceedsStock,
  formatPriceChange,
  formatShortage,
  getMaxLineQuantity,
  type PricedCart,
  type PricedLine,
  withLineQuantity,
} from "@/entities/cart/cart";
import { CartWarnings } from "@/entities/cart/cart-warnings";
import { LineNoteField } from "@/entities/cart/line-note-field";
import { UnavailableLines } from "@/entities/cart/unavailable-lines";
import type { ChangeCart } from "@/entities/cart/use-cart";
import { getAvailableQuantity } from "@/entities/item/item";
import { formatNoteLabel } from "@/entities/labels";
import { Icon } from "@/shared/icons";
import { formatMoney } from "@/shared/money";
import { QuantityStepper } from "@/shared/quantity-stepper";

interface TableCartProps {
  cart: Cart;
  pricedCart: PricedCart;
  currency: string;
  changeCart: ChangeCart;
  isPlacing: boolean;
  disabled: boolean;
  /** The reasons why the order cannot be sent. */
  obstacles: readonly string[];
  onPlace: () => void;
}

/** The order for a table: the guest, the lines with notes, and the button that places it. */
export function TableCart({
  cart,
  pricedCart,
  currency,
  changeCart,
  isPlacing,
  disabled,
  obstacles,
  onPlace,
}: TableCartProps) {
  const obstaclesId = useId();
  const handleChange =
    (field: "table" | "name" | "note") =>
    ({ target }: { target: { value: string } }) =>
      changeCart((current) => ({
        ...current,
        [field]: target.value,
        orderType: field === "table" || current.table ? "dine_in" : current.orderType,
      }));
  return (
    <Card
      component="section"
      aria-label="Order"
      sx={{ p: 2, maxHeight: { md: "calc(100dvh - 104px)" }, overflowY: "auto" }}
    >
      <Box sx={{ display: "grid", gridTemplateColumns: "1fr 1fr", gap: 1.5, mb: 1.5 }}>
        <TextField
          label="Table"
          value={cart.table}
          onChange={handleChange("table")}
          slotProps={{ htmlInput: { maxLength: 200, autoComplete: "off" } }}
        />
        <TextField
          label="Customer name"
          value={cart.name}
          onChange={handleChange("name")}
          slotProps={{ htmlInput: { maxLength: 200, autoComplete: "off" } }}
        />
      </Box>
      {pricedCart.lines.length === 0 && (
        <Typography color="textSecondary" sx={{ py: 3, textAlign: "center" }}>
          Tap a dish to add it.
        </Typography>
      )}
      {pricedCart.lines.map((line) => (
        <TableCartLine key={line.line.id} pricedLine={line} changeCart={changeCart} />
      ))}
      <UnavailableLines lines={pricedCart.unavailable} changeCart={changeCart} />
      <TextField
        fullWidth
        label={formatNoteLabel(cart.orderType)}
        value={cart.note}
        onChange={handleChange("note")}
        slotProps={{ htmlInput: { maxLength: 500 } }}
        sx={{ mt: 2, mb: 2 }}
      />
      <CartWarnings id={obstaclesId} warnings={obstacles} />
      <Button
        fullWidth
        variant="contained"
        loading={isPlacing}
        loadingPosition="start"
        disabled={disabled}
        aria-describedby={obstaclesId}
        onClick={onPlace}
        startIcon={<Icon name="check" size={20} />}
        sx={{ minHeight: 56, fontSize: "1rem" }}
      >
        Send to kitchen
        <Box component="span" className="num" sx={{ ml: 1.5 }}>
          {formatMoney(pricedCart.total, currency)}
        </Box>
      </Button>
    </Card>
  );
}

function TableCartLine({ pricedLine, changeCart }: { pricedLine: PricedLine; changeCart: ChangeCart }) {
  const { line, item, total, label } = pricedLine;
  const isShort = exceedsStock(pricedLine);
  const priceChange = formatPriceChange(pricedLine);
  return (
    <Box sx={{ py: 1, borderTop: "1px solid", borderColor: "line" }}>
      <Box sx={{ display: "grid", gridTemplateColumns: "1fr auto", gap: 1, alignItems: "center" }}>
        <Box sx={{ minWidth: 0 }}>
          <Typography sx={{ fontWeight: 600, lineHeight: 1.3 }}>{item.name}</Typography>
          <Typography variant="body2" color={isShort ? "error" : "textSecondary"} className="num">
            {isShort ? formatShortage(getAvailableQuantity(item)) : formatMoney(total, item.currency)}
          </Typography>
          {priceChange && (
            <Typography variant="body2" color="error">
              {priceChange}
            </Typography>
          )}
        </Box>
        <QuantityStepper
          label={label}
          value={line.quantity}
          max={getMaxLineQuantity(pricedLine)}
          onChange={(quantity) => changeCart((cart) => withLineQuantity(cart, line.id, quantity))}
        />
      </Box>
      <LineNoteField pricedLine={pricedLine} changeCart={changeCart} />
    </Box>
  );
}
