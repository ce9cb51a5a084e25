import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogContentText from "@mui/material/DialogContentText";
import DialogTitle from "@mui/material/DialogTitle";
import type { Conflict } from "./item-form";

interface ConflictDialogProps {
  name: string;
  conflicts: Conflict[];
  onSaveMine: () => void;
  onKeepTheirs: () => void;
}

/** Shows both versions of the fields that two users have changed, side by side. */
export function ConflictDialog({ name, conflicts, onSaveMine, onKeepTheirs }: ConflictDialogProps) {
  return (
    <Dialog open onClose={onKeepTheirs} fullWidth maxWidth="sm" aria-labelledby="conflict-title">
      <DialogTitle id="conflict-title">Someone else has edited {name}</DialogTitle>
      <DialogContent>
        {conflicts.map(({ label, mine, theirs }) => (
          <Box key={label} sx={{ py: 1.5, borderTop: "1px solid", borderColor: "line" }}>
            <Box sx={{ fontWeight: 650, mb: 0.5 }}>{label}</Box>
            <Box sx={{ display: "grid", gridTemplateColumns: "1fr 1fr", gap: 2 }}>
              <ConflictValue title="Yours" text={mine} />
              <ConflictValue title="Theirs (saved)" text={theirs} />
            </Box>
          </Box>
        ))}
        <DialogContentText>If you keep theirs, none of your changes are saved.</DialogContentText>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onKeepTheirs}>
          Keep theirs
        </Button>
        <Button variant="contained" onClick={onSaveMine}>
          Save mine
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function ConflictValue({ title, text }: { title: string; text: string }) {
  return (
    <Box>
      <Box sx={{ fontSize: "0.8125rem", color: "text.secondary" }}>{title}</Box>
      {text || "(empty)"}
    </Box>
  );
}
