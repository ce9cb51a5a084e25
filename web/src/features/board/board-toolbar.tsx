import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import { lazy, Suspense, useState } from "react";
import { Icon } from "@/shared/icons";
import { useSound } from "@/shared/sound";

const RecentTickets = lazy(() => import("./recent-tickets"));
const ShortcutsDialog = lazy(() => import("./shortcuts-dialog"));

const SOUND_LABELS = { off: "Sound off", on: "Sound on", locked: "Tap to turn sound on" };

interface BoardToolbarProps {
  isHelpOpen: boolean;
  setIsHelpOpen: (isOpen: boolean) => void;
}

export function BoardToolbar({ isHelpOpen, setIsHelpOpen }: BoardToolbarProps) {
  const [isRecentOpen, setIsRecentOpen] = useState(false);
  const sound = useSound();
  return (
    <Box sx={{ display: "flex", gap: 1 }}>
      <Button
        variant="outlined"
        color="inherit"
        aria-pressed={sound.state === "on"}
        onClick={sound.toggle}
        startIcon={<Icon name={sound.state === "on" ? "bell" : "muted"} size={20} />}
        sx={{ borderColor: "line" }}
      >
        {SOUND_LABELS[sound.state]}
      </Button>
      <Button
        variant="outlined"
        color="inherit"
        onClick={() => setIsRecentOpen(true)}
        startIcon={<Icon name="history" size={20} />}
        sx={{ borderColor: "line" }}
      >
        Recent orders
      </Button>
      <Tooltip title="Keyboard shortcuts (?)">
        <IconButton
          aria-label="Keyboard shortcuts"
          onClick={() => setIsHelpOpen(true)}
          sx={{ display: { xs: "none", md: "inline-flex" } }}
        >
          <Icon name="keyboard" />
        </IconButton>
      </Tooltip>
      <Suspense fallback={null}>
        {isRecentOpen && <RecentTickets onClose={() => setIsRecentOpen(false)} />}
        {isHelpOpen && <ShortcutsDialog onClose={() => setIsHelpOpen(false)} />}
      </Suspense>
    </Box>
  );
}
