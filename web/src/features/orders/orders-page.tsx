import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import CardActionArea from "@mui/material/CardActionArea";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { Order } from "@/api/types";
import { serverNow, useClock } from "@/shared/clock";
import { formatMoney } from "@/shared/money";
import { Page } from "@/shared/page";
import { EmptyState, ErrorState } from "@/shared/page-states";
import { StatusChip } from "@/entities/order/status-chip";
import { isOpen, getDisplayStatus } from "@/entities/order/status";
import { formatAge, secondsSince, formatDateTime } from "@/shared/time";
import { orderPagesQuery } from "@/entities/order/queries";

export default function OrdersPage() {
  const query = useInfiniteQuery(orderPagesQuery());
  const orders = query.data?.pages.flatMap((page) => page.data);
  return (
    <Page title="Your orders" width={720}>
      {orders ? (
        <Found orders={orders} />
      ) : query.error ? (
        <ErrorState error={query.error} at={query.errorUpdatedAt} retry={() => void query.refetch()} />
      ) : (
        <Box aria-busy="true" sx={{ display: "grid", gap: 1.5 }}>
          {[0, 1, 2, 3].map((n) => (
            <Skeleton key={n} variant="rectangular" height={96} sx={{ borderRadius: 3 }} />
          ))}
        </Box>
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
    </Page>
  );
}

function Found({ orders }: { orders: Order[] }) {
  if (orders.length === 0) {
    return (
      <EmptyState
        icon="receipt"
        action={
          <Button variant="contained" component={Link} to="/">
            Find something to eat
          </Button>
        }
      >
        You have not ordered anything yet.
      </EmptyState>
    );
  }
  const active = orders.filter(isOpen);
  const past = orders.filter((order) => !isOpen(order));
  return (
    <>
      {active.length > 0 && <Part title="On the way" orders={active} />}
      {past.length > 0 && <Part title="Before" orders={past} />}
    </>
  );
}

function Part({ title, orders }: { title: string; orders: Order[] }) {
  return (
    <Box component="section" sx={{ mb: 3 }}>
      <Typography variant="h2" sx={{ mb: 1.5 }}>
        {title}
      </Typography>
      <Box component="ul" sx={{ display: "grid", gap: 1.5, listStyle: "none", m: 0, p: 0 }}>
        {orders.map((order) => (
          <li key={order.id}>
            <OrderCard order={order} />
          </li>
        ))}
      </Box>
    </Box>
  );
}

function OrderCard({ order }: { order: Order }) {
  const open = isOpen(order);
  const at = useClock((now) =>
    open
      ? `${formatAge(secondsSince(order.placed_at, now))} ago`
      : formatDateTime(order.placed_at, serverNow()),
  );
  return (
    <Card>
      <CardActionArea
        component={Link}
        to={`/orders/${order.id}`}
        sx={{ p: 2, display: "grid", gridTemplateColumns: "minmax(0, 1fr)", gap: 0.75 }}
      >
        <Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
          <Typography variant="h3" noWrap sx={{ flex: 1 }}>
            {order.business_name}
          </Typography>
          <StatusChip status={getDisplayStatus(order)} />
        </Box>
        <Typography variant="body2" color="textSecondary" noWrap>
          {order.lines.map((line) => `${line.quantity} × ${line.name}`).join(", ")}
        </Typography>
        <Typography variant="body2" color="textSecondary" className="num">
          {order.number} · {formatMoney(order.total_cents, order.currency)} · {at}
        </Typography>
      </CardActionArea>
    </Card>
  );
}
