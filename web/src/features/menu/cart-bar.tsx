import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useState } from "react";
import { useLocation, useNavigate } from "react-router";
import type { Business, Item } from "@/api/types";
import { useWritable } from "@/live/connection-status";
import { useUser } from "@/session/session";
import { Icon } from "@/shared/icons";
import { money } from "@/shared/money";
import { type Cart, left, priced, remarks } from "@/entities/cart/cart";
import { CartSheet } from "./cart-sheet";
import { PlaceRefused } from "@/entities/cart/placement-dialog";
import { Remarks } from "./cart-warnings";
import { type Change, useSeen } from "@/entities/cart/use-cart";
import { usePlace } from "@/entities/cart/use-place-order";

interface CartBarProps {
  business: Business;
  items: readonly Item[];
  cart: Cart;
  change: Change;
  clear: (sent: Cart) => void;
}

/** What is in the cart, and the one tap that orders it. */
export function CartBar({ business, items, cart, change, clear }: CartBarProps) {
  const [sheet, setSheet] = useState(false);
  const user = useUser();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const writable = useWritable();
  const placing = usePlace(business.id, (order, sent) => {
    clear(sent);
    void navigate(`/orders/${order.id}`);
  });
  useSeen(cart, items, change);
  const sum = priced(cart, items);
  const tooMany = sum.lines.some(({ line, item }) => line.quantity > left(item));

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
      disabled={!writable.ok || !business.open || tooMany || sum.count === 0}
      title={writable.why || undefined}
      startIcon={<Icon name="check" size={20} />}
      sx={{ minHeight: 56, fontSize: "1rem" }}
    >
      {user ? "Place order" : "Log in to order"}
      <Box component="span" className="num" sx={{ ml: 1.5, opacity: 0.92 }}>
        {money(sum.total, business.currency)}
      </Box>
    </Button>
  );

  return (
    <>
      <Box aria-hidden="true" sx={{ height: cart.lines.length > 0 ? 88 + 26 * remarks(sum).length : 0 }} />
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
          <Remarks sum={sum} />
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
      <PlaceRefused
        placing={placing}
        items={items}
        cart={cart}
        currency={business.currency}
        change={change}
      />
    </>
  );
}
