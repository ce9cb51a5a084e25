import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import CardActionArea from "@mui/material/CardActionArea";
import Typography from "@mui/material/Typography";
import { Icon, type IconName } from "@/shared/icons";
import type { Demo } from "./queries";

interface DemoLoginsProps {
  demo: Demo;
  busy: boolean;
  choose: (username: string) => void;
}

/** One for each kind of work; who else can be tried is told below. */
const CARDS: readonly { username: string; title: string; what: string; icon: IconName }[] = [
  { username: "diner", title: "a diner", what: "Order something and watch it being made.", icon: "bag" },
  {
    username: "trattoria",
    title: "a business",
    what: "The board, the menu, the reports of Trattoria Lucia.",
    icon: "board",
  },
  { username: "waiter", title: "a waiter", what: "Order for tables, carry what is ready.", icon: "tray" },
  { username: "admin", title: "an admin", what: "Every order, the workers, the queues.", icon: "server" },
];

export function DemoLogins({ demo, busy, choose }: DemoLoginsProps) {
  const names = new Set(demo.logins.map((login) => login.username));
  const cards = CARDS.filter((card) => names.has(card.username));
  const others = demo.logins.filter((login) => !cards.some((card) => card.username === login.username));
  return (
    <Box component="section" aria-label="Try it">
      <Typography variant="h2" sx={{ mb: 0.5 }}>
        Look around
      </Typography>
      <Typography color="textSecondary" sx={{ mb: 2 }}>
        This installation is a demo: one tap, and you are in.
      </Typography>
      <Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr" } }}>
        {cards.map((card) => (
          <Card key={card.username}>
            <CardActionArea
              disabled={busy}
              onClick={() => choose(card.username)}
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
                Try as {card.title}
              </Typography>
              <Typography variant="body2" component="span" color="textSecondary">
                {card.what}
              </Typography>
            </CardActionArea>
          </Card>
        ))}
      </Box>
      {others.length > 0 && (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 2 }}>
          Also {others.map((login) => `${login.username} (${login.what})`).join("; ")}. Everybody’s password
          is {demo.password}.
        </Typography>
      )}
    </Box>
  );
}
