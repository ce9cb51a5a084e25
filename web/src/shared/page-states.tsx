/** What a page shows when it has nothing to show: refused, empty, or not there yet. */
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { asApiError } from "./api-error";
import { copyText } from "./clipboard";
import { Icon, type IconName } from "./icons";
import { notify } from "./notices";
import { useClock } from "./clock";

interface ErrorStateProps {
  error: unknown;
  retry?: () => void;
  /** When it failed, so that a server that asked for patience gets it. */
  at?: number;
}

/** The problem's title and what to do about it. */
export function ErrorState({ error, retry, at = 0 }: ErrorStateProps) {
  const refused = asApiError(error);
  const { title, detail, trace_id: trace } = refused.problem;
  const until = refused.retryAfter === null ? 0 : at + refused.retryAfter * 1000;
  const wait = useClock(() => Math.max(0, Math.ceil((until - Date.now()) / 1000)));
  return (
    <CenteredState icon={refused.status === 0 ? "offline" : "warning"} role="alert">
      <Typography variant="h2">{title}</Typography>
      <Typography color="textSecondary" sx={{ maxWidth: 440 }}>
        {detail}
      </Typography>
      {retry && (
        <Button
          variant="contained"
          onClick={retry}
          disabled={wait > 0}
          startIcon={<Icon name="refresh" size={18} />}
        >
          {wait > 0 ? `Retry in ${wait} s` : "Retry"}
        </Button>
      )}
      {trace && (
        <Button
          size="small"
          color="inherit"
          startIcon={<Icon name="copy" size={16} />}
          onClick={() => void copyText(trace).then(() => notify("Trace id copied."))}
          sx={{ color: "text.secondary", fontWeight: 500, whiteSpace: "normal" }}
        >
          Copy trace id {trace.slice(0, 8)}…
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

/** One sentence, and the one useful thing to do. */
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
