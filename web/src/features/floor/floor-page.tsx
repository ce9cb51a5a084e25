import Badge from "@mui/material/Badge";
import Box from "@mui/material/Box";
import Tab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { openOrdersQuery } from "@/entities/order/queries";
import { getStatusTime, isReady } from "@/entities/order/status";
import { TruncatedAlert } from "@/entities/order/truncated-alert";
import { useOptimisticOrders } from "@/entities/order/use-commands";
import { formatCount } from "@/shared/count";
import { Page } from "@/shared/page";
import { ReadyOrders } from "./ready-orders";
import { TakeOrder } from "./take-order";

type TabName = "order" | "ready";

export default function FloorPage() {
  const [params, setParams] = useSearchParams();
  const tab: TabName = params.get("show") === "ready" ? "ready" : "order";
  const { data, error, errorUpdatedAt, refetch } = useQuery(openOrdersQuery());
  const orders = useOptimisticOrders(data?.orders);
  const readyOrders = useMemo(
    () => (orders ?? []).filter(isReady).sort((a, b) => (getStatusTime(a) < getStatusTime(b) ? -1 : 1)),
    [orders],
  );
  const otherOrders = useMemo(() => (orders ?? []).filter((order) => !isReady(order)), [orders]);
  const readyCount = readyOrders.length;
  return (
    <Page
      title="Floor"
      hideTitle
      width={1280}
      tabTitle={readyCount > 0 ? `(${formatCount(readyCount, data?.truncatedGroups.ready)}) Floor` : "Floor"}
    >
      <Tabs
        value={tab}
        onChange={(_, next: TabName) =>
          setParams(next === "ready" ? { show: "ready" } : {}, { replace: true })
        }
        aria-label="Floor"
        sx={{ mb: 2, borderBottom: "1px solid", borderColor: "line" }}
      >
        <Tab value="order" label="New order" />
        <Tab
          value="ready"
          label={
            <Badge badgeContent={readyCount} color="primary" slotProps={{ badge: { className: "num" } }}>
              <Box sx={{ pr: readyCount > 0 ? 1.5 : 0 }}>Ready to serve</Box>
            </Badge>
          }
        />
      </Tabs>
      {tab === "ready" && data?.isTruncated && <TruncatedAlert />}
      {tab === "order" ? (
        <TakeOrder />
      ) : (
        <ReadyOrders
          isLoading={orders === undefined}
          readyOrders={readyOrders}
          otherOrders={otherOrders}
          error={orders ? null : error}
          failedAt={errorUpdatedAt}
          retry={() => void refetch()}
        />
      )}
    </Page>
  );
}
