import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import type { Order } from "@/api/types";
import { businessQuery } from "@/entities/business/queries";
import { getStatusLabel } from "@/entities/order/status";
import { serverNow, toServerTime, useSecondTick } from "@/shared/clock";
import { Icon } from "@/shared/icons";
import { formatCountdown, formatTime } from "@/shared/time";
import {
  formatHeadline,
  formatQueuePosition,
  getProgress,
  getSteps,
  type Progress,
  type Step,
} from "./progress";

interface StatusCardProps {
  order: Order;
  /** Time of the response with the estimate, in milliseconds by this machine's clock. */
  fetchedAt: number;
}

/** The status of an order, its countdown, and its steps. */
export function StatusCard({ order, fetchedAt }: StatusCardProps) {
  useSecondTick();
  const { data: business } = useQuery(businessQuery(order.business_id));
  const estimate = order.estimate
    ? {
        ahead: order.estimate.ahead,
        readyInSeconds: order.estimate.ready_in_seconds,
        estimatedAt: toServerTime(fetchedAt),
      }
    : null;
  const progress = getProgress(order, estimate, business, serverNow());
  const isAborted = order.status === "cancelled" || order.status === "rejected";
  return (
    <Card
      sx={{ px: { xs: 1.5, sm: 2.5 }, py: { xs: 2.5, md: 4 }, mb: 2, textAlign: "center" }}
      data-testid="status-card"
    >
      <Typography variant="h2" sx={{ fontSize: "1.5rem" }} data-testid="headline">
        {formatHeadline(order)}
      </Typography>
      <Box sx={{ minHeight: isAborted ? 0 : 76, mt: 0.75, display: "grid", alignContent: "center" }}>
        <ProgressText progress={progress} order={order} />
      </Box>
      {!isAborted && (
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
            <StepMark key={step.name} step={step} isFirst={index === 0} />
          ))}
        </Box>
      )}
    </Card>
  );
}

const countdownStyle = { fontSize: "2.5rem", fontWeight: 700, letterSpacing: "-0.03em", lineHeight: 1.1 };

function ProgressText({ progress, order }: { progress: Progress; order: Order }) {
  switch (progress.kind) {
    case "ready-in":
      return (
        <>
          <Box className="num" sx={countdownStyle} data-testid="countdown" role="timer" aria-live="off">
            {formatCountdown(progress.seconds)}
          </Box>
          <Typography color="textSecondary">
            until ready{order.status === "processing" ? "" : ` · ${formatQueuePosition(progress.ahead)}`}
          </Typography>
        </>
      );
    case "cancellation-window":
      return (
        <Typography color="textSecondary">
          Goes to the kitchen in <strong className="num">{progress.seconds} s</strong>. You can still cancel.
        </Typography>
      );
    case "late":
      return (
        <Typography color="textSecondary">Taking longer than usual. The kitchen is working on it.</Typography>
      );
    case "waiting":
      return (
        <Typography color="textSecondary">
          {formatWaiting(order)}
          {progress.ahead !== null && ` ${formatQueuePosition(progress.ahead)}.`}
        </Typography>
      );
    case "finished":
      return <Typography color="textSecondary">{formatResult(order)}</Typography>;
  }
}

function formatWaiting(order: Order): string {
  if (order.status === "pending")
    return `Waiting for ${order.business_name} to accept. You can still cancel.`;
  return order.status === "accepted" ? "The kitchen will start soon." : "Being prepared now.";
}

function formatResult(order: Order): string {
  if (order.status === "completed") {
    if (order.handed_over_at) return `${getStatusLabel(order)} at ${formatTime(order.handed_over_at)}.`;
    return {
      takeaway: `Pick it up at ${order.business_name}. Your order number is ${order.number}.`,
      dine_in: "Your server is bringing it.",
      delivery: "Ready for delivery.",
    }[order.order_type];
  }
  const reason = order.reason ? `${formatReason(order.reason)} ` : "";
  return `${reason}You won't be charged.`;
}

/** Quotes a reason as a sentence: adds a full stop unless the reason ends with `.`, `!`, `?` or `…`. */
const formatReason = (reason: string): string => (/[.!?…]$/.test(reason) ? `“${reason}”` : `“${reason}”.`);

function StepMark({ step, isFirst }: { step: Step; isFirst: boolean }) {
  const isReached = step.state !== "upcoming";
  return (
    <Box
      component="li"
      aria-current={step.state === "current" ? "step" : undefined}
      sx={{ position: "relative", display: "grid", justifyItems: "center", gap: 0.5, textAlign: "center" }}
    >
      {!isFirst && (
        <Box
          aria-hidden="true"
          sx={{
            position: "absolute",
            top: 15,
            right: "calc(50% + 20px)",
            width: "calc(100% - 40px)",
            height: 2,
            borderRadius: 2,
            bgcolor: isReached ? "primary.main" : "line",
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
          borderColor: isReached ? "primary.main" : "line",
          bgcolor: step.state === "done" ? "primary.main" : "background.paper",
          color: step.state === "done" ? "primary.contrastText" : "primary.main",
        }}
      >
        {step.state === "done" && <Icon name="check" size={18} />}
        {step.state === "current" && (
          <Box sx={{ width: 10, height: 10, borderRadius: 9, bgcolor: "primary.main" }} />
        )}
      </Box>
      <Box
        component="span"
        sx={{
          fontSize: "0.8125rem",
          fontWeight: step.state === "current" ? 650 : 500,
          whiteSpace: "nowrap",
          color: isReached ? "text.primary" : "text.secondary",
        }}
      >
        {step.name}
      </Box>
      <Box
        component="span"
        className="num"
        sx={{ fontSize: "0.8125rem", color: "text.secondary", minHeight: 18 }}
      >
        {step.time ? formatTime(step.time) : ""}
      </Box>
    </Box>
  );
}
