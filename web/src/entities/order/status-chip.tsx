import Box from "@mui/material/Box";
import { Icon, type IconName } from "@/shared/icons";
import { type DisplayStatus, STATUS_NAME } from "./status";

const ICON: Record<DisplayStatus, IconName> = {
  pending: "clock",
  accepted: "check",
  processing: "flame",
  completed: "bell",
  handed_over: "check",
  cancelled: "close",
  rejected: "close",
};

export function StatusChip({ status, label }: { status: DisplayStatus; label?: string }) {
  return (
    <Box
      component="span"
      sx={{
        display: "inline-flex",
        alignItems: "center",
        gap: 0.75,
        height: 28,
        px: 1.25,
        borderRadius: 99,
        fontSize: "0.8125rem",
        fontWeight: 600,
        whiteSpace: "nowrap",
        bgcolor: `tone.${status}.bg`,
        color: `tone.${status}.text`,
      }}
    >
      <Icon name={ICON[status]} size={15} />
      {label ?? STATUS_NAME[status]}
    </Box>
  );
}
