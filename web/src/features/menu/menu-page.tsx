import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useParams } from "react-router";
import { Availability } from "@/entities/business/availability";
import { businessQuery } from "@/entities/business/queries";
import { getQuantity } from "@/entities/cart/cart";
import { useCart } from "@/entities/cart/use-cart";
import { groupByCategory } from "@/entities/item/item";
import { itemsQuery } from "@/entities/item/queries";
import { useLiveMenu } from "@/live/menu-subscriptions";
import { Page } from "@/shared/page";
import { EmptyState, ErrorState } from "@/shared/page-states";
import { normalizeUuid } from "@/shared/uuid";
import { CartBar } from "./cart-bar";
import { CategoryTabs, getSectionId } from "./category-tabs";
import { ItemCard } from "./item-card";

const gridStyle = {
  display: "grid",
  gap: 1.5,
  gridTemplateColumns: { xs: "1fr", md: "1fr 1fr" },
  listStyle: "none",
  m: 0,
  p: 0,
};

export default function MenuPage() {
  const id = normalizeUuid(useParams()["id"] ?? "");
  const business = useQuery(businessQuery(id));
  const items = useQuery(itemsQuery(id));
  useLiveMenu(id);
  const { cart, changeCart, setItemQuantity, removeSent } = useCart(id);
  const sections = useMemo(() => groupByCategory(items.data ?? []), [items.data]);

  const error = (!business.data && business.error) || (!items.data && items.error);
  if (error) {
    const failedAt = Math.max(business.errorUpdatedAt, items.errorUpdatedAt);
    const retry = () => void Promise.all([business.refetch(), items.refetch()]);
    return (
      <Page title="Menu">
        <ErrorState error={error} failedAt={failedAt} retry={retry} />
      </Page>
    );
  }
  if (!business.data || !items.data) return <MenuSkeleton />;
  return (
    <Page title={business.data.name} aside={<Availability business={business.data} />}>
      {!business.data.open && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          {business.data.name} is closed. You can still browse the menu.
        </Alert>
      )}
      {sections.length === 0 && <EmptyState icon="menu">No dishes yet.</EmptyState>}
      {sections.length > 1 && <CategoryTabs names={sections.map((section) => section.name)} />}
      {sections.map((section, index) => (
        <Box
          component="section"
          key={section.name}
          id={getSectionId(index)}
          sx={{ mb: 4, scrollMarginTop: 128 }}
        >
          <Typography variant="h2" sx={{ mb: 1.5 }}>
            {section.name}
          </Typography>
          <Box component="ul" sx={gridStyle}>
            {section.items.map((item) => (
              <ItemCard
                key={item.id}
                item={item}
                quantity={getQuantity(cart, item.id)}
                isClosed={!business.data.open}
                onQuantity={setItemQuantity}
              />
            ))}
          </Box>
        </Box>
      ))}
      <CartBar
        business={business.data}
        items={items.data}
        cart={cart}
        changeCart={changeCart}
        removeSent={removeSent}
      />
    </Page>
  );
}

function MenuSkeleton() {
  return (
    <Page title="Menu" hideTitle>
      <Box aria-busy="true">
        <Skeleton width={240} height={48} />
        <Skeleton height={64} sx={{ mb: 2 }} />
        <Box sx={gridStyle}>
          {[0, 1, 2, 3, 4, 5].map((n) => (
            <Skeleton key={n} variant="rectangular" height={128} sx={{ borderRadius: 3 }} />
          ))}
        </Box>
      </Box>
    </Page>
  );
}
