import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useParams } from "react-router";
import { withQuantity, getQuantity } from "@/entities/cart/cart";
import { CartBar } from "./cart-bar";
import { useCart } from "@/entities/cart/use-cart";
import { Availability } from "@/entities/business/availability";
import { businessQuery } from "@/entities/business/queries";
import { Page } from "@/shared/page";
import { EmptyState, ErrorState } from "@/shared/page-states";
import { groupByCategory } from "@/entities/item/categories";
import { CategoryTabs, sectionId } from "./category-tabs";
import { ItemCard } from "./item-card";
import { itemsQuery } from "@/entities/item/queries";

const grid = {
  display: "grid",
  gap: 1.5,
  gridTemplateColumns: { xs: "1fr", md: "1fr 1fr" },
  listStyle: "none",
  m: 0,
  p: 0,
};

export default function MenuPage() {
  const { id = "" } = useParams();
  const business = useQuery(businessQuery(id));
  const items = useQuery(itemsQuery(id));
  const { cart, change, clear } = useCart(id);
  const parts = useMemo(() => groupByCategory(items.data ?? []), [items.data]);
  const onQuantity = useCallback(
    (item: string, quantity: number) => change((now) => withQuantity(now, item, quantity)),
    [change],
  );

  const failed = (!business.data && business.error) || (!items.data && items.error);
  if (failed) {
    const at = Math.max(business.errorUpdatedAt, items.errorUpdatedAt);
    const retry = () => void Promise.all([business.refetch(), items.refetch()]);
    return (
      <Page title="Menu">
        <ErrorState error={failed} at={at} retry={retry} />
      </Page>
    );
  }
  if (!business.data || !items.data) return <Loading />;
  return (
    <Page title={business.data.name} aside={<Availability business={business.data} />}>
      {!business.data.open && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          {business.data.name} takes no orders now. You can look at the menu.
        </Alert>
      )}
      {parts.length === 0 ? (
        <EmptyState icon="menu">There is nothing on this menu yet.</EmptyState>
      ) : (
        <>
          {parts.length > 1 && <CategoryTabs names={parts.map((part) => part.name)} />}
          {parts.map((part, index) => (
            <Box
              component="section"
              key={part.name}
              id={sectionId(index)}
              sx={{ mb: 4, scrollMarginTop: 128 }}
            >
              <Typography variant="h2" sx={{ mb: 1.5 }}>
                {part.name}
              </Typography>
              <Box component="ul" sx={grid}>
                {part.items.map((item) => (
                  <ItemCard
                    key={item.id}
                    item={item}
                    quantity={getQuantity(cart, item.id)}
                    closed={!business.data.open}
                    onQuantity={onQuantity}
                  />
                ))}
              </Box>
            </Box>
          ))}
        </>
      )}
      <CartBar business={business.data} items={items.data} cart={cart} change={change} clear={clear} />
    </Page>
  );
}

function Loading() {
  return (
    <Page title="Menu" hideTitle>
      <Box aria-busy="true">
        <Skeleton width={240} height={48} />
        <Skeleton height={64} sx={{ mb: 2 }} />
        <Box sx={grid}>
          {[0, 1, 2, 3, 4, 5].map((n) => (
            <Skeleton key={n} variant="rectangular" height={128} sx={{ borderRadius: 3 }} />
          ))}
        </Box>
      </Box>
    </Page>
  );
}
