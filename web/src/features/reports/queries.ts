import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, readBody, download } from "@/api/client";
import { queryKeys } from "@/api/query-keys";
import type { SortDirection, ProductReport, ProductSort } from "@/api/types";

export interface DateRange {
  start: string;
  end: string;
}

/** Which days, and whose: one's own unless an admin says which business; an admin's without one is everybody's. */
export interface ReportFilter extends DateRange {
  business: string | null;
}

const query = ({ start, end, business }: ReportFilter) => ({
  start_date: start,
  end_date: end,
  ...(business ? { business_id: business } : {}),
});

export const productsQuery = (of: ReportFilter, sort: ProductSort, direction: SortDirection) =>
  queryOptions({
    queryKey: [...queryKeys.reports, "products", of, sort, direction],
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const asked = { params: { query: { ...query(of), sort, direction } } };
      // As a string it comes only to those who ask for CSV.
      return (await readBody(api.GET("/api/reports/products", asked))) as ProductReport;
    },
  });

export const summaryQuery = (of: ReportFilter) =>
  queryOptions({
    queryKey: [...queryKeys.reports, "summary", of],
    placeholderData: keepPreviousData,
    queryFn: () => readBody(api.GET("/api/reports/summary", { params: { query: query(of) } })),
  });

/** Saves the same table as a file. */
export async function saveCsv(of: ReportFilter, sort: ProductSort, direction: SortDirection) {
  const asked = new URLSearchParams({ ...query(of), sort, direction });
  const blob = await download(`/api/reports/products?${asked.toString()}`, "text/csv");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `sales-${of.start}-${of.end}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
