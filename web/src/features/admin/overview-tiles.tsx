import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import Skeleton from "@mui/material/Skeleton";
import { useQuery } from "@tanstack/react-query";
import type { KitchenStatus, Overview } from "@/api/types";
import { kitchenQuery } from "@/entities/kitchen/queries";
import { serverNow, useSecondTick } from "@/shared/clock";
import { formatMoney } from "@/shared/money";
import { formatAge } from "@/shared/time";
import { countAliveWorkers, findProblems } from "./health";
import { overviewQuery } from "./queries";
import { WorkerList } from "./worker-list";

/** The key figures of the installation, with its problems above them. */
export function OverviewTiles() {
  useSecondTick();
  const { data: overview, error } = useQuery(overviewQuery());
  const { data: kitchen } = useQuery(kitchenQuery());
  const now = serverNow();
  if (overview === undefined && kitchen === undefined && !error)
    return <Skeleton variant="rectangular" height={132} sx={{ borderRadius: 3, mb: 3 }} />;
  return (
    <Box component="section" aria-label="Overview" sx={{ mb: 3 }}>
      {findProblems(overview ?? null, kitchen ?? null, now).map((problem) => (
        <Alert key={problem} severity="error" sx={{ mb: 1.5 }} data-testid="problem">
          {problem}
        </Alert>
      ))}
      <Box
        sx={{
          display: "grid",
          gap: 1.5,
          gridTemplateColumns: "repeat(auto-fit, minmax(164px, 1fr))",
        }}
      >
        {overview && <OrderTiles overview={overview} />}
        {kitchen && <KitchenTiles kitchen={kitchen} now={now} />}
        {overview && <MessagingTiles overview={overview} />}
      </Box>
      {kitchen && <WorkerList workers={kitchen.workers} now={now} />}
    </Box>
  );
}

function OrderTiles({ overview }: { overview: Overview }) {
  const { orders, orders_today: ordersToday, revenue_today: revenueToday } = overview;
  const [mainRevenue, ...otherRevenues] = revenueToday.map(({ revenue_cents: cents, currency }) =>
    formatMoney(cents, currency),
  );
  return (
    <>
      <Tile
        label="Orders today (UTC)"
        value={String(ordersToday)}
        detail={`${orders.pending + orders.accepted + orders.processing} not ready (all days)`}
      />
      <Tile
        label="Revenue today (UTC)"
        value={mainRevenue ?? "0"}
        detail={otherRevenues.length > 0 ? otherRevenues.join(" · ") : "excludes cancelled"}
      />
    </>
  );
}

function KitchenTiles({ kitchen, now }: { kitchen: KitchenStatus; now: number }) {
  const { queue_depth: queueDepth, oldest_wait_seconds: oldestWait, busy, slots } = kitchen;
  const aliveWorkers = countAliveWorkers(kitchen, now);
  return (
    <>
      <Tile
        label="Waiting for workers"
        value={String(queueDepth)}
        detail={typeof oldestWait === "number" ? `longest ${formatAge(oldestWait)}` : "none waiting"}
        isProblem={queueDepth > 0 && aliveWorkers === 0}
      />
      <Tile
        label="Kitchen workers"
        value={String(aliveWorkers)}
        detail={`${busy} of ${slots} slots busy`}
        isProblem={aliveWorkers === 0}
      />
    </>
  );
}

function MessagingTiles({ overview }: { overview: Overview }) {
  const { outbox_depth: outboxDepth, sockets, notifiers } = overview;
  return (
    <>
      <Tile label="Outbox" value={String(outboxDepth)} detail={formatOutboxDetail(overview)} />
      <Tile
        label="Live connections"
        value={String(sockets)}
        detail={`served by ${notifiers} ${notifiers === 1 ? "notifier" : "notifiers"}`}
        isProblem={notifiers === 0}
      />
    </>
  );
}

function formatOutboxDetail({ outbox_depth: depth, oldest_outbox_seconds: oldest }: Overview): string {
  if (depth === 0) return "all sent";
  return typeof oldest === "number" ? `oldest ${formatAge(oldest)}` : "being sent";
}

interface TileProps {
  label: string;
  value: string;
  detail: string;
  isProblem?: boolean;
}

function Tile({ label, value, detail, isProblem = false }: TileProps) {
  return (
    <Card sx={{ p: 2, ...(isProblem ? { borderColor: "error.main" } : {}) }}>
      <Box sx={{ fontSize: "0.8125rem", fontWeight: 600, color: "text.secondary" }}>{label}</Box>
      <Box
        className="num"
        sx={{
          fontSize: "1.75rem",
          fontWeight: 700,
          letterSpacing: "-0.02em",
          lineHeight: 1.3,
          color: isProblem ? "error.main" : "text.primary",
        }}
      >
        {value}
      </Box>
      <Box className="num" sx={{ fontSize: "0.8125rem", color: "text.secondary" }}>
        {detail}
      </Box>
    </Card>
  );
}
