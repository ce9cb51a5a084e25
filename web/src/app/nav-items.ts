import type { Role } from "@/api/types";
import type { IconName } from "@/shared/icons";

export interface NavItem {
  to: string;
  label: string;
  icon: IconName;
}

/** Where each kind of person works. */
export const NAV_ITEMS: Record<Role, readonly NavItem[]> = {
  customer: [
    { to: "/", label: "Order", icon: "bag" },
    { to: "/orders", label: "Your orders", icon: "receipt" },
  ],
  business: [
    { to: "/board", label: "Board", icon: "board" },
    { to: "/menu", label: "Menu", icon: "menu" },
    { to: "/floor", label: "Floor", icon: "tray" },
    { to: "/reports", label: "Reports", icon: "chart" },
    { to: "/settings", label: "Settings", icon: "settings" },
  ],
  waiter: [
    { to: "/floor", label: "Floor", icon: "tray" },
    { to: "/reports", label: "Reports", icon: "chart" },
  ],
  admin: [
    { to: "/admin", label: "Installation", icon: "server" },
    { to: "/reports", label: "Reports", icon: "chart" },
  ],
};
