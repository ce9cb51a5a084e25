import Badge from "@mui/material/Badge";
import Box from "@mui/material/Box";
import Tab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { openOrdersQuery } from "@/entities/order/queries";
import { useOptimisticOrders } from "@/entities/order/use-commands";
import { Page } from "@/shared/page";
import { isReady, getStatusTime } from "@/entities/order/status";
import { ReadyOrders } from "./ready-orders";
import { TakeOrder } from "./take-order";

type Side = "order" | "ready";

export default function FloorPage() {
  const [params, setParams] = useSearchParams();
  const side: Side = params.get("show") === "ready" ? "ready" : "order";
  const { data, error, errorUpdatedAt, refetch } = useQuery(openOrdersQuery());
  const orders = useOptimisticOrders(data);
  const ready = useMemo(
    () => (orders ?? []).filter(isReady).sort((a, b) => (getStatusTime(a) < getStatusTime(b) ? -1 : 1)),
    [orders],
  );
  const cooking = useMemo(() => (orders ?? []).filter((order) => !isReady(order)), [orders]);
  return (
    <Page
      title="Floor"
      hideTitle
      width={1280}
      tabTitle={ready.length > 0 ? `(${ready.length}) Floor` : "Floor"}
    >
      <Tabs
        value={side}
        onChange={(_, next: Side) => setParams(next === "ready" ? { show: "ready" } : {}, { replace: true })}
        aria-label="Floor"
        sx={{ mb: 2, borderBottom: "1px solid", borderColor: "line" }}
      >
        <Tab value="order" label="Take an order" />
        <Tab
          value="ready"
          label={
            <Badge badgeContent={ready.length} color="primary" slotProps={{ badge: { className: "num" } }}>
              <Box sx={{ pr: ready.length > 0 ? 1.5 : 0 }}>Ready to carry</Box>
            </Badge>
          }
        />
      </Tabs>
      {side === "order" ? (
        <TakeOrder />
      ) : (
        <ReadyOrders
          loaded={orders !== undefined}
          ready={ready}
          cooking={cooking}
          error={orders ? null : error}
          at={errorUpdatedAt}
          retry={() => void refetch()}
        />
      )}
    </Page>
  );
}
