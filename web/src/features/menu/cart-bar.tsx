import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useState } from "react";
import { useLocation, useNavigate } from "react-router";
import type { Business, Item } from "@/api/types";
import { useCanWrite } from "@/live/connection-status";
import { useUser } from "@/session/session";
import { Icon } from "@/shared/icons";
import { formatMoney } from "@/shared/money";
import { type Cart, getAvailableQuantity, priceCart, listWarnings } from "@/entities/cart/cart";
import { CartSheet } from "./cart-sheet";
import { PlacementDialog } from "@/entities/cart/placement-dialog";
import { CartWarnings } from "./cart-warnings";
import { type ChangeCart, useRememberItems } from "@/entities/cart/use-cart";
import { usePlaceOrder } from "@/entities/cart/use-place-order";

interface CartBarProps {
  business: Business;
  items: readonly Item[];
  cart: Cart;
  change: ChangeCart;
  clear: (sent: Cart) => void;
}

/** What is in the cart, and the one tap that orders it. */
export function CartBar({ business, items, cart, change, clear }: CartBarProps) {
  const [sheet, setSheet] = useState(false);
  const user = useUser();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const writable = useCanWrite();
  const placing = usePlaceOrder(business.id, (order, sent) => {
    clear(sent);
    void navigate(`/orders/${order.id}`);
  });
  useRememberItems(cart, items, change);
  const sum = priceCart(cart, items);
  const tooMany = sum.lines.some(({ line, item }) => line.quantity > getAvailableQuantity(item));

  const put = () => {
    if (!user) return void navigate(`/login?next=${encodeURIComponent(pathname)}`);
    placing.put(cart, items);
  };
  const button = (
    <Button
      variant="contained"
      size="large"
      onClick={put}
      loading={placing.isPending}
      loadingPosition="start"
      disabled={!writable.canWrite || !business.open || tooMany || sum.count === 0}
      title={writable.reason || undefined}
      startIcon={<Icon name="check" size={20} />}
      sx={{ minHeight: 56, fontSize: "1rem" }}
    >
      {user ? "Place order" : "Log in to order"}
      <Box component="span" className="num" sx={{ ml: 1.5, opacity: 0.92 }}>
        {formatMoney(sum.total, business.currency)}
      </Box>
    </Button>
  );

  return (
    <>
      <Box
        aria-hidden="true"
        sx={{ height: cart.lines.length > 0 ? 88 + 26 * listWarnings(sum).length : 0 }}
      />
      {cart.lines.length > 0 && (
        <Box
          role="region"
          aria-label="Your cart"
          data-bar="cart"
          sx={{
            position: "fixed",
            left: { xs: 0, md: "var(--rail, 0px)" },
            right: 0,
            bottom: "var(--bottom-bar, 0px)",
            zIndex: 20,
            display: "flex",
            flexDirection: "column",
            alignItems: "center",
            p: 1.5,
            bgcolor: "background.paper",
            borderTop: "1px solid",
            borderColor: "line",
          }}
        >
          <CartWarnings sum={sum} />
          <Box
            sx={{ display: "flex", gap: 1.5, width: "100%", maxWidth: 912, justifyContent: "space-between" }}
          >
            <Button
              variant="outlined"
              color="inherit"
              onClick={() => setSheet(true)}
              startIcon={<Icon name="bag" size={20} />}
              sx={{ flex: "0 0 auto", borderColor: "line", minHeight: 56 }}
              aria-label={`Cart, ${sum.count} ${sum.count === 1 ? "item" : "items"}: look and change`}
            >
              <span className="num">
                {sum.count} {sum.count === 1 ? "item" : "items"}
              </span>
            </Button>
            <Box sx={{ flex: { xs: 1, md: "0 1 360px" }, display: "grid" }}>{button}</Box>
          </Box>
        </Box>
      )}
      <CartSheet
        open={sheet && cart.lines.length > 0}
        onClose={() => setSheet(false)}
        business={business}
        cart={cart}
        sum={sum}
        change={change}
        action={button}
      />
      <PlacementDialog
        placing={placing}
        items={items}
        cart={cart}
        currency={business.currency}
        change={change}
      />
    </>
  );
}
