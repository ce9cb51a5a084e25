import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { SHORTCUTS } from "./use-board-shortcuts";

export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} aria-labelledby="shortcuts-title" maxWidth="xs" fullWidth>
      <DialogTitle id="shortcuts-title">Keyboard shortcuts</DialogTitle>
      <DialogContent>
        <Box
          component="dl"
          sx={{ display: "grid", gridTemplateColumns: "72px 1fr", gap: 1.25, m: 0, alignItems: "baseline" }}
        >
          {SHORTCUTS.map(([keys, description]) => (
            <Box key={keys} sx={{ display: "contents" }}>
              <dt>
                <Box
                  component="kbd"
                  sx={{
                    fontFamily: "inherit",
                    fontWeight: 650,
                    px: 1,
                    py: 0.25,
                    border: "1px solid",
                    borderColor: "line",
                    borderRadius: 1,
                    bgcolor: "sunken",
                    whiteSpace: "nowrap",
                  }}
                >
                  {keys}
                </Box>
              </dt>
              <Box component="dd" sx={{ m: 0 }}>
                {description}
              </Box>
            </Box>
          ))}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  );
}
