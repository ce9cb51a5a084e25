import Box from "@mui/material/Box";
import Drawer from "@mui/material/Drawer";
import IconButton from "@mui/material/IconButton";
import TextField from "@mui/material/TextField";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import type { Business, OrderType } from "@/api/types";
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
import { LineNoteField } from "@/entities/cart/line-note-field";
import { UnavailableLines } from "@/entities/cart/unavailable-lines";
import type { ChangeCart } from "@/entities/cart/use-cart";
import { getAvailableQuantity } from "@/entities/item/item";
import { formatNoteLabel, ORDER_TYPE_LABELS } from "@/entities/labels";
import { Icon } from "@/shared/icons";
import { formatMoney } from "@/shared/money";
import { QuantityStepper } from "@/shared/quantity-stepper";

const ORDER_TYPES: OrderType[] = ["takeaway", "dine_in", "delivery"];

interface CartSheetProps {
  open: boolean;
  onClose: () => void;
  business: Business;
  cart: Cart;
  pricedCart: PricedCart;
  changeCart: ChangeCart;
  action: ReactNode;
}

/** The whole cart: quantities, order type and instructions. */
export function CartSheet({ open, onClose, business, cart, pricedCart, changeCart, action }: CartSheetProps) {
  return (
    <Drawer
      anchor="bottom"
      open={open}
      onClose={onClose}
      slotProps={{
        paper: {
          "aria-labelledby": "cart-title",
          sx: { borderRadius: "16px 16px 0 0", maxWidth: 640, mx: "auto", maxHeight: "92dvh" },
        },
      }}
    >
      <Box sx={{ display: "flex", alignItems: "center", pl: 2.5, pr: 1, pt: 1 }}>
        <Typography variant="h2" id="cart-title" sx={{ flex: 1 }}>
          Your order
        </Typography>
        <IconButton aria-label="Close cart" onClick={onClose}>
          <Icon name="close" />
        </IconButton>
      </Box>
      <Box sx={{ overflowY: "auto", px: 2.5, pb: 2 }}>
        {pricedCart.lines.map((line) => (
          <CartLineRow key={line.line.id} pricedLine={line} changeCart={changeCart} />
        ))}
        <UnavailableLines lines={pricedCart.unavailable} changeCart={changeCart} />
        <OrderDetails cart={cart} changeCart={changeCart} />
      </Box>
      <Box sx={{ display: "grid", p: 2, borderTop: "1px solid", borderColor: "line" }}>
        <Box sx={{ display: "flex", justifyContent: "space-between", px: 0.5, pb: 1.5 }}>
          <Typography color="textSecondary">{business.name}</Typography>
          <Typography className="num" sx={{ fontWeight: 650 }}>
            {formatMoney(pricedCart.total, pricedCart.currency ?? business.currency)}
          </Typography>
        </Box>
        {action}
      </Box>
    </Drawer>
  );
}

function CartLineRow({ pricedLine, changeCart }: { pricedLine: PricedLine; changeCart: ChangeCart }) {
  const { line, item, total, label } = pricedLine;
  const priceChange = formatPriceChange(pricedLine);
  const warning = { color: "error.main", fontWeight: 600, ml: 1 };
  return (
    <Box
      sx={{
        display: "grid",
        gridTemplateColumns: "1fr auto",
        alignItems: "center",
        columnGap: 1.5,
        py: 1.25,
        borderBottom: "1px solid",
        borderColor: "line",
      }}
    >
      <Box sx={{ minWidth: 0 }}>
        <Typography sx={{ fontWeight: 600 }}>{item.name}</Typography>
        <Typography variant="body2" color="textSecondary" className="num">
          {formatMoney(total, item.currency)}
          {priceChange && (
            <Box component="span" sx={warning}>
              {priceChange}
            </Box>
          )}
          {exceedsStock(pricedLine) && (
            <Box component="span" sx={warning}>
              {formatShortage(getAvailableQuantity(item))}
            </Box>
          )}
        </Typography>
      </Box>
      <QuantityStepper
        label={label}
        value={line.quantity}
        max={getMaxLineQuantity(pricedLine)}
        onChange={(quantity) => changeCart((cart) => withLineQuantity(cart, line.id, quantity))}
      />
      <Box sx={{ gridColumn: "1 / -1" }}>
        <LineNoteField pricedLine={pricedLine} changeCart={changeCart} />
      </Box>
    </Box>
  );
}

function OrderDetails({ cart, changeCart }: { cart: Cart; changeCart: ChangeCart }) {
  const isDelivery = cart.orderType === "delivery";
  return (
    <>
      <ToggleButtonGroup
        exclusive
        fullWidth
        value={cart.orderType}
        aria-label="Order type"
        onChange={(_, orderType: OrderType | null) =>
          orderType && changeCart((current) => ({ ...current, orderType }))
        }
        sx={{ mt: 2.5 }}
      >
        {ORDER_TYPES.map((type) => (
          <ToggleButton key={type} value={type}>
            {ORDER_TYPE_LABELS[type]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Box sx={{ display: "grid", gap: 2, mt: 2.5 }}>
        {cart.orderType === "dine_in" && (
          <TextField
            label="Table"
            value={cart.table}
            slotProps={{ htmlInput: { maxLength: 200 } }}
            onChange={(event) => changeCart((current) => ({ ...current, table: event.target.value }))}
          />
        )}
        {isDelivery && (
          <TextField
            label="Phone"
            type="tel"
            value={cart.phone}
            slotProps={{ htmlInput: { maxLength: 200 } }}
            onChange={(event) => changeCart((current) => ({ ...current, phone: event.target.value }))}
          />
        )}
        <TextField
          label={formatNoteLabel(cart.orderType)}
          multiline
          maxRows={4}
          value={cart.note}
          slotProps={{ htmlInput: { maxLength: 500 } }}
          onChange={(event) => changeCart((current) => ({ ...current, note: event.target.value }))}
        />
      </Box>
    </>
  );
}
