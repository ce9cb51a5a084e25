import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { makeOrder } from "@/test/fixtures";
import { mockApi } from "@/test/render";
import { openOrdersQuery } from "./queries";

describe("the open orders", () => {
  it.each([
    { truncated: "pending", groups: { inProgress: true, ready: false } },
    { truncated: "completed", groups: { inProgress: false, ready: true } },
    { truncated: "none", groups: { inProgress: false, ready: false } },
  ])("name the truncated group: $truncated", async ({ truncated, groups }) => {
    const orders = Array.from({ length: 2_000 }, (_, n) => makeOrder({ id: `order-${n}` }));
    mockApi({
      "GET /api/orders": ({ url }) =>
        Response.json(
          url.includes(truncated) ? { data: orders, next_cursor: "more" } : { data: [], next_cursor: null },
        ),
    });
    const { isTruncated, truncatedGroups } = await new QueryClient().fetchQuery(openOrdersQuery());
    expect(truncatedGroups).toEqual(groups);
    expect(isTruncated).toBe(truncated !== "none");
  });
});
