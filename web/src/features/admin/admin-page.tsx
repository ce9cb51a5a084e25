import Tab from "@mui/material/Tab";
import Tabs from "@mui/material/Tabs";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { Page } from "@/shared/page";
import { BusinessesTab } from "./businesses-tab";
import { DeadLettersTab } from "./dead-letters-tab";
import { IsolatedRowsTab } from "./isolated-rows-tab";
import { OrdersTab } from "./orders-tab";
import { OverviewTiles } from "./overview-tiles";
import { overviewQuery } from "./queries";
import { UsersTab } from "./users-tab";

const TABS = {
  orders: { label: "Orders", content: <OrdersTab /> },
  dead: { label: "Failed messages", content: <DeadLettersTab /> },
  isolated: { label: "Skipped records", content: <IsolatedRowsTab /> },
  users: { label: "Users", content: <UsersTab /> },
  businesses: { label: "Businesses", content: <BusinessesTab /> },
};

type TabName = keyof typeof TABS;

const isTabName = (name: string | null): name is TabName => name !== null && name in TABS;

const withCount = (label: string, count: number | null | undefined) =>
  count ? `${label} (${count})` : label;

export default function AdminPage() {
  const { data: overview } = useQuery(overviewQuery());
  const [params, setParams] = useSearchParams();
  const tabParam = params.get("tab");
  const tab: TabName = isTabName(tabParam) ? tabParam : "orders";
  const counts: Record<string, number | null | undefined> = {
    dead: overview?.dead_letters,
    isolated: overview?.isolated_rows,
  };
  return (
    <Page title="Overview" width={1240}>
      <OverviewTiles />
      <Tabs
        value={tab}
        onChange={(_, next: TabName) => setParams({ tab: next }, { replace: true })}
        variant="scrollable"
        scrollButtons={false}
        aria-label="Sections"
        sx={{
          mb: 2,
          borderBottom: "1px solid",
          borderColor: "line",
          "& .MuiTab-root": { px: { xs: 1.25, sm: 1.75 } },
        }}
      >
        {Object.entries(TABS).map(([name, { label }]) => (
          <Tab key={name} value={name} label={withCount(label, counts[name])} />
        ))}
      </Tabs>
      {TABS[tab].content}
    </Page>
  );
}
