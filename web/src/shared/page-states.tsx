/** Full-page states: an error, or nothing to show. */
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { asApiError } from "./api-error";
import { copyText } from "./clipboard";
import { useClock } from "./clock";
import { Icon, type IconName } from "./icons";
import { notify } from "./notices";

interface ErrorStateProps {
  error: unknown;
  retry?: () => void;
  /** Time of the failure in milliseconds. Retry stays disabled until the `Retry-After` delay has passed. */
  failedAt?: number;
}

/** The title and detail of a problem, a Retry button, and the error ID. */
export function ErrorState({ error, retry, failedAt = 0 }: ErrorStateProps) {
  const { problem, status, retryAfter } = asApiError(error);
  const { title, detail, trace_id: traceId } = problem;
  const retryAt = retryAfter === null ? 0 : failedAt + retryAfter * 1000;
  const waitSeconds = useClock(() => Math.max(0, Math.ceil((retryAt - Date.now()) / 1000)));
  return (
    <CenteredState icon={status === 0 ? "offline" : "warning"} role="alert">
      <Typography variant="h2">{title}</Typography>
      <Typography color="textSecondary" sx={{ maxWidth: 440 }}>
        {detail}
      </Typography>
      {retry && (
        <Button
          variant="contained"
          onClick={retry}
          disabled={waitSeconds > 0}
          startIcon={<Icon name="refresh" size={18} />}
        >
          {waitSeconds > 0 ? `Retry in ${waitSeconds} s` : "Retry"}
        </Button>
      )}
      {traceId && (
        <Button
          size="small"
          color="inherit"
          startIcon={<Icon name="copy" size={16} />}
          onClick={() => void copyText(traceId).then(() => notify("Error ID copied."))}
          sx={{ color: "text.secondary", fontWeight: 500, whiteSpace: "normal" }}
        >
          Copy error ID {traceId.slice(0, 8)}…
        </Button>
      )}
    </CenteredState>
  );
}

interface EmptyStateProps {
  icon?: IconName;
  children: ReactNode;
  action?: ReactNode;
}

/** A sentence that explains why there is nothing to show, and an optional button. */
export function EmptyState({ icon = "tray", children, action }: EmptyStateProps) {
  return (
    <CenteredState icon={icon}>
      <Typography color="textSecondary" sx={{ maxWidth: 440 }}>
        {children}
      </Typography>
      {action}
    </CenteredState>
  );
}

function CenteredState({ icon, role, children }: { icon: IconName; role?: string; children: ReactNode }) {
  return (
    <Box
      role={role}
      sx={{
        display: "grid",
        justifyItems: "center",
        textAlign: "center",
        gap: 1.5,
        px: 2,
        py: { xs: 6, md: 9 },
      }}
    >
      <Box
        sx={{
          display: "grid",
          placeItems: "center",
          width: 72,
          height: 72,
          borderRadius: 99,
          bgcolor: "sunken",
          border: "1px solid",
          borderColor: "line",
          color: "text.secondary",
        }}
      >
        <Icon name={icon} size={32} />
      </Box>
      {children}
    </Box>
  );
}
