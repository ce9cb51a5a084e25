import Box from "@mui/material/Box";
import type { BusinessWithLoad, LoadLevel } from "@/api/types";
import type { ToneName } from "@/shared/theme";
import { formatEstimate } from "@/shared/time";
import { ToneChip } from "@/shared/tone-chip";

const LOAD_CHIPS: Record<LoadLevel, { label: string; tone: ToneName }> = {
  quiet: { label: "Not busy", tone: "pending" },
  busy: { label: "Busy", tone: "due" },
  packed: { label: "Very busy", tone: "late" },
};

/** A restaurant's opening status, wait time and load. */
export function Availability({ business }: { business: BusinessWithLoad }) {
  const { open, wait_seconds: waitSeconds, load } = business;
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1 }}>
      <ToneChip icon={open ? "check" : "close"} tone={open ? "completed" : "cancelled"}>
        {open ? "Open" : "Closed"}
      </ToneChip>
      {open && typeof waitSeconds === "number" && (
        <ToneChip icon="clock" tone="pending">
          Ready in about {formatEstimate(waitSeconds)}
        </ToneChip>
      )}
      {open && load && (
        <ToneChip icon="flame" tone={LOAD_CHIPS[load].tone}>
          {LOAD_CHIPS[load].label}
        </ToneChip>
      )}
    </Box>
  );
}
