import Alert from "@mui/material/Alert";
import { useLiveStatus } from "@/live/connection-status";
import { useClock } from "@/shared/clock";
import { formatTime } from "@/shared/time";

/** Shorter disconnects are not shown. */
const SHOW_AFTER_MS = 2_500;

export function ReconnectBanner() {
  const { phase, freshAt, lostAt } = useLiveStatus();
  const isDelayed = useClock(() => lostAt !== null && Date.now() - lostAt >= SHOW_AFTER_MS);
  if (!isDelayed || (phase !== "reconnecting" && phase !== "offline")) return null;
  const dataAge = freshAt === null ? "" : ` Showing data from ${formatTime(freshAt)}.`;
  return (
    <Alert severity={phase === "offline" ? "error" : "warning"} sx={{ borderRadius: 0 }} data-testid="banner">
      {phase === "offline"
        ? `You're offline.${dataAge} You can make changes again when you're back online.`
        : "Connection lost. Reconnecting…"}
    </Alert>
  );
}
