import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { Link, useParams } from "react-router";
import { refetchEvery } from "@/api/query-client";
import { queryKeys } from "@/api/query-keys";
import type { Order } from "@/api/types";
import { updateCachedOrder } from "@/entities/order/order-cache";
import { OrderLines } from "@/entities/order/order-lines";
import { orderQuery, sendCommand } from "@/entities/order/queries";
import { isOpen } from "@/entities/order/status";
import { StatusChip } from "@/entities/order/status-chip";
import { useCanWrite } from "@/live/connection-status";
import { refetchMenu } from "@/live/menu-subscriptions";
import { useUser } from "@/session/session";
import { announce } from "@/shared/notices";
import { Page } from "@/shared/page";
import { ErrorState } from "@/shared/page-states";
import { showError } from "@/shared/show-error";
import { OrderAgain } from "./order-again";
import { formatHeadline } from "./progress";
import { StatusCard } from "./status-card";

/** Refetch interval of a queued order. Its position depends on other orders, about which the customer receives no events. */
const ESTIMATE_INTERVAL_MS = 5_000;

export default function OrderPage() {
  const { id = "" } = useParams();
  const { data, error, dataUpdatedAt, errorUpdatedAt, refetch } = useQuery({
    ...orderQuery(id),
    refetchInterval: (query) => {
      const status = query.state.data?.status;
      const isQueued = status === "pending" || status === "accepted";
      return refetchEvery(isQueued ? ESTIMATE_INTERVAL_MS : false)(query);
    },
  });
  if (data) return <OrderDetails order={data} fetchedAt={dataUpdatedAt} />;
  return (
    <Page title="Order" hideTitle width={640}>
      {error ? (
        <ErrorState error={error} failedAt={errorUpdatedAt} retry={() => void refetch()} />
      ) : (
        <Box aria-busy="true">
          <Skeleton width={200} height={56} />
          <Skeleton variant="rectangular" height={300} sx={{ borderRadius: 3, mb: 2 }} />
          <Skeleton variant="rectangular" height={160} sx={{ borderRadius: 3 }} />
        </Box>
      )}
    </Page>
  );
}

function OrderDetails({ order, fetchedAt }: { order: Order; fetchedAt: number }) {
  const isCustomer = useUser()?.role === "customer";
  const headline = formatHeadline(order);
  useEffect(() => announce(`${order.number}: ${headline}`), [order.number, headline]);
  return (
    <Page
      title={order.number}
      tabTitle={`${headline} · ${order.number}`}
      width={640}
      back={isCustomer ? { to: "/orders", label: "Your orders" } : undefined}
      aside={<StatusChip order={order} />}
    >
      <StatusCard order={order} fetchedAt={fetchedAt} />
      <Card sx={{ p: 2.5 }}>
        <Typography variant="h2" sx={{ mb: 1 }}>
          <Box
            component={Link}
            to={`/b/${order.business_id}`}
            sx={{ color: "inherit", textDecoration: "none", "&:hover": { textDecoration: "underline" } }}
          >
            {order.business_name}
          </Box>
        </Typography>
        <OrderLines order={order} />
      </Card>
      <Box sx={{ display: "flex", gap: 1.5, flexWrap: "wrap", minHeight: 48, mt: 2 }}>
        {order.status === "pending" && <CancelButton order={order} />}
        {!isOpen(order) && <OrderAgain order={order} />}
      </Box>
    </Page>
  );
}

function CancelButton({ order }: { order: Order }) {
  const cache = useQueryClient();
  const { canWrite, reason } = useCanWrite();
  const { mutate, isPending } = useMutation({
    mutationFn: () => sendCommand(order.id, "cancel"),
    onSuccess: (cancelled) => {
      cache.setQueryData(queryKeys.order(cancelled.id), cancelled);
      updateCachedOrder(cache, cancelled);
      refetchMenu(cache, cancelled.business_id);
    },
    onError: (error) => {
      showError(error);
      void cache.invalidateQueries({ queryKey: queryKeys.order(order.id) });
    },
  });
  return (
    <Button
      variant="outlined"
      color="error"
      fullWidth
      disabled={!canWrite}
      title={reason}
      loading={isPending}
      onClick={() => mutate()}
    >
      Cancel order
    </Button>
  );
}
