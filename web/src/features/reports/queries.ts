import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { download, soon } from "@/api/client";
import { keys } from "@/api/keys";
import type { Direction, ProductReport, ProductSort, SummaryReport } from "@/api/soon";

export interface Span {
  start: string;
  end: string;
}

const products = ({ start, end }: Span, sort: ProductSort, direction: Direction) =>
  `/api/reports/products?${new URLSearchParams({ start_date: start, end_date: end, sort, direction }).toString()}`;

export const productsQuery = (span: Span, sort: ProductSort, direction: Direction) =>
  queryOptions({
    queryKey: [...keys.reports, "products", span.start, span.end, sort, direction],
    placeholderData: keepPreviousData,
    queryFn: () => soon<ProductReport>(products(span, sort, direction)),
  });

export const summaryQuery = ({ start, end }: Span) =>
  queryOptions({
    queryKey: [...keys.reports, "summary", start, end],
    placeholderData: keepPreviousData,
    queryFn: () => soon<SummaryReport>(`/api/reports/summary?start_date=${start}&end_date=${end}`),
  });

/** Saves the same table as a file. */
export async function saveCsv(span: Span, sort: ProductSort, direction: Direction) {
  const blob = await download(products(span, sort, direction), "text/csv");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `sales-${span.start}-${span.end}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
