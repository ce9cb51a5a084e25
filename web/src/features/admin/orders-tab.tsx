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
import { STATUS_FILTER_LABELS } from "@/entities/labels";
import { formatGuest } from "@/entities/order/format";
import { orderPagesQuery } from "@/entities/order/queries";
import { StatusChip } from "@/entities/order/status-chip";
import { usePlacedAt } from "@/entities/order/use-placed-at";
import { formatMoney } from "@/shared/money";
import { EmptyState, ErrorState } from "@/shared/page-states";

const HistoryDrawer = lazy(() => import("./history-drawer"));

const STATUSES: OrderStatus[] = ["pending", "accepted", "processing", "completed", "cancelled", "rejected"];

/** All orders, newest first. Each opens its history. */
export function OrdersTab() {
  const [status, setStatus] = useState("");
  const [text, setText] = useState("");
  const searchText = useDeferredValue(text.trim());
  const [openedId, setOpenedId] = useState<string | null>(null);
  const query = useInfiniteQuery({
    ...orderPagesQuery({ status, q: searchText }),
    placeholderData: keepPreviousData,
  });
  const orders = query.data?.pages
    .flatMap((page) => page.data)
    // Live updates change the status of cached orders.
    .filter((order) => !status || order.status === status);
  return (
    <section aria-label="Orders">
      <SearchFields text={text} onTextChange={setText} status={status} onStatusChange={setStatus} />
      {!orders && query.error && (
        <ErrorState error={query.error} failedAt={query.errorUpdatedAt} retry={() => void query.refetch()} />
      )}
      {!orders && !query.error && <Skeleton variant="rectangular" height={320} />}
      {/* A search continues on the next page if too many orders have to be compared at once. */}
      {orders?.length === 0 && !query.hasNextPage && (
        <EmptyState icon="receipt">
          {status || searchText ? "No matching orders." : "No orders yet."}
        </EmptyState>
      )}
      {orders && orders.length > 0 && (
        <Card component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
          {orders.map((order) => (
            <Box
              component="li"
              key={order.id}
              sx={{ "& + &": { borderTop: "1px solid", borderColor: "line" } }}
            >
              <OrderRow order={order} onOpen={() => setOpenedId(order.id)} />
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
          Show older orders
        </Button>
      )}
      <Suspense fallback={null}>
        {openedId && <HistoryDrawer id={openedId} onClose={() => setOpenedId(null)} />}
      </Suspense>
    </section>
  );
}

interface SearchFieldsProps {
  text: string;
  onTextChange: (text: string) => void;
  status: string;
  onStatusChange: (status: string) => void;
}

function SearchFields({ text, onTextChange, status, onStatusChange }: SearchFieldsProps) {
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1.5, mb: 2 }}>
      <TextField
        type="search"
        label="Order number, customer, table or phone"
        value={text}
        onChange={(event) => onTextChange(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 200 } }}
        sx={{ flex: "1 1 220px" }}
      />
      <TextField
        select
        label="Status"
        value={status}
        onChange={(event) => onStatusChange(event.target.value)}
        sx={{ minWidth: 160 }}
      >
        <MenuItem value="">All</MenuItem>
        {STATUSES.map((name) => (
          <MenuItem key={name} value={name}>
            {STATUS_FILTER_LABELS[name]}
          </MenuItem>
        ))}
      </TextField>
    </Box>
  );
}

const ellipsis = { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" };

function OrderRow({ order, onOpen }: { order: Order; onOpen: () => void }) {
  const placedAt = usePlacedAt(order);
  return (
    <CardActionArea
      onClick={onOpen}
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
      <Box sx={{ ...ellipsis, gridRow: { xs: 2, md: "auto" }, gridColumn: { xs: 1, md: "auto" } }}>
        {order.business_name}
      </Box>
      <Box sx={{ ...ellipsis, display: { xs: "none", md: "block" }, color: "text.secondary" }}>
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
        {placedAt}
      </Box>
      <Box sx={{ justifySelf: "end", gridRow: { xs: 1, md: "auto" }, gridColumn: { xs: 2, md: "auto" } }}>
        <StatusChip order={order} />
      </Box>
    </CardActionArea>
  );
}
