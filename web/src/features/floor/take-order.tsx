import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Drawer from "@mui/material/Drawer";
import Skeleton from "@mui/material/Skeleton";
import useMediaQuery from "@mui/material/useMediaQuery";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import { businessQuery } from "@/entities/business/queries";
import { getAvailableQuantity, priceCart, getQuantity, withQuantity } from "@/entities/cart/cart";
import { PlacementDialog } from "@/entities/cart/placement-dialog";
import { useCart, useRememberItems } from "@/entities/cart/use-cart";
import { usePlaceOrder } from "@/entities/cart/use-place-order";
import { itemsQuery } from "@/entities/item/queries";
import { useCanWrite } from "@/live/connection-status";
import { useUser } from "@/session/session";
import { Icon } from "@/shared/icons";
import { formatMoney } from "@/shared/money";
import { notify } from "@/shared/notices";
import { EmptyState, ErrorState } from "@/shared/page-states";
import { searchItems } from "./search";
import { SearchField } from "./search-field";
import { TableCart } from "./table-cart";
import { ItemTile } from "./item-tile";

const grid = {
  display: "grid",
  gap: 1.5,
  gridTemplateColumns: { xs: "1fr 1fr", sm: "repeat(3, 1fr)", md: "repeat(3, 1fr)", lg: "repeat(4, 1fr)" },
  alignContent: "start",
};

/** An order for a table: tap dishes, or type what they are called or their number. */
export function TakeOrder() {
  const user = useUser();
  const business = user?.business_id ?? "";
  const owner = user?.role === "business";
  const { data: house } = useQuery(businessQuery(business));
  const { data: items, error, errorUpdatedAt, refetch } = useQuery(itemsQuery(business));
  const { cart, change, clear } = useCart(`floor-${business}`, "dine_in");
  useRememberItems(cart, items, change);
  const [text, setText] = useState("");
  const [sheet, setSheet] = useState(false);
  const writable = useCanWrite();
  const wide = useMediaQuery("(min-width: 900px)", { noSsr: true });
  const shown = useMemo(() => searchItems(items ?? [], text), [items, text]);
  const placing = usePlaceOrder(business, (order, sent) => {
    clear(sent);
    setSheet(false);
    notify(`${order.number} is on its way to the kitchen.`, { tone: "good" });
  });
  if (!items) {
    if (error) return <ErrorState error={error} at={errorUpdatedAt} retry={() => void refetch()} />;
    return (
      <Box sx={grid} aria-busy="true">
        {[0, 1, 2, 3, 4, 5].map((n) => (
          <Skeleton key={n} variant="rectangular" height={150} sx={{ borderRadius: 3 }} />
        ))}
      </Box>
    );
  }
  const sum = priceCart(cart, items);
  const currency = house?.currency ?? items[0]?.currency ?? "EUR";
  const tooMany = sum.lines.some(({ line, item }) => line.quantity > getAvailableQuantity(item));
  const add = (id: string) => change((now) => withQuantity(now, id, getQuantity(now, id) + 1));
  const panel = (
    <TableCart
      cart={cart}
      sum={sum}
      currency={currency}
      change={change}
      busy={placing.isPending}
      disabled={!writable.canWrite || tooMany || sum.count === 0 || house?.open === false}
      why={house?.open === false ? "Closed: open in the settings first." : writable.reason}
      place={() => placing.put(cart, items)}
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
        <SearchField
          text={text}
          setText={setText}
          choose={() => {
            const first = shown.find((item) => getAvailableQuantity(item) > getQuantity(cart, item.id));
            if (!first || !text.trim()) return;
            add(first.id);
            setText("");
          }}
        />
        {items.length === 0 && (
          <EmptyState
            icon="menu"
            action={
              owner && (
                <Button variant="contained" component={Link} to="/menu">
                  Go to the menu
                </Button>
              )
            }
          >
            There is nothing on the menu yet.
          </EmptyState>
        )}
        {items.length > 0 && shown.length === 0 && (
          <EmptyState icon="search">Nothing on the menu is called that.</EmptyState>
        )}
        <Box sx={grid}>
          {shown.map((item) => (
            <ItemTile
              key={item.id}
              item={item}
              quantity={getQuantity(cart, item.id)}
              add={() => add(item.id)}
            />
          ))}
        </Box>
        {!wide && cart.lines.length > 0 && <Box sx={{ height: 96 }} />}
      </Box>
      {wide ? (
        <Box sx={{ position: "sticky", top: 80 }}>{panel}</Box>
      ) : (
        cart.lines.length > 0 && (
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
              onClick={() => setSheet(true)}
              startIcon={<Icon name="table" size={20} />}
              sx={{ minHeight: 56, fontSize: "1rem" }}
            >
              {sum.count} {sum.count === 1 ? "item" : "items"} · {formatMoney(sum.total, currency)}
            </Button>
          </Box>
        )
      )}
      {!wide && (
        <Drawer
          anchor="bottom"
          open={sheet && cart.lines.length > 0}
          onClose={() => setSheet(false)}
          slotProps={{
            paper: { "aria-label": "The order", sx: { borderRadius: "16px 16px 0 0", maxHeight: "92dvh" } },
          }}
        >
          {panel}
        </Drawer>
      )}
      <PlacementDialog placing={placing} items={items} cart={cart} currency={currency} change={change} />
    </Box>
  );
}
