import Alert from "@mui/material/Alert";
import { useLiveStatus } from "@/live/connection-status";
import { useClock } from "@/shared/clock";
import { formatTime } from "@/shared/time";

/** Short losses are nobody's business. */
const AFTER_MS = 2_500;

export function ReconnectBanner() {
  const { phase, freshAt, lostAt } = useLiveStatus();
  const long = useClock(() => lostAt !== null && Date.now() - lostAt >= AFTER_MS);
  if (!long || (phase !== "reconnecting" && phase !== "offline")) return null;
  const from = freshAt === null ? "" : ` What you see is from ${formatTime(freshAt)}.`;
  return (
    <Alert severity={phase === "offline" ? "error" : "warning"} sx={{ borderRadius: 0 }} data-testid="banner">
      {phase === "offline"
        ? `Offline.${from} Nothing can be changed until the connection is back; the page goes on by itself.`
        : `The connection is away.${from} The page goes on by itself.`}
    </Alert>
  );
}
