import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Item } from "@/api/types";
import { businessQuery } from "@/entities/business/queries";
import { groupByCategory } from "@/entities/item/item";
import { itemsQuery } from "@/entities/item/queries";
import { useCanWrite } from "@/live/connection-status";
import { useLiveMenu } from "@/live/menu-subscriptions";
import { useUser } from "@/session/session";
import { Icon } from "@/shared/icons";
import { Page } from "@/shared/page";
import { EmptyState, ErrorState } from "@/shared/page-states";
import { ItemDialog } from "./item-dialog";
import { StockRow } from "./stock-row";
import { useItemUpdates } from "./use-item-updates";

/** The owner's menu: stock, availability and editing. */
export default function StockPage() {
  const businessId = useUser()?.business_id ?? "";
  const { data: business } = useQuery(businessQuery(businessId));
  useLiveMenu(businessId);
  const { data: items, error, errorUpdatedAt, refetch } = useQuery(itemsQuery(businessId));
  const [editedItem, setEditedItem] = useState<Item | "new" | null>(null);
  const { adjust, switchAvailable } = useItemUpdates(businessId);
  const { canWrite, reason } = useCanWrite();
  const sections = useMemo(() => groupByCategory(items ?? []), [items]);
  const addButton = (
    <Button
      variant="contained"
      disabled={!canWrite}
      title={reason}
      onClick={() => setEditedItem("new")}
      startIcon={<Icon name="add" size={20} />}
    >
      Add dish
    </Button>
  );

  return (
    <Page title="Menu" aside={items && items.length > 0 ? addButton : undefined}>
      {!items && error && <ErrorState error={error} failedAt={errorUpdatedAt} retry={() => void refetch()} />}
      {!items && !error && (
        <Box aria-busy="true" sx={{ display: "grid", gap: 1 }}>
          {[0, 1, 2, 3, 4].map((n) => (
            <Skeleton key={n} variant="rectangular" height={88} sx={{ borderRadius: 3 }} />
          ))}
        </Box>
      )}
      {items?.length === 0 && (
        <EmptyState icon="menu" action={addButton}>
          Your menu is empty. Customers see new dishes right away.
        </EmptyState>
      )}
      {sections.map((section) => (
        <Box component="section" key={section.name} sx={{ mb: 3 }}>
          <Typography variant="h2" sx={{ mb: 1 }}>
            {section.name}
          </Typography>
          <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0, display: "grid", gap: 1 }}>
            {section.items.map((item) => (
              <StockRow
                key={item.id}
                item={item}
                disabled={!canWrite}
                onAdjust={(delta) => adjust({ id: item.id, delta })}
                onSwitch={(available) => switchAvailable({ id: item.id, available })}
                onEdit={() => setEditedItem(item)}
              />
            ))}
          </Box>
        </Box>
      ))}
      {editedItem !== null && (
        <ItemDialog
          businessId={businessId}
          currency={business?.currency ?? items?.[0]?.currency ?? "EUR"}
          item={editedItem === "new" ? null : editedItem}
          categories={sections.map((section) => section.name)}
          onClose={() => setEditedItem(null)}
        />
      )}
    </Page>
  );
}
