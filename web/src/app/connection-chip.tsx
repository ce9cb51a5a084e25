import Box from "@mui/material/Box";
import { useLiveStatus } from "@/live/connection-status";
import { formatTime } from "@/shared/time";

/** The status of the live connection: Connecting…, Live, Reconnecting…, or Offline with the time of the data. */
export function ConnectionChip() {
  const { phase, freshAt } = useLiveStatus();
  if (phase === "off") return null;
  const label = {
    connecting: "Connecting…",
    live: "Live",
    reconnecting: "Reconnecting…",
    offline: freshAt === null ? "Offline" : `Offline, data from ${formatTime(freshAt)}`,
  }[phase];
  const tone = phase === "live" ? "completed" : phase === "offline" ? "cancelled" : "processing";
  return (
    <Box
      data-testid="connection"
      sx={{
        display: "inline-flex",
        // The only part of the app bar that may be truncated.
        minWidth: 0,
        flexShrink: 1,
        alignItems: "center",
        gap: 0.75,
        height: 28,
        px: 1.25,
        mr: 0.5,
        borderRadius: 99,
        fontSize: "0.8125rem",
        fontWeight: 600,
        whiteSpace: "nowrap",
        bgcolor: `tone.${tone}.bg`,
        color: `tone.${tone}.text`,
      }}
    >
      <Box
        aria-hidden="true"
        sx={{
          flex: "none",
          width: 8,
          height: 8,
          borderRadius: 9,
          bgcolor: "currentColor",
          opacity: phase === "live" ? 1 : 0.5,
        }}
      />
      <Box
        component="span"
        className="num"
        title={label}
        sx={{ minWidth: 0, overflow: "hidden", textOverflow: "ellipsis" }}
      >
        {label}
      </Box>
    </Box>
  );
}
