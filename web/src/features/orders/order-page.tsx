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
import { useCanWrite } from "@/live/connection-status";
import { useUser } from "@/session/session";
import { announce } from "@/shared/notices";
import { Page } from "@/shared/page";
import { ErrorState } from "@/shared/page-states";
import { StatusChip } from "@/entities/order/status-chip";
import { isOpen, getDisplayStatus } from "@/entities/order/status";
import { showError } from "@/shared/show-error";
import { OrderAgain } from "./order-again";
import { OrderLines } from "@/entities/order/order-lines";
import { formatHeadline } from "./progress";
import { sendCommand, orderQuery } from "@/entities/order/queries";
import { StatusCard } from "./status-card";

/** The place in the line moves with every order before it, which this guest's feed does not tell. */
const ESTIMATE_MS = 5_000;

export default function OrderPage() {
  const { id = "" } = useParams();
  const { data, error, dataUpdatedAt, errorUpdatedAt, refetch } = useQuery({
    ...orderQuery(id),
    refetchInterval: (query) =>
      refetchEvery(
        query.state.data?.status === "pending" || query.state.data?.status === "accepted"
          ? ESTIMATE_MS
          : false,
      )(query),
  });
  if (data) return <Found order={data} fetchedAt={dataUpdatedAt} />;
  return (
    <Page title="Order" hideTitle width={640}>
      {error ? (
        <ErrorState error={error} at={errorUpdatedAt} retry={() => void refetch()} />
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

function Found({ order, fetchedAt }: { order: Order; fetchedAt: number }) {
  const cache = useQueryClient();
  const writable = useCanWrite();
  const guest = useUser()?.role === "customer";
  const says = formatHeadline(order);
  useEffect(() => announce(`${order.number}: ${says}`), [order.number, says]);
  const cancelling = useMutation({
    mutationFn: () => sendCommand(order.id, "cancel"),
    onSuccess: (after) => {
      cache.setQueryData(queryKeys.order(after.id), after);
      updateCachedOrder(cache, after);
      void cache.invalidateQueries({ queryKey: queryKeys.items(after.business_id) });
    },
    onError: (error) => {
      showError(error);
      void cache.invalidateQueries({ queryKey: queryKeys.order(order.id) });
    },
  });
  return (
    <Page
      title={order.number}
      tabTitle={`${says} · ${order.number}`}
      width={640}
      back={guest ? { to: "/orders", label: "Your orders" } : undefined}
      aside={<StatusChip status={getDisplayStatus(order)} />}
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
        {order.status === "pending" && (
          <Button
            variant="outlined"
            color="error"
            fullWidth
            disabled={!writable.canWrite}
            title={writable.reason || undefined}
            loading={cancelling.isPending}
            onClick={() => cancelling.mutate()}
          >
            Cancel the order
          </Button>
        )}
        {!isOpen(order) && <OrderAgain order={order} />}
      </Box>
    </Page>
  );
}
