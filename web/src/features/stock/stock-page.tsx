import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Item } from "@/api/types";
import { businessQuery } from "@/entities/business/queries";
import { groupByCategory } from "@/entities/item/categories";
import { itemsQuery } from "@/entities/item/queries";
import { useCanWrite } from "@/live/connection-status";
import { useUser } from "@/session/session";
import { Icon } from "@/shared/icons";
import { Page } from "@/shared/page";
import { EmptyState, ErrorState } from "@/shared/page-states";
import { ItemDialog } from "./item-dialog";
import { StockRow } from "./stock-row";
import { useItemUpdates } from "./use-item-updates";

export default function StockPage() {
  const business = useUser()?.business_id ?? "";
  const { data: house } = useQuery(businessQuery(business));
  const { data, error, errorUpdatedAt, refetch } = useQuery(itemsQuery(business));
  const [edited, setEdited] = useState<Item | "new" | null>(null);
  const rush = useItemUpdates(business);
  const writable = useCanWrite();
  const parts = useMemo(() => groupByCategory(data ?? []), [data]);
  const categories = parts.map((part) => part.name);
  const add = (
    <Button
      variant="contained"
      disabled={!writable.canWrite}
      title={writable.reason || undefined}
      onClick={() => setEdited("new")}
      startIcon={<Icon name="add" size={20} />}
    >
      Add a dish
    </Button>
  );

  return (
    <Page title="Menu" aside={data && data.length > 0 ? add : undefined}>
      {!data && error && <ErrorState error={error} at={errorUpdatedAt} retry={() => void refetch()} />}
      {!data && !error && (
        <Box aria-busy="true" sx={{ display: "grid", gap: 1 }}>
          {[0, 1, 2, 3, 4].map((n) => (
            <Skeleton key={n} variant="rectangular" height={88} sx={{ borderRadius: 3 }} />
          ))}
        </Box>
      )}
      {data?.length === 0 && (
        <EmptyState icon="menu" action={add}>
          Your menu is empty. Guests see what you add here at once.
        </EmptyState>
      )}
      {parts.map((part) => (
        <Box component="section" key={part.name} sx={{ mb: 3 }}>
          <Typography variant="h2" sx={{ mb: 1 }}>
            {part.name}
          </Typography>
          <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0, display: "grid", gap: 1 }}>
            {part.items.map((item) => (
              <StockRow
                key={item.id}
                item={item}
                disabled={!writable.canWrite}
                adjust={(delta) => rush.adjust({ id: item.id, delta })}
                switchTo={(on) => rush.switchTo({ id: item.id, on })}
                edit={() => setEdited(item)}
              />
            ))}
          </Box>
        </Box>
      ))}
      {edited !== null && (
        <ItemDialog
          business={business}
          currency={house?.currency ?? data?.[0]?.currency ?? "EUR"}
          item={edited === "new" ? null : edited}
          categories={categories}
          close={() => setEdited(null)}
        />
      )}
    </Page>
  );
}
