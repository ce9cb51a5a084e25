// @vitest-environment jsdom
import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { queryKeys } from "@/api/query-keys";
import type { IsolatedRow } from "@/api/types";
import { type Handlers, mockApi, renderPage } from "@/test/render";
import { IsolatedRowsTab } from "./isolated-rows-tab";

const row: IsolatedRow = {
  table: "orders",
  id: "0192f0c1-0000-7000-8000-000000000001",
  reason: "undecodable",
  error: 'error occurred while decoding column "status": must be one of pending, not "brewing"',
  found_at: "2026-11-21T18:00:00.000Z",
  seen_at: "2026-11-21T19:00:00.000Z",
};

const openTab = (data: IsolatedRow[], handlers: Handlers = {}) => {
  mockApi({ "GET /api/isolated-rows": () => Response.json({ data, next_cursor: null }), ...handlers });
  return renderPage(<IsolatedRowsTab />);
};

describe("the skipped records", () => {
  it("are listed with their ids and errors", async () => {
    openTab([
      row,
      { ...row, reason: "rejected", id: "0192f0c1-0000-7000-8000-000000000002", error: "conflict" },
    ]);
    expect(await screen.findByText("Order · Can't be read")).toBeVisible();
    expect(screen.getByText("Order · Can't be accepted or cancelled automatically")).toBeVisible();
    expect(screen.getByText(new RegExp(row.id))).toBeVisible();
    expect(screen.getByText(row.error)).toBeVisible();
  });

  it.each([
    { count: 1_250, text: "Showing the 100 most recent of 1,250 skipped records." },
    { count: 100, text: null },
  ])("are the most recent ones of $count", async ({ count, text }) => {
    const rows = Array.from({ length: 100 }, (_, n) => ({ ...row, id: `row-${n}`, error: `error ${n}` }));
    const { cache } = openTab(rows, {
      "GET /api/overview": () => Response.json({ isolated_rows: count }),
    });
    expect(await screen.findByText("error 99")).toBeVisible();
    await waitFor(() => expect(cache.getQueryData(queryKeys.overview)).toEqual({ isolated_rows: count }));
    if (text) expect(await screen.findByText(text)).toBeVisible();
    else expect(screen.queryByText(/most recent/)).toBeNull();
  });

  it("are usually none", async () => {
    openTab([]);
    expect(await screen.findByText("No skipped records.")).toBeVisible();
  });
});
