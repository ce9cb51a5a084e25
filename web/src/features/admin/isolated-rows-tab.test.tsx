// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { IsolatedRow } from "@/api/types";
import { mockApi, renderPage } from "@/test/render";
import { IsolatedRowsTab } from "./isolated-rows-tab";

const row: IsolatedRow = {
  table: "orders",
  id: "0192f0c1-0000-7000-8000-000000000001",
  reason: "undecodable",
  error: 'error occurred while decoding column "status": must be one of pending, not "brewing"',
  found_at: "2026-11-21T18:00:00.000Z",
  seen_at: "2026-11-21T19:00:00.000Z",
};

const openTab = (data: IsolatedRow[]) => {
  mockApi({ "GET /api/isolated-rows": () => Response.json({ data, next_cursor: null }) });
  renderPage(<IsolatedRowsTab />);
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

  it("are usually none", async () => {
    openTab([]);
    expect(await screen.findByText("No skipped records.")).toBeVisible();
  });
});
