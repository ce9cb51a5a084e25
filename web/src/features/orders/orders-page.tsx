import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import CardActionArea from "@mui/material/CardActionArea";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { Order } from "@/api/types";
import { formatLines } from "@/entities/order/format";
import { orderPagesQuery } from "@/entities/order/queries";
import { isOpen } from "@/entities/order/status";
import { StatusChip } from "@/entities/order/status-chip";
import { usePlacedAt } from "@/entities/order/use-placed-at";
import { formatMoney } from "@/shared/money";
import { Page } from "@/shared/page";
import { EmptyState, ErrorState } from "@/shared/page-states";

export default function OrdersPage() {
  const query = useInfiniteQuery(orderPagesQuery());
  const orders = query.data?.pages.flatMap((page) => page.data);
  return (
    <Page title="Your orders" width={720}>
      {orders ? (
        <OrderSections orders={orders} />
      ) : query.error ? (
        <ErrorState error={query.error} failedAt={query.errorUpdatedAt} retry={() => void query.refetch()} />
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
          Show older orders
        </Button>
      )}
    </Page>
  );
}

function OrderSections({ orders }: { orders: Order[] }) {
  if (orders.length === 0) {
    const link = (
      <Button variant="contained" component={Link} to="/">
        Browse restaurants
      </Button>
    );
    return (
      <EmptyState icon="receipt" action={link}>
        You haven't ordered anything yet.
      </EmptyState>
    );
  }
  const openOrders = orders.filter(isOpen);
  const pastOrders = orders.filter((order) => !isOpen(order));
  return (
    <>
      {openOrders.length > 0 && <OrderSection title="In progress" orders={openOrders} />}
      {pastOrders.length > 0 && <OrderSection title="Past orders" orders={pastOrders} />}
    </>
  );
}

function OrderSection({ title, orders }: { title: string; orders: Order[] }) {
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
  const placedAt = usePlacedAt(order);
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
          <StatusChip order={order} />
        </Box>
        <Typography variant="body2" color="textSecondary" noWrap>
          {formatLines(order)}
        </Typography>
        <Typography variant="body2" color="textSecondary" className="num">
          {order.number} · {formatMoney(order.total_cents, order.currency)} · {placedAt}
        </Typography>
      </CardActionArea>
    </Card>
  );
}
