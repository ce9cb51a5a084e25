import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import CardActionArea from "@mui/material/CardActionArea";
import Typography from "@mui/material/Typography";
import type { Role } from "@/api/types";
import { ROLE_LABELS } from "@/entities/labels";
import { Icon, type IconName } from "@/shared/icons";
import type { Demo } from "./queries";

interface DemoLoginsProps {
  demo: Demo;
  disabled: boolean;
  onSelect: (username: string) => void;
}

/** One demo account for each role. */
const CARDS: readonly { username: string; role: Role; description: string; icon: IconName }[] = [
  { username: "diner", role: "customer", description: "Order a meal and follow it live.", icon: "bag" },
  {
    username: "trattoria",
    role: "business",
    description: "Manage the orders, menu and reports of Trattoria Lucia.",
    icon: "board",
  },
  {
    username: "waiter",
    role: "waiter",
    description: "Take table orders and serve what's ready.",
    icon: "tray",
  },
  { username: "admin", role: "admin", description: "See all orders, workers and queues.", icon: "server" },
];

/** Formats a role with its article: `a customer`, `an owner`. */
function formatRole(role: Role): string {
  const label = ROLE_LABELS[role].toLowerCase();
  return `${/^[aeiou]/.test(label) ? "an" : "a"} ${label}`;
}

/** Cards that log in as a demo account. */
export function DemoLogins({ demo, disabled, onSelect }: DemoLoginsProps) {
  const usernames = new Set(demo.logins.map((login) => login.username));
  const cards = CARDS.filter((card) => usernames.has(card.username));
  const otherLogins = demo.logins.filter((login) => !cards.some((card) => card.username === login.username));
  return (
    <Box component="section" aria-label="Demo accounts">
      <Typography variant="h2" sx={{ mb: 0.5 }}>
        Try the demo
      </Typography>
      <Typography color="textSecondary" sx={{ mb: 2 }}>
        Choose a role to log in.
      </Typography>
      <Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr" } }}>
        {cards.map((card) => (
          <Card key={card.username}>
            <CardActionArea
              disabled={disabled}
              onClick={() => onSelect(card.username)}
              sx={{
                p: 2,
                display: "grid",
                gridTemplateColumns: "auto 1fr",
                columnGap: 1.5,
                height: "100%",
                alignContent: "start",
              }}
            >
              <Box sx={{ gridRow: "span 2", color: "primary.main", pt: 0.25 }}>
                <Icon name={card.icon} size={26} />
              </Box>
              <Typography variant="h3" component="span">
                Try as {formatRole(card.role)}
              </Typography>
              <Typography variant="body2" component="span" color="textSecondary">
                {card.description}
              </Typography>
            </CardActionArea>
          </Card>
        ))}
      </Box>
      {otherLogins.length > 0 && (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 2 }}>
          More accounts: {otherLogins.map((login) => `${login.username} (${login.what})`).join("; ")}. The
          password for every demo account is {demo.password}.
        </Typography>
      )}
    </Box>
  );
}
