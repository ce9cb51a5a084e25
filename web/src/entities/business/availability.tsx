import Box from "@mui/material/Box";
import type { BusinessWithLoad, LoadLevel } from "@/api/types";
import { Icon, type IconName } from "@/shared/icons";
import { formatEstimate } from "@/shared/time";

const LOAD: Record<LoadLevel, string> = { quiet: "Quiet now", busy: "Busy", packed: "Very busy" };

/** Open or closed, how long it takes, and how busy the kitchen is: in words, with colour to help. */
export function Availability({ business }: { business: BusinessWithLoad }) {
  const { open, wait_seconds: wait, load } = business;
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1 }}>
      <Fact icon={open ? "check" : "close"} tone={open ? "completed" : "cancelled"}>
        {open ? "Open" : "Closed"}
      </Fact>
      {open && typeof wait === "number" && (
        <Fact icon="clock" tone="pending">
          About {formatEstimate(wait)}
        </Fact>
      )}
      {open && load && (
        <Fact icon="flame" tone={load === "quiet" ? "pending" : load === "busy" ? "due" : "late"}>
          {LOAD[load]}
        </Fact>
      )}
    </Box>
  );
}

function Fact({ icon, tone, children }: { icon: IconName; tone: string; children: React.ReactNode }) {
  return (
    <Box
      component="span"
      className="num"
      sx={{
        display: "inline-flex",
        alignItems: "center",
        gap: 0.75,
        px: 1.25,
        height: 28,
        borderRadius: 99,
        fontSize: "0.8125rem",
        fontWeight: 600,
        bgcolor: `tone.${tone}.bg`,
        color: `tone.${tone}.text`,
      }}
    >
      <Icon name={icon} size={15} />
      {children}
    </Box>
  );
}
