import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { User } from "@/api/types";
import { ROLE_LABELS } from "@/entities/labels";
import { getPendingCommands } from "@/entities/order/command-delivery";
import { logOut } from "@/features/auth/queries";
import { endSession } from "@/session/session";
import { Icon } from "@/shared/icons";

export function UserMenu({ user }: { user: User }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const cache = useQueryClient();
  const navigate = useNavigate();

  async function handleLogOut() {
    setAnchor(null);
    // Pending commands need the token of this session.
    await getPendingCommands(cache).flush();
    await logOut();
    // End the session before navigating: the login page redirects a user who is logged in.
    endSession({ leftAt: window.location.pathname });
    await navigate("/login");
  }

  return (
    <>
      <IconButton
        aria-label={`${user.name}'s account`}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Icon name="person" />
      </IconButton>
      {/* Keeps the menu in the banner landmark, next to its button. */}
      <Menu disablePortal anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        <Box sx={{ px: 2, py: 1, maxWidth: 280 }}>
          <Box sx={{ fontWeight: 650, overflow: "hidden", textOverflow: "ellipsis" }}>{user.name}</Box>
          <Box sx={{ color: "text.secondary", fontSize: "0.875rem" }}>
            {user.username} · {ROLE_LABELS[user.role]}
          </Box>
        </Box>
        <MenuItem onClick={() => void handleLogOut()} sx={{ gap: 1.5, minHeight: 48 }}>
          <Icon name="logout" size={20} /> Log out
        </MenuItem>
      </Menu>
    </>
  );
}
