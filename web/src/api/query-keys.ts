/** Keys of the query cache. */
export const queryKeys = {
  demo: ["demo"] as const,
  businesses: ["businesses"] as const,
  business: (id: string) => ["businesses", id] as const,
  allItems: ["items"] as const,
  items: (businessId: string) => ["items", businessId] as const,
  orders: ["orders"] as const,
  /** The orders that are not finished, in one list. */
  openOrders: ["orders", "open"] as const,
  recentOrders: ["orders", "recent"] as const,
  allOrderPages: ["orders", "pages"] as const,
  /** Pages, newest order first. */
  orderPages: (filter: string) => ["orders", "pages", filter] as const,
  order: (id: string) => ["orders", "one", id] as const,
  history: (id: string) => ["orders", "history", id] as const,
  users: ["users"] as const,
  kitchen: ["kitchen"] as const,
  overview: ["overview"] as const,
  deadLetters: ["dead-letters"] as const,
  isolatedRows: ["isolated-rows"] as const,
  reports: ["reports"] as const,
};
