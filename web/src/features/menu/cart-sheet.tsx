import Box from "@mui/material/Box";
import Drawer from "@mui/material/Drawer";
import IconButton from "@mui/material/IconButton";
import TextField from "@mui/material/TextField";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import type { Business, OrderType } from "@/api/types";
import { Icon } from "@/shared/icons";
import { formatMoney } from "@/shared/money";
import { TYPE_NAME } from "@/entities/order/status";
import { QuantityStepper } from "@/shared/quantity-stepper";
import {
  type Cart,
  costsNow,
  hasNewPrice,
  getAvailableQuantity,
  type PricedCart,
  withQuantity,
} from "@/entities/cart/cart";
import { UnavailableLines } from "@/entities/cart/unavailable-lines";
import type { ChangeCart } from "@/entities/cart/use-cart";

interface CartSheetProps {
  open: boolean;
  onClose: () => void;
  business: Business;
  cart: Cart;
  sum: PricedCart;
  change: ChangeCart;
  action: ReactNode;
}

const TYPES: OrderType[] = ["takeaway", "dine_in", "delivery"];

/** The whole cart: quantities, how the guest gets it, wishes. */
export function CartSheet({ open, onClose, business, cart, sum, change, action }: CartSheetProps) {
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
        <IconButton aria-label="Close the cart" onClick={onClose}>
          <Icon name="close" />
        </IconButton>
      </Box>
      <Box sx={{ overflowY: "auto", px: 2.5, pb: 2 }}>
        {sum.lines.map(({ line, item, total }) => (
          <Box
            key={item.id}
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
                {hasNewPrice({ line, item }) && (
                  <Box component="span" sx={{ color: "error.main", fontWeight: 600, ml: 1 }}>
                    {costsNow(item)}
                  </Box>
                )}
                {line.quantity > getAvailableQuantity(item) && (
                  <Box component="span" sx={{ color: "error.main", fontWeight: 600, ml: 1 }}>
                    {getAvailableQuantity(item) === 0
                      ? "sold out"
                      : `only ${getAvailableQuantity(item)} left`}
                  </Box>
                )}
              </Typography>
            </Box>
            <QuantityStepper
              label={item.name}
              value={line.quantity}
              onChange={(quantity) => change((now) => withQuantity(now, item.id, quantity))}
            />
          </Box>
        ))}
        <UnavailableLines gone={sum.unavailable} change={change} />
        <ToggleButtonGroup
          exclusive
          fullWidth
          value={cart.orderType}
          aria-label="How you get it"
          onChange={(_, orderType: OrderType | null) => orderType && change((now) => ({ ...now, orderType }))}
          sx={{ mt: 2.5 }}
        >
          {TYPES.map((type) => (
            <ToggleButton key={type} value={type}>
              {TYPE_NAME[type]}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <Box sx={{ display: "grid", gap: 2, mt: 2.5 }}>
          {cart.orderType === "dine_in" && (
            <TextField
              label="Table"
              value={cart.table}
              slotProps={{ htmlInput: { maxLength: 200 } }}
              onChange={(event) => change((now) => ({ ...now, table: event.target.value }))}
            />
          )}
          {cart.orderType === "delivery" && (
            <TextField
              label="Phone"
              type="tel"
              value={cart.phone}
              slotProps={{ htmlInput: { maxLength: 200 } }}
              onChange={(event) => change((now) => ({ ...now, phone: event.target.value }))}
            />
          )}
          <TextField
            label={cart.orderType === "delivery" ? "Address and wishes" : "Wishes"}
            multiline
            maxRows={4}
            value={cart.note}
            slotProps={{ htmlInput: { maxLength: 500 } }}
            onChange={(event) => change((now) => ({ ...now, note: event.target.value }))}
          />
        </Box>
      </Box>
      <Box sx={{ display: "grid", p: 2, borderTop: "1px solid", borderColor: "line" }}>
        <Box sx={{ display: "flex", justifyContent: "space-between", px: 0.5, pb: 1.5 }}>
          <Typography color="textSecondary">{business.name}</Typography>
          <Typography className="num" sx={{ fontWeight: 650 }}>
            {formatMoney(sum.total, business.currency)}
          </Typography>
        </Box>
        {action}
      </Box>
    </Drawer>
  );
}
