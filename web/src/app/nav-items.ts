import type { Role } from "@/api/types";
import type { IconName } from "@/shared/icons";

export interface NavItem {
  to: string;
  label: string;
  icon: IconName;
}

const FLOOR: NavItem = { to: "/floor", label: "Floor", icon: "tray" };
const REPORTS: NavItem = { to: "/reports", label: "Reports", icon: "chart" };

/** The pages in the navigation of each role. The first one is the role's home. */
export const NAV_ITEMS: Record<Role, readonly [NavItem, ...NavItem[]]> = {
  customer: [
    { to: "/", label: "Restaurants", icon: "bag" },
    { to: "/orders", label: "Your orders", icon: "receipt" },
  ],
  business: [
    { to: "/board", label: "Board", icon: "board" },
    { to: "/menu", label: "Menu", icon: "menu" },
    FLOOR,
    REPORTS,
    { to: "/settings", label: "Settings", icon: "settings" },
  ],
  waiter: [FLOOR, REPORTS],
  admin: [{ to: "/admin", label: "Overview", icon: "server" }, REPORTS],
};

export const getHomePath = (role: Role | undefined): string => (role ? NAV_ITEMS[role][0].to : "/");
