import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import type { Order } from "@/api/types";
import { businessQuery } from "@/entities/business/queries";
import { serverNow, toServerTime, useSecondTick } from "@/shared/clock";
import { Icon } from "@/shared/icons";
import { formatTime, formatCountdown } from "@/shared/time";
import {
  formatHeadline,
  formatQueuePosition,
  type Step,
  getSteps,
  type Progress,
  getProgress,
} from "./progress";

/** Where the order is, and how long it takes: readable from across the table. */
export function StatusCard({ order, fetchedAt }: { order: Order; fetchedAt: number }) {
  useSecondTick();
  const { data: business } = useQuery(businessQuery(order.business_id));
  const estimate = order.estimate
    ? {
        ahead: order.estimate.ahead,
        readyInSeconds: order.estimate.ready_in_seconds,
        at: toServerTime(fetchedAt),
      }
    : null;
  const told = getProgress(order, estimate, business, serverNow());
  const over = order.status === "cancelled" || order.status === "rejected";
  return (
    <Card sx={{ px: 2.5, py: { xs: 2.5, md: 4 }, mb: 2, textAlign: "center" }} data-testid="status-card">
      <Typography variant="h2" sx={{ fontSize: "1.5rem" }} data-testid="headline">
        {formatHeadline(order)}
      </Typography>
      <Box sx={{ minHeight: over ? 0 : 76, mt: 0.75, display: "grid", alignContent: "center" }}>
        <Line told={told} order={order} />
      </Box>
      {!over && (
        <Box
          component="ol"
          aria-label="Progress"
          sx={{
            display: "grid",
            gridTemplateColumns: "repeat(4, 1fr)",
            listStyle: "none",
            m: 0,
            mt: 1,
            p: 0,
          }}
        >
          {getSteps(order).map((step, index) => (
            <StepMark key={step.name} step={step} first={index === 0} />
          ))}
        </Box>
      )}
    </Card>
  );
}

function Line({ told, order }: { told: Progress; order: Order }) {
  const big = { fontSize: "2.5rem", fontWeight: 700, letterSpacing: "-0.03em", lineHeight: 1.1 };
  switch (told.kind) {
    case "ready-in":
      return (
        <>
          <Box className="num" sx={big} data-testid="countdown" role="timer" aria-live="off">
            {formatCountdown(told.seconds)}
          </Box>
          <Typography color="textSecondary">
            until it is ready{order.status === "processing" ? "" : ` · ${formatQueuePosition(told.ahead)}`}
          </Typography>
        </>
      );
    case "grace":
      return (
        <Typography color="textSecondary">
          It goes to the kitchen in <strong className="num">{told.seconds} s</strong>. Until then you can take
          it back.
        </Typography>
      );
    case "late":
      return <Typography color="textSecondary">Taking longer than usual. The kitchen is at it.</Typography>;
    case "waiting":
      return (
        <Typography color="textSecondary">
          {order.status === "pending"
            ? `${order.business_name} will accept it in a moment. Until then you can take it back.`
            : order.status === "accepted"
              ? "It waits for a cook."
              : "A cook is at it."}
          {told.ahead !== null && ` ${formatQueuePosition(told.ahead)}.`}
        </Typography>
      );
    case "over":
      return <Typography color="textSecondary">{ending(order)}</Typography>;
  }
}

function ending(order: Order): string {
  if (order.status === "completed") {
    if (order.handed_over_at) return `Handed over at ${formatTime(order.handed_over_at)}.`;
    return order.order_type === "takeaway"
      ? `Pick it up at ${order.business_name}: tell them ${order.number}.`
      : "It is on its way to you.";
  }
  const why = order.reason ? `“${order.reason}”. ` : "";
  return `${why}Nothing is to be paid.`;
}

function StepMark({ step, first }: { step: Step; first: boolean }) {
  const reached = step.state !== "next";
  return (
    <Box
      component="li"
      aria-current={step.state === "now" ? "step" : undefined}
      sx={{ position: "relative", display: "grid", justifyItems: "center", gap: 0.5, textAlign: "center" }}
    >
      {!first && (
        <Box
          aria-hidden="true"
          sx={{
            position: "absolute",
            top: 15,
            right: "calc(50% + 20px)",
            width: "calc(100% - 40px)",
            height: 2,
            borderRadius: 2,
            bgcolor: reached ? "primary.main" : "line",
          }}
        />
      )}
      <Box
        sx={{
          width: 32,
          height: 32,
          borderRadius: 99,
          display: "grid",
          placeItems: "center",
          border: "2px solid",
          borderColor: reached ? "primary.main" : "line",
          bgcolor: step.state === "done" ? "primary.main" : "background.paper",
          color: step.state === "done" ? "primary.contrastText" : "primary.main",
        }}
      >
        {step.state === "done" ? (
          <Icon name="check" size={18} />
        ) : (
          step.state === "now" && (
            <Box sx={{ width: 10, height: 10, borderRadius: 9, bgcolor: "primary.main" }} />
          )
        )}
      </Box>
      <Box
        component="span"
        sx={{
          fontSize: "0.8125rem",
          fontWeight: step.state === "now" ? 650 : 500,
          color: reached ? "text.primary" : "text.secondary",
        }}
      >
        {step.name}
      </Box>
      <Box
        component="span"
        className="num"
        sx={{ fontSize: "0.8125rem", color: "text.secondary", minHeight: 18 }}
      >
        {step.at ? formatTime(step.at) : ""}
      </Box>
    </Box>
  );
}
