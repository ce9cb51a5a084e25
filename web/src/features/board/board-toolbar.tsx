import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import { lazy, Suspense, useState } from "react";
import { useSound } from "@/shared/sound";
import { Icon } from "@/shared/icons";

const Recall = lazy(() => import("./recent-tickets"));
const KeysHelp = lazy(() => import("./shortcuts-dialog"));

interface BoardToolbarProps {
  help: boolean;
  setHelp: (open: boolean) => void;
}

export function BoardToolbar({ help, setHelp }: BoardToolbarProps) {
  const [recall, setRecall] = useState(false);
  const sound = useSound();
  const says = { off: "Sound is off", on: "Sound is on", locked: "Tap for sound" }[sound.state];
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
        {says}
      </Button>
      <Button
        variant="outlined"
        color="inherit"
        onClick={() => setRecall(true)}
        startIcon={<Icon name="history" size={20} />}
        sx={{ borderColor: "line" }}
      >
        Recall
      </Button>
      <Tooltip title="Keyboard shortcuts (?)">
        <IconButton
          aria-label="Keyboard shortcuts"
          onClick={() => setHelp(true)}
          sx={{ display: { xs: "none", md: "inline-flex" } }}
        >
          <Icon name="keyboard" />
        </IconButton>
      </Tooltip>
      <Suspense fallback={null}>
        {recall && <Recall close={() => setRecall(false)} />}
        {help && <KeysHelp close={() => setHelp(false)} />}
      </Suspense>
    </Box>
  );
}
