import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import type { KitchenStatus } from "@/api/types";
import { formatAge, secondsSince } from "@/shared/time";
import { isAlive } from "./health";

const MAX_SLOT_MARKS = 12;

/** The kitchen workers and how many of their slots are busy. */
export function WorkerList({ workers, now }: { workers: KitchenStatus["workers"]; now: number }) {
  if (workers.length === 0) return null;
  return (
    <Box
      component="ul"
      aria-label="Kitchen workers"
      sx={{ display: "flex", flexWrap: "wrap", gap: 1.5, listStyle: "none", m: 0, mt: 1.5, p: 0 }}
    >
      {workers.map(({ id, name, busy, slots, beat_at: beatAt }) => {
        const alive = isAlive(beatAt, now);
        return (
          <Card
            component="li"
            key={id}
            sx={{ display: "flex", alignItems: "center", gap: 1.5, px: 2, py: 1.25 }}
          >
            <Box>
              <Box sx={{ fontWeight: 600 }}>{name}</Box>
              <Box sx={{ fontSize: "0.8125rem", color: alive ? "text.secondary" : "error.main" }}>
                {alive
                  ? `${busy} of ${slots} slots busy`
                  : `no heartbeat for ${formatAge(secondsSince(beatAt, now))}`}
              </Box>
            </Box>
            <Box aria-hidden="true" sx={{ display: "flex", gap: 0.5 }}>
              {Array.from({ length: Math.min(slots, MAX_SLOT_MARKS) }, (_, slot) => (
                <Box
                  key={slot}
                  sx={{
                    width: 14,
                    height: 22,
                    borderRadius: 0.75,
                    border: "1px solid",
                    borderColor: slot < busy ? "primary.main" : "line",
                    bgcolor: slot < busy ? "primary.main" : "transparent",
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
