import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { User } from "@/api/types";
import { logOut } from "@/features/auth/queries";
import { getPendingCommands } from "@/entities/order/use-commands";
import { endSession } from "@/session/session";
import { Icon } from "@/shared/icons";

export function UserMenu({ user }: { user: User }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const cache = useQueryClient();
  const navigate = useNavigate();

  async function leave() {
    setAnchor(null);
    // What was tapped is told before whoever tapped it is gone.
    await getPendingCommands(cache).flush();
    await logOut();
    // Not before: whoever is logged in is sent home from there.
    endSession({ leftAt: window.location.pathname });
    await navigate("/login");
  }

  return (
    <>
      <IconButton
        aria-label={`Account of ${user.name}`}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Icon name="person" />
      </IconButton>
      {/* In the banner, where a screen reader looks for it. */}
      <Menu disablePortal anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        <Box sx={{ px: 2, py: 1, maxWidth: 280 }}>
          <Box sx={{ fontWeight: 650, overflow: "hidden", textOverflow: "ellipsis" }}>{user.name}</Box>
          <Box sx={{ color: "text.secondary", fontSize: "0.875rem" }}>
            {user.username} · {user.role}
          </Box>
        </Box>
        <MenuItem onClick={() => void leave()} sx={{ gap: 1.5, minHeight: 48 }}>
          <Icon name="logout" size={20} /> Log out
        </MenuItem>
      </Menu>
    </>
  );
}
