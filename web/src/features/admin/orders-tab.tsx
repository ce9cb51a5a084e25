import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import CardActionArea from "@mui/material/CardActionArea";
import MenuItem from "@mui/material/MenuItem";
import Skeleton from "@mui/material/Skeleton";
import TextField from "@mui/material/TextField";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { lazy, Suspense, useDeferredValue, useState } from "react";
import type { Order, OrderStatus } from "@/api/types";
import { orderPagesQuery } from "@/entities/order/queries";
import { serverNow, useClock } from "@/shared/clock";
import { formatMoney } from "@/shared/money";
import { EmptyState, ErrorState } from "@/shared/page-states";
import { StatusChip } from "@/entities/order/status-chip";
import { formatGuest, isOpen, getDisplayStatus, STATUS_NAME } from "@/entities/order/status";
import { formatAge, secondsSince, formatDateTime } from "@/shared/time";

const HistoryDrawer = lazy(() => import("./history-drawer"));

const STATUSES: OrderStatus[] = ["pending", "accepted", "processing", "completed", "cancelled", "rejected"];

/** Every order of the installation, newest first; each opens its history. */
export function OrdersTab() {
  const [status, setStatus] = useState("");
  const [text, setText] = useState("");
  const q = useDeferredValue(text.trim());
  const [opened, setOpened] = useState<string | null>(null);
  const query = useInfiniteQuery({ ...orderPagesQuery({ status, q }), placeholderData: keepPreviousData });
  const orders = query.data?.pages
    .flatMap((page) => page.data)
    .filter((order) => !status || order.status === status);
  return (
    <section aria-label="Orders">
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1.5, mb: 2 }}>
        <TextField
          type="search"
          label="Number or guest"
          value={text}
          onChange={(event) => setText(event.target.value)}
          sx={{ flex: "1 1 220px" }}
        />
        <TextField
          select
          label="State"
          value={status}
          onChange={(event) => setStatus(event.target.value)}
          sx={{ minWidth: 160 }}
        >
          <MenuItem value="">All</MenuItem>
          {STATUSES.map((name) => (
            <MenuItem key={name} value={name}>
              {name === "completed" ? "Completed" : STATUS_NAME[name]}
            </MenuItem>
          ))}
        </TextField>
      </Box>
      {!orders && query.error && (
        <ErrorState error={query.error} at={query.errorUpdatedAt} retry={() => void query.refetch()} />
      )}
      {!orders && !query.error && <Skeleton variant="rectangular" height={320} />}
      {orders?.length === 0 && (
        <EmptyState icon="receipt">
          {status || q ? "No order is like that. Change the search above." : "Nothing was ordered yet."}
        </EmptyState>
      )}
      {orders && orders.length > 0 && (
        <Card component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
          {orders.map((order, index) => (
            <Box
              component="li"
              key={order.id}
              sx={index > 0 ? { borderTop: "1px solid", borderColor: "line" } : undefined}
            >
              <Row order={order} open={() => setOpened(order.id)} />
            </Box>
          ))}
        </Card>
      )}
      {query.hasNextPage && (
        <Button
          fullWidth
          sx={{ mt: 2 }}
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show older
        </Button>
      )}
      <Suspense fallback={null}>
        {opened && <HistoryDrawer id={opened} close={() => setOpened(null)} />}
      </Suspense>
    </section>
  );
}

function Row({ order, open }: { order: Order; open: () => void }) {
  const at = useClock((now) =>
    isOpen(order)
      ? `${formatAge(secondsSince(order.placed_at, now))} ago`
      : formatDateTime(order.placed_at, serverNow()),
  );
  return (
    <CardActionArea
      onClick={open}
      sx={{
        display: "grid",
        gridTemplateColumns: { xs: "1fr auto", md: "104px minmax(0, 1.2fr) minmax(0, 1fr) 96px 120px 128px" },
        alignItems: "center",
        columnGap: 2,
        rowGap: 0.25,
        px: 2,
        py: 1.25,
        minHeight: 56,
        fontSize: "0.9375rem",
      }}
    >
      <Box component="strong" className="num">
        {order.number}
      </Box>
      <Box
        sx={{
          overflow: "hidden",
          textOverflow: "ellipsis",
          whiteSpace: "nowrap",
          gridRow: { xs: 2, md: "auto" },
          gridColumn: { xs: 1, md: "auto" },
        }}
      >
        {order.business_name}
      </Box>
      <Box
        sx={{
          display: { xs: "none", md: "block" },
          color: "text.secondary",
          overflow: "hidden",
          textOverflow: "ellipsis",
          whiteSpace: "nowrap",
        }}
      >
        {formatGuest(order)}
      </Box>
      <Box className="num" sx={{ textAlign: { md: "right" }, display: { xs: "none", md: "block" } }}>
        {formatMoney(order.total_cents, order.currency)}
      </Box>
      <Box
        className="num"
        sx={{
          color: "text.secondary",
          fontSize: "0.875rem",
          justifySelf: "end",
          gridRow: { xs: 2, md: "auto" },
        }}
      >
        {at}
      </Box>
      <Box sx={{ justifySelf: "end", gridRow: { xs: 1, md: "auto" }, gridColumn: { xs: 2, md: "auto" } }}>
        <StatusChip status={getDisplayStatus(order)} />
      </Box>
    </CardActionArea>
  );
}
