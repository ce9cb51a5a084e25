// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { Item, Tokens } from "@/api/types";
import * as session from "@/session/session";
import { makeItem, makeOrder } from "@/test/fixtures";
import { mockApi, renderPage, problemResponse } from "@/test/render";
import MenuPage from "./menu-page";

const house = {
  id: "house",
  name: "Trattoria Lucia",
  currency: "EUR",
  timezone: "UTC",
  open: true,
  acceptance: "manual",
  grace_seconds: 5,
  kitchen: "manual",
};

const serves = (items: Item[], more: Parameters<typeof mockApi>[0] = {}, business: object = house) =>
  mockApi({
    "GET /api/businesses/house": () => Response.json(business),
    "GET /api/businesses/house/items": () => Response.json({ data: items, next_cursor: null }),
    ...more,
  });

const show = () => renderPage(<MenuPage />, { path: "/b/:id", at: "/b/house" });

beforeEach(() => {
  const tokens = {
    user: { id: "dana", role: "customer", name: "Dana" },
    access_token: "a",
    refresh_token: "r",
    expires_in: 900,
  };
  session.startSession(tokens as Tokens);
});

describe("a menu", () => {
  it("says what is nearly gone, and what is gone", async () => {
    serves([makeItem({ stock_quantity: 3 }), makeItem({ id: "tea", name: "Tea", available: false })]);
    show();
    expect(await screen.findByText("Only 3 left")).toBeVisible();
    expect(screen.getByText("Sold out")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Add Tea" })).toBeNull();
  });

  it("cannot be ordered from when closed", async () => {
    serves([makeItem()], {}, { ...house, open: false });
    show();
    expect(await screen.findByText(/takes no orders now/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Add Margherita" })).toBeDisabled();
  });

  it("keeps the keyboard's place from the first one to none again", async () => {
    serves([makeItem()]);
    show();
    (await screen.findByRole("button", { name: "Add Margherita" })).focus();
    await userEvent.keyboard("{Enter}");
    expect(screen.getByRole("button", { name: "One more Margherita" })).toHaveFocus();
    await userEvent.keyboard("{Enter}");
    const less = screen.getByRole("button", { name: "One less Margherita" });
    less.focus();
    await userEvent.keyboard("{Enter}");
    expect(less).toHaveFocus();
    await userEvent.keyboard("{Enter}");
    expect(screen.getByRole("button", { name: "Add Margherita" })).toHaveFocus();
  });

  it("places exactly one order for two clicks, under the cart's key", async () => {
    const asked = serves([makeItem()], {
      "POST /api/orders": () => Response.json(makeOrder(), { status: 201 }),
    });
    show();
    await userEvent.click(await screen.findByRole("button", { name: "Add Margherita" }));
    await userEvent.dblClick(screen.getByRole("button", { name: /Place order/ }));
    expect(await screen.findByText("elsewhere")).toBeVisible();
    const posts = asked.filter((request) => request.method === "POST");
    expect(posts).toHaveLength(1);
    expect(posts[0]?.headers.get("idempotency-key")).toMatch(/^[0-9a-f-]{36}$/);
    expect(posts[0]?.headers.get("authorization")).toBe("Bearer a");
    expect(await posts[0]?.json()).toMatchObject({
      expected_total_cents: 950,
      items: [{ item_id: "pizza", quantity: 1 }],
    });
  });

  it("offers what is left when there is not enough", async () => {
    const shortage = { item_id: "pizza", name: "Margherita", requested: 2, left: 1 };
    serves([makeItem()], {
      "POST /api/orders": problemResponse(409, {
        type: "/problems/sold-out",
        title: "Sold out",
        items: [shortage],
      }),
    });
    show();
    await userEvent.click(await screen.findByRole("button", { name: "Add Margherita" }));
    await userEvent.click(screen.getByRole("button", { name: "One more Margherita" }));
    await userEvent.click(screen.getByRole("button", { name: /Place order/ }));
    const dialog = await screen.findByRole("dialog");
    expect(dialog).toHaveTextContent("Margherita: only 1 left, you wanted 2.");
    await userEvent.click(within(dialog).getByRole("button", { name: "Order what is left" }));
    expect(await screen.findByRole("button", { name: /Place order.*€9\.50/ })).toBeEnabled();
  });

  it("shows the problem, a way on and the trace id when it cannot be had", async () => {
    mockApi({
      "GET /api/businesses/house": problemResponse(500, {
        title: "Internal error",
        trace_id: "0123456789abcdef",
      }),
    });
    show();
    expect(await screen.findByRole("heading", { name: "Internal error" })).toBeVisible();
    expect(screen.getByRole("button", { name: "Retry" })).toBeVisible();
    expect(screen.getByRole("button", { name: /Copy trace id 01234567/ })).toBeVisible();
  });
});
