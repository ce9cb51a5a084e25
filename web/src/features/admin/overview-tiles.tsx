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
import { isAlive, findProblems } from "./health";
import { overviewQuery } from "./queries";

/** The state of the house at a glance; what is stuck is said on top, without a click. */
export function OverviewTiles() {
  useSecondTick();
  const overview = useQuery(overviewQuery());
  const kitchen = useQuery(kitchenQuery());
  const now = serverNow();
  const o = overview.data;
  const k = kitchen.data;
  if (o === undefined && k === undefined && !overview.error)
    return <Skeleton variant="rectangular" height={132} sx={{ borderRadius: 3, mb: 3 }} />;
  const wrong = findProblems(o ?? null, k ?? null, now);
  const [first, ...others] = o?.revenue_today ?? [];
  const alive = k?.workers.filter((worker) => isAlive(worker.beat_at, now)).length ?? 0;
  return (
    <Box component="section" aria-label="At a glance" sx={{ mb: 3 }}>
      {wrong.map((trouble) => (
        <Alert key={trouble} severity="error" sx={{ mb: 1.5 }} data-testid="trouble">
          {trouble}
        </Alert>
      ))}
      <Box
        sx={{
          display: "grid",
          gap: 1.5,
          gridTemplateColumns: "repeat(auto-fit, minmax(164px, 1fr))",
        }}
      >
        {o && (
          <>
            <Tile
              name="Orders today"
              value={String(o.orders_today)}
              more={`${o.orders.pending + o.orders.accepted + o.orders.processing} open`}
            />
            <Tile
              name="Revenue today"
              value={first ? formatMoney(first.revenue_cents, first.currency) : "0"}
              more={
                others.length > 0
                  ? others.map((one) => formatMoney(one.revenue_cents, one.currency)).join(" · ")
                  : "orders that stand"
              }
            />
          </>
        )}
        {k && (
          <>
            <Tile
              name="Waiting for a cook"
              value={String(k.queue_depth)}
              more={
                typeof k.oldest_wait_seconds !== "number"
                  ? "nobody waits"
                  : `longest ${formatAge(k.oldest_wait_seconds)}`
              }
              bad={k.queue_depth > 0 && alive === 0}
            />
            <Tile
              name="Kitchen workers"
              value={String(alive)}
              more={`${k.busy} of ${k.slots} slots busy`}
              bad={alive === 0}
            />
          </>
        )}
        {o && (
          <>
            <Tile name="Outbox" value={String(o.outbox_depth)} more={outboxSays(o)} />
            <Tile
              name="Live pages"
              value={String(o.sockets)}
              more={o.notifiers === 1 ? "told by one notifier" : `told by ${o.notifiers} notifiers`}
              bad={o.notifiers === 0}
            />
          </>
        )}
      </Box>
      {k && <Workers kitchen={k} now={now} />}
    </Box>
  );
}

function outboxSays({ outbox_depth: depth, oldest_outbox_seconds: oldest }: Overview): string {
  if (depth === 0) return "everything is sent";
  return typeof oldest === "number" ? `oldest ${formatAge(oldest)}` : "on their way";
}

function Tile({
  name,
  value,
  more,
  bad = false,
}: {
  name: string;
  value: string;
  more: string;
  bad?: boolean;
}) {
  return (
    <Card sx={{ p: 2, ...(bad ? { borderColor: "error.main" } : {}) }}>
      <Box sx={{ fontSize: "0.8125rem", fontWeight: 600, color: "text.secondary" }}>{name}</Box>
      <Box
        className="num"
        sx={{
          fontSize: "1.75rem",
          fontWeight: 700,
          letterSpacing: "-0.02em",
          lineHeight: 1.3,
          color: bad ? "error.main" : "text.primary",
        }}
      >
        {value}
      </Box>
      <Box className="num" sx={{ fontSize: "0.8125rem", color: "text.secondary" }}>
        {more}
      </Box>
    </Card>
  );
}

function Workers({ kitchen, now }: { kitchen: KitchenStatus; now: number }) {
  if (kitchen.workers.length === 0) return null;
  return (
    <Box
      component="ul"
      aria-label="Kitchen workers"
      sx={{ display: "flex", flexWrap: "wrap", gap: 1.5, listStyle: "none", m: 0, mt: 1.5, p: 0 }}
    >
      {kitchen.workers.map((worker) => {
        const alive = isAlive(worker.beat_at, now);
        return (
          <Card
            component="li"
            key={worker.id}
            sx={{ display: "flex", alignItems: "center", gap: 1.5, px: 2, py: 1.25 }}
          >
            <Box>
              <Box sx={{ fontWeight: 600 }}>{worker.name}</Box>
              <Box sx={{ fontSize: "0.8125rem", color: alive ? "text.secondary" : "error.main" }}>
                {alive
                  ? `${worker.busy} of ${worker.slots} busy`
                  : `silent for ${formatAge(Math.floor((now - Date.parse(worker.beat_at)) / 1000))}`}
              </Box>
            </Box>
            <Box aria-hidden="true" sx={{ display: "flex", gap: 0.5 }}>
              {Array.from({ length: Math.min(worker.slots, 12) }, (_, slot) => (
                <Box
                  key={slot}
                  sx={{
                    width: 14,
                    height: 22,
                    borderRadius: 0.75,
                    border: "1px solid",
                    borderColor: slot < worker.busy ? "primary.main" : "line",
                    bgcolor: slot < worker.busy ? "primary.main" : "transparent",
                  }}
                />
              ))}
            </Box>
          </Card>
        );
      })}
    </Box>
  );
}
