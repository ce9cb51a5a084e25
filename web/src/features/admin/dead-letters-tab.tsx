import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { queryKeys } from "@/api/query-keys";
import { useCanWrite } from "@/live/connection-status";
import { serverNow } from "@/shared/clock";
import { notify } from "@/shared/notices";
import { EmptyState, ErrorState } from "@/shared/page-states";
import { showError } from "@/shared/show-error";
import { formatDateTime } from "@/shared/time";
import { deadLettersQuery, replayDeadLetter } from "./queries";

/** Messages that could not be handled: what they say, why they died, and another try. */
export function DeadLettersTab() {
  const cache = useQueryClient();
  const writable = useCanWrite();
  const { data, error, errorUpdatedAt, refetch, isPending } = useQuery(deadLettersQuery());
  const replaying = useMutation({
    mutationFn: replayDeadLetter,
    onSuccess: () => {
      notify("Replayed.");
      void cache.invalidateQueries({ queryKey: queryKeys.deadLetters });
      void cache.invalidateQueries({ queryKey: queryKeys.overview });
    },
    onError: showError,
  });
  if (error && !data) return <ErrorState error={error} at={errorUpdatedAt} retry={() => void refetch()} />;
  if (isPending) return <Skeleton variant="rectangular" height={200} />;
  if (!data?.length) return <EmptyState icon="check">No dead letters. Every message was handled.</EmptyState>;
  return (
    <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0, display: "grid", gap: 1.5 }}>
      {data.map((letter, index) => (
        <Card component="li" key={letter.id ?? index} sx={{ p: 2 }}>
          <Box sx={{ display: "flex", alignItems: "center", gap: 2, flexWrap: "wrap" }}>
            <Box sx={{ flex: 1, minWidth: 200 }}>
              <Typography sx={{ fontWeight: 650 }} className="num">
                {letter.order_number ?? "A message"} · {letter.kind?.replace("order.", "") ?? "unreadable"}
              </Typography>
              <Typography variant="body2" color="textSecondary">
                {[
                  letter.reason,
                  letter.occurred_at && `happened ${formatDateTime(letter.occurred_at, serverNow())}`,
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </Typography>
            </Box>
            <Button
              variant="outlined"
              disabled={!writable.canWrite || !letter.id}
              title={writable.reason || undefined}
              loading={replaying.isPending && replaying.variables === letter.id}
              onClick={() => letter.id && replaying.mutate(letter.id)}
            >
              Replay
            </Button>
          </Box>
          <Box component="details" sx={{ mt: 1 }}>
            <Box
              component="summary"
              sx={{
                cursor: "pointer",
                fontSize: "0.875rem",
                color: "text.secondary",
                minHeight: 32,
                alignContent: "center",
              }}
            >
              What it says
            </Box>
            <Box
              component="pre"
              tabIndex={0}
              sx={{
                m: 0,
                p: 1.5,
                borderRadius: 2,
                bgcolor: "sunken",
                fontSize: "0.75rem",
                overflow: "auto",
                maxHeight: 320,
              }}
            >
              {typeof letter.body === "string" ? letter.body : JSON.stringify(letter.body, null, 2)}
            </Box>
          </Box>
        </Card>
      ))}
    </Box>
  );
}
