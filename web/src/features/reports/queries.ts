import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body, download } from "@/api/client";
import { keys } from "@/api/query-keys";
import type { Direction, ProductReport, ProductSort } from "@/api/types";

export interface Span {
  start: string;
  end: string;
}

/** Which days, and whose: one's own unless an admin says which business; an admin's without one is everybody's. */
export interface Of extends Span {
  business: string | null;
}

const query = ({ start, end, business }: Of) => ({
  start_date: start,
  end_date: end,
  ...(business ? { business_id: business } : {}),
});

export const productsQuery = (of: Of, sort: ProductSort, direction: Direction) =>
  queryOptions({
    queryKey: [...keys.reports, "products", of, sort, direction],
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const asked = { params: { query: { ...query(of), sort, direction } } };
      // As a string it comes only to those who ask for CSV.
      return (await body(api.GET("/api/reports/products", asked))) as ProductReport;
    },
  });

export const summaryQuery = (of: Of) =>
  queryOptions({
    queryKey: [...keys.reports, "summary", of],
    placeholderData: keepPreviousData,
    queryFn: () => body(api.GET("/api/reports/summary", { params: { query: query(of) } })),
  });

/** Saves the same table as a file. */
export async function saveCsv(of: Of, sort: ProductSort, direction: Direction) {
  const asked = new URLSearchParams({ ...query(of), sort, direction });
  const blob = await download(`/api/reports/products?${asked.toString()}`, "text/csv");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `sales-${of.start}-${of.end}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
