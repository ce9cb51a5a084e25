import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { queryKeys } from "@/api/query-keys";
import type { DeadLetter } from "@/api/types";
import { formatEventKind } from "@/entities/labels";
import { useCanWrite } from "@/live/connection-status";
import { serverNow } from "@/shared/clock";
import { notify } from "@/shared/notices";
import { EmptyState, ErrorState } from "@/shared/page-states";
import { showError } from "@/shared/show-error";
import { formatDateTime } from "@/shared/time";
import { JsonDetails } from "./json-details";
import { deadLettersQuery, replayDeadLetter } from "./queries";

/** Dead letters with their reasons and bodies, and a button to replay each. */
export function DeadLettersTab() {
  const cache = useQueryClient();
  const { data, error, errorUpdatedAt, refetch, isPending } = useQuery(deadLettersQuery());
  const replay = useMutation({
    mutationFn: replayDeadLetter,
    onSuccess: () => {
      notify("Message replayed.");
      void cache.invalidateQueries({ queryKey: queryKeys.deadLetters });
      void cache.invalidateQueries({ queryKey: queryKeys.overview });
    },
    onError: showError,
  });
  if (error && !data) {
    return <ErrorState error={error} failedAt={errorUpdatedAt} retry={() => void refetch()} />;
  }
  if (isPending) return <Skeleton variant="rectangular" height={200} />;
  if (!data?.length) return <EmptyState icon="check">No failed messages.</EmptyState>;
  return (
    <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0, display: "grid", gap: 1.5 }}>
      {data.map((letter, index) => (
        <DeadLetterCard
          key={letter.id ?? index}
          letter={letter}
          isReplaying={replay.isPending && replay.variables === letter.id}
          onReplay={replay.mutate}
        />
      ))}
    </Box>
  );
}

interface DeadLetterCardProps {
  letter: DeadLetter;
  isReplaying: boolean;
  onReplay: (id: string) => void;
}

function DeadLetterCard({ letter, isReplaying, onReplay }: DeadLetterCardProps) {
  const { canWrite, reason } = useCanWrite();
  const occurredAt = letter.occurred_at && formatDateTime(letter.occurred_at, serverNow());
  return (
    <Card component="li" sx={{ p: 2 }}>
      <Box sx={{ display: "flex", alignItems: "center", gap: 2, flexWrap: "wrap" }}>
        <Box sx={{ flex: 1, minWidth: 200 }}>
          <Typography sx={{ fontWeight: 650 }} className="num">
            {letter.order_number ?? "Unknown order"} · {formatKind(letter.kind)}
          </Typography>
          <Typography variant="body2" color="textSecondary">
            {[letter.reason, occurredAt && `from ${occurredAt}`].filter(Boolean).join(" · ")}
          </Typography>
        </Box>
        <Button
          variant="outlined"
          disabled={!canWrite || !letter.id}
          title={reason}
          loading={isReplaying}
          onClick={() => letter.id && onReplay(letter.id)}
        >
          Replay
        </Button>
      </Box>
      <JsonDetails summary="Message body" value={letter.body} />
    </Card>
  );
}

/** A dead letter has no kind if it cannot be parsed. */
const formatKind = (kind: string | null | undefined): string => (kind ? formatEventKind(kind) : "Unreadable");
