import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Drawer from "@mui/material/Drawer";
import Skeleton from "@mui/material/Skeleton";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { Link } from "react-router";
import type { BusinessWithLoad, Item, Role } from "@/api/types";
import { businessQuery } from "@/entities/business/queries";
import { getQuantity, listObstacles, priceCart } from "@/entities/cart/cart";
import { PlacementDialog } from "@/entities/cart/placement-dialog";
import { useCart, useRememberItems } from "@/entities/cart/use-cart";
import { usePlaceOrder } from "@/entities/cart/use-place-order";
import { useSeenTotal } from "@/entities/cart/use-seen-total";
import { getAvailableQuantity } from "@/entities/item/item";
import { itemsQuery } from "@/entities/item/queries";
import { useCanWrite } from "@/live/connection-status";
import { useLiveMenu } from "@/live/menu-subscriptions";
import { useUser } from "@/session/session";
import { Icon } from "@/shared/icons";
import { formatMoney } from "@/shared/money";
import { notify } from "@/shared/notices";
import { EmptyState, ErrorState } from "@/shared/page-states";
import { ItemTile } from "./item-tile";
import { searchItems } from "./search";
import { SearchField } from "./search-field";
import { TableCart } from "./table-cart";

const gridStyle = {
  display: "grid",
  gap: 1.5,
  gridTemplateColumns: { xs: "1fr 1fr", sm: "repeat(3, 1fr)", md: "repeat(3, 1fr)", lg: "repeat(4, 1fr)" },
  alignContent: "start",
};

/** Takes an order for a table: dishes are added with a tap, or by name or number. */
export function TakeOrder() {
  const businessId = useUser()?.business_id ?? "";
  const { data: items, error, errorUpdatedAt, refetch } = useQuery(itemsQuery(businessId));
  const { data: business } = useQuery(businessQuery(businessId));
  useLiveMenu(businessId);
  if (items) return <TakeOrderForm businessId={businessId} business={business} items={items} />;
  if (error) return <ErrorState error={error} failedAt={errorUpdatedAt} retry={() => void refetch()} />;
  return (
    <Box sx={gridStyle} aria-busy="true">
      {[0, 1, 2, 3, 4, 5].map((n) => (
        <Skeleton key={n} variant="rectangular" height={150} sx={{ borderRadius: 3 }} />
      ))}
    </Box>
  );
}

interface TakeOrderFormProps {
  businessId: string;
  business: BusinessWithLoad | undefined;
  items: Item[];
}

function TakeOrderForm({ businessId, business, items }: TakeOrderFormProps) {
  const { cart, changeCart, setItemQuantity, removeSent } = useCart(`floor-${businessId}`, "dine_in");
  useRememberItems(cart, items, changeCart);
  const [isSheetOpen, setIsSheetOpen] = useState(false);
  const { canWrite, reason } = useCanWrite();
  const role = useUser()?.role;
  const isWide = useMediaQuery("(min-width: 900px)", { noSsr: true });
  const placement = usePlaceOrder(businessId, (order, sent) => {
    removeSent(sent);
    setIsSheetOpen(false);
    notify(`${order.number} sent to the kitchen.`, { tone: "success" });
  });
  const pricedCart = priceCart(cart, items);
  const getSeenTotal = useSeenTotal(cart, pricedCart);
  const { count, total } = pricedCart;
  const currency = pricedCart.currency ?? business?.currency ?? items[0]?.currency ?? "EUR";
  const isClosed = business?.open === false;
  const obstacles = [
    ...(isClosed ? [formatClosed(role)] : []),
    ...(reason ? [reason] : []),
    ...listObstacles(pricedCart),
  ];
  const hasLines = cart.lines.length > 0;
  const tableCart = (
    <TableCart
      cart={cart}
      pricedCart={pricedCart}
      currency={currency}
      changeCart={changeCart}
      isPlacing={placement.isPending}
      disabled={!canWrite || obstacles.length > 0 || count === 0}
      obstacles={obstacles}
      onPlace={() => placement.place(cart, items, getSeenTotal())}
    />
  );
  return (
    <Box
      sx={{
        display: "grid",
        gap: 3,
        gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "minmax(0, 1fr) 360px" },
        alignItems: "start",
      }}
    >
      <Box>
        {isClosed && (
          <Alert severity="warning" sx={{ mb: 2 }}>
            {formatClosed(role)}
          </Alert>
        )}
        <ItemPicker
          items={items}
          getItemQuantity={(id) => getQuantity(cart, id)}
          onAdd={(id) => setItemQuantity(id, getQuantity(cart, id) + 1)}
        />
        {/* Keeps the last dishes above the fixed bar. */}
        {!isWide && hasLines && <Box sx={{ height: 96 }} />}
      </Box>
      {isWide && <Box sx={{ position: "sticky", top: 80 }}>{tableCart}</Box>}
      {!isWide && hasLines && (
        <CartButtonBar onClick={() => setIsSheetOpen(true)}>
          {count} {count === 1 ? "item" : "items"} · {formatMoney(total, currency)}
        </CartButtonBar>
      )}
      {!isWide && (
        <CartDrawer open={isSheetOpen && hasLines} onClose={() => setIsSheetOpen(false)}>
          {tableCart}
        </CartDrawer>
      )}
      <PlacementDialog
        placement={placement}
        items={items}
        cart={cart}
        currency={currency}
        changeCart={changeCart}
      />
    </Box>
  );
}

/** Explains why no orders can be taken. Waiters cannot open the settings. */
const formatClosed = (role: Role | undefined): string =>
  role === "business"
    ? "You're closed. To take orders, open your business in Settings."
    : "You're closed. The owner can open the business in Settings.";

interface ItemPickerProps {
  items: Item[];
  getItemQuantity: (itemId: string) => number;
  onAdd: (itemId: string) => void;
}

/** The search field and the tiles. Enter adds the first item that was found and is available. */
function ItemPicker({ items, getItemQuantity, onAdd }: ItemPickerProps) {
  const [text, setText] = useState("");
  const foundItems = useMemo(() => searchItems(items, text), [items, text]);
  const addFirst = () => {
    const first = foundItems.find((item) => getAvailableQuantity(item) > getItemQuantity(item.id));
    if (!first || !text.trim()) return;
    onAdd(first.id);
    setText("");
  };
  return (
    <>
      <SearchField text={text} onTextChange={setText} onEnter={addFirst} />
      {items.length === 0 && <EmptyMenu />}
      {items.length > 0 && foundItems.length === 0 && (
        <EmptyState icon="search">No matching dishes.</EmptyState>
      )}
      <Box sx={gridStyle}>
        {foundItems.map((item) => (
          <ItemTile
            key={item.id}
            item={item}
            quantity={getItemQuantity(item.id)}
            onAdd={() => onAdd(item.id)}
          />
        ))}
      </Box>
    </>
  );
}

function EmptyMenu() {
  const isOwner = useUser()?.role === "business";
  const link = (
    <Button variant="contained" component={Link} to="/menu">
      Go to menu
    </Button>
  );
  return (
    <EmptyState icon="menu" action={isOwner && link}>
      No dishes yet.
    </EmptyState>
  );
}

function CartButtonBar({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Box
      data-bar="cart"
      sx={{
        position: "fixed",
        left: 0,
        right: 0,
        bottom: "var(--bottom-bar, 0px)",
        p: 1.5,
        bgcolor: "background.paper",
        borderTop: "1px solid",
        borderColor: "line",
        zIndex: 20,
      }}
    >
      <Button
        fullWidth
        variant="contained"
        onClick={onClick}
        startIcon={<Icon name="table" size={20} />}
        sx={{ minHeight: 56, fontSize: "1rem" }}
      >
        {children}
      </Button>
    </Box>
  );
}

/** The order on a phone, above the page. */
function CartDrawer({ children, ...props }: { open: boolean; onClose: () => void; children: ReactNode }) {
  return (
    <Drawer
      anchor="bottom"
      slotProps={{
        paper: { "aria-label": "Order", sx: { borderRadius: "16px 16px 0 0", maxHeight: "92dvh" } },
      }}
      {...props}
    >
      {children}
    </Drawer>
  );
}
