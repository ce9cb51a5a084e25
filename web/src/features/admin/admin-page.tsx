import Tab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { Page } from "@/shared/page";
import { Businesses } from "./businesses-tab";
import { DeadLetters } from "./dead-letters-tab";
import { Orders } from "./orders-tab";
import { OverviewTiles } from "./overview-tiles";
import { overviewQuery } from "./queries";
import { Users } from "./users-tab";

const TABS = {
  orders: { label: "Orders", show: <Orders /> },
  dead: { label: "Dead letters", show: <DeadLetters /> },
  users: { label: "Users", show: <Users /> },
  businesses: { label: "Businesses", show: <Businesses /> },
};

type TabName = keyof typeof TABS;

const isTab = (name: string | null): name is TabName => name !== null && name in TABS;

export default function AdminPage() {
  const { data: overview } = useQuery(overviewQuery());
  const [params, setParams] = useSearchParams();
  const named = params.get("tab");
  const tab: TabName = isTab(named) ? named : "orders";
  return (
    <Page title="Installation" width={1240}>
      <OverviewTiles />
      <Tabs
        value={tab}
        onChange={(_, next: TabName) => setParams({ tab: next }, { replace: true })}
        variant="scrollable"
        scrollButtons={false}
        aria-label="What to look at"
        sx={{
          mb: 2,
          borderBottom: "1px solid",
          borderColor: "line",
          "& .MuiTab-root": { px: { xs: 1.25, sm: 1.75 } },
        }}
      >
        {Object.entries(TABS).map(([name, { label }]) => (
          <Tab
            key={name}
            value={name}
            label={name === "dead" && overview?.dead_letters ? `${label} (${overview.dead_letters})` : label}
          />
        ))}
      </Tabs>
      {TABS[tab].show}
    </Page>
  );
}
