const format = new Intl.NumberFormat("en");

/** Formats a number of entries, with a plus sign if there are more: `2,000+`. */
export const formatCount = (count: number, hasMore = false): string =>
  `${format.format(count)}${hasMore ? "+" : ""}`;
