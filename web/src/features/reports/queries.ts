import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, download, readBody } from "@/api/client";
import { queryKeys } from "@/api/query-keys";
import type { ProductReport, ProductSort, SortDirection } from "@/api/types";
import type { DateRange } from "./date-range";

export interface ReportFilter extends DateRange {
  /** Set only by admins. `null` selects the staff's own business or, for an admin, all businesses. */
  businessId: string | null;
}

const URL_LIFETIME_MS = 10_000;

const toQuery = ({ start, end, businessId }: ReportFilter) => ({
  start_date: start,
  end_date: end,
  ...(businessId ? { business_id: businessId } : {}),
});

export const productsQuery = (filter: ReportFilter, sort: ProductSort, direction: SortDirection) =>
  queryOptions({
    queryKey: [...queryKeys.reports, "products", filter, sort, direction],
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const query = { ...toQuery(filter), sort, direction };
      // The schema also allows a string, which is the CSV format.
      return (await readBody(api.GET("/api/reports/products", { params: { query } }))) as ProductReport;
    },
  });

export const summaryQuery = (filter: ReportFilter) =>
  queryOptions({
    queryKey: [...queryKeys.reports, "summary", filter],
    placeholderData: keepPreviousData,
    queryFn: () => readBody(api.GET("/api/reports/summary", { params: { query: toQuery(filter) } })),
  });

/** Returns the decimal separator of the user's locale, which spreadsheets expect in numbers. */
function getDecimalSeparator(): "point" | "comma" {
  const parts = new Intl.NumberFormat().formatToParts(1.5);
  return parts.find((part) => part.type === "decimal")?.value === "," ? "comma" : "point";
}

/** Downloads the product report as a CSV file for spreadsheets. */
export async function saveCsv(filter: ReportFilter, sort: ProductSort, direction: SortDirection) {
  const query = new URLSearchParams({
    ...toQuery(filter),
    sort,
    direction,
    download: "true",
    decimal_separator: getDecimalSeparator(),
  });
  const csv = await download(`/api/reports/products?${query.toString()}`, "text/csv");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(csv);
  link.download = `sales-${filter.start}-${filter.end}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), URL_LIFETIME_MS);
}
