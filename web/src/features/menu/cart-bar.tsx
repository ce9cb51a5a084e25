import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { type ReactNode, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import type { Business, Item } from "@/api/types";
import { type Cart, exceedsStock, hasTooManyLines, listWarnings, priceCart } from "@/entities/cart/cart";
import { CartWarnings } from "@/entities/cart/cart-warnings";
import { PlacementDialog } from "@/entities/cart/placement-dialog";
import { type ChangeCart, useRememberItems } from "@/entities/cart/use-cart";
import { usePlaceOrder } from "@/entities/cart/use-place-order";
import { useSeenTotal } from "@/entities/cart/use-seen-total";
import { useCanWrite } from "@/live/connection-status";
import { useUser } from "@/session/session";
import { Icon } from "@/shared/icons";
import { formatMoney } from "@/shared/money";
import { CartSheet } from "./cart-sheet";

const BAR_HEIGHT = 88;
const WARNING_HEIGHT = 26;

interface CartBarProps {
  business: Business;
  items: readonly Item[];
  cart: Cart;
  changeCart: ChangeCart;
  removeSent: (sent: Cart) => void;
}

/** The bar at the bottom of the menu: opens the cart and places the order. */
export function CartBar({ business, items, cart, changeCart, removeSent }: CartBarProps) {
  const [isSheetOpen, setIsSheetOpen] = useState(false);
  const user = useUser();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { canWrite, reason } = useCanWrite();
  const placement = usePlaceOrder(business.id, (order, sent) => {
    removeSent(sent);
    void navigate(`/orders/${order.id}`);
  });
  useRememberItems(cart, items, changeCart);
  const pricedCart = priceCart(cart, items);
  const { lines, count } = pricedCart;
  const getSeenTotal = useSeenTotal(cart, pricedCart);
  const currency = pricedCart.currency ?? business.currency;
  const warnings = [...listReasons(business, reason), ...listWarnings(pricedCart)];
  const hasLines = cart.lines.length > 0;

  const handlePlace = () => {
    if (user) placement.place(cart, items, getSeenTotal());
    else void navigate(`/login?next=${encodeURIComponent(pathname)}`);
  };
  const placeButton = (
    <Button
      variant="contained"
      size="large"
      onClick={handlePlace}
      loading={placement.isPending}
      loadingPosition="start"
      disabled={
        !canWrite || !business.open || lines.some(exceedsStock) || hasTooManyLines(pricedCart) || count === 0
      }
      startIcon={<Icon name="check" size={20} />}
      sx={{ minHeight: 56, fontSize: "1rem" }}
    >
      {user ? "Place order" : "Log in to order"}
      <Box component="span" className="num" sx={{ ml: 1.5, opacity: 0.92 }}>
        {formatMoney(pricedCart.total, currency)}
      </Box>
    </Button>
  );

  return (
    <>
      {/* Keeps the end of the menu above the fixed bar. */}
      <Box aria-hidden="true" sx={{ height: hasLines ? BAR_HEIGHT + WARNING_HEIGHT * warnings.length : 0 }} />
      {hasLines && (
        <FixedBar>
          <CartWarnings warnings={warnings} />
          <Box
            sx={{ display: "flex", gap: 1.5, width: "100%", maxWidth: 912, justifyContent: "space-between" }}
          >
            <ViewCartButton count={count} onClick={() => setIsSheetOpen(true)} />
            <Box sx={{ flex: { xs: 1, md: "0 1 360px" }, display: "grid" }}>{placeButton}</Box>
          </Box>
        </FixedBar>
      )}
      <CartSheet
        open={isSheetOpen && hasLines}
        onClose={() => setIsSheetOpen(false)}
        business={business}
        cart={cart}
        pricedCart={pricedCart}
        changeCart={changeCart}
        action={placeButton}
      />
      <PlacementDialog
        placement={placement}
        items={items}
        cart={cart}
        currency={currency}
        changeCart={changeCart}
      />
    </>
  );
}

/**
 * Lists the reasons outside of the cart why no order can be placed. Tooltips and the notice at the top of the
 * menu are not visible here on a phone.
 */
const listReasons = (business: Business, reason: string | null | undefined): string[] => [
  ...(reason ? [reason] : []),
  ...(business.open ? [] : [`${business.name} is closed.`]),
];

function FixedBar({ children }: { children: ReactNode }) {
  return (
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
      {children}
    </Box>
  );
}

function ViewCartButton({ count, onClick }: { count: number; onClick: () => void }) {
  const label = `${count} ${count === 1 ? "item" : "items"}`;
  return (
    <Button
      variant="outlined"
      color="inherit"
      onClick={onClick}
      startIcon={<Icon name="bag" size={20} />}
      sx={{ flex: "0 0 auto", borderColor: "line", minHeight: 56 }}
      aria-label={`View cart, ${label}`}
    >
      <span className="num">{label}</span>
    </Button>
  );
}
