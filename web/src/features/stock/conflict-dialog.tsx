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
  keepMine: () => void;
  takeTheirs: () => void;
}

/** Two people edited one dish: both versions, side by side. */
export function ConflictDialog({ name, conflicts, keepMine, takeTheirs }: ConflictDialogProps) {
  return (
    <Dialog open onClose={takeTheirs} fullWidth maxWidth="sm" aria-labelledby="conflict-title">
      <DialogTitle id="conflict-title">Somebody else has edited {name}</DialogTitle>
      <DialogContent>
        {conflicts.length === 0 ? (
          <DialogContentText>They changed something else. Your edit fits with theirs.</DialogContentText>
        ) : (
          conflicts.map(({ field, mine, theirs }) => (
            <Box key={field} sx={{ py: 1.5, borderTop: "1px solid", borderColor: "line" }}>
              <Box sx={{ fontWeight: 650, mb: 0.5 }}>{field}</Box>
              <Box sx={{ display: "grid", gridTemplateColumns: "1fr 1fr", gap: 2 }}>
                <Side title="Yours" text={mine} />
                <Side title="Theirs, saved now" text={theirs} />
              </Box>
            </Box>
          ))
        )}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={takeTheirs}>
          Leave theirs
        </Button>
        <Button variant="contained" onClick={keepMine}>
          Save mine
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Side({ title, text }: { title: string; text: string }) {
  return (
    <Box>
      <Box sx={{ fontSize: "0.8125rem", color: "text.secondary" }}>{title}</Box>
      {text || "(empty)"}
    </Box>
  );
}
