/** The names of what is in the query cache. */
export const queryKeys = {
  demo: ["demo"] as const,
  businesses: ["businesses"] as const,
  business: (id: string) => ["businesses", id] as const,
  items: (business: string) => ["items", business] as const,
  orders: ["orders"] as const,
  /** Everything that is not over, as one list. */
  openOrders: ["orders", "open"] as const,
  /** Pages, newest first. */
  orderPages: (filter: string) => ["orders", "pages", filter] as const,
  order: (id: string) => ["orders", "one", id] as const,
  history: (id: string) => ["orders", "history", id] as const,
  users: ["users"] as const,
  kitchen: ["kitchen"] as const,
  overview: ["overview"] as const,
  deadLetters: ["dead-letters"] as const,
  reports: ["reports"] as const,
};
