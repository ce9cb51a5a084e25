// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { Item } from "@/api/types";
import { logInAs, makeBusiness, makeItem, makeOrder } from "@/test/fixtures";
import { type Handlers, mockApi, problemResponse, renderPage } from "@/test/render";
import MenuPage from "./menu-page";

const mockMenu = (items: Item[], handlers: Handlers = {}, business = makeBusiness()) =>
  mockApi({
    "GET /api/businesses/trattoria": () => Response.json(business),
    "GET /api/businesses/trattoria/items": () => Response.json({ data: items, next_cursor: null }),
    ...handlers,
  });

const openMenu = () => renderPage(<MenuPage />, { path: "/b/:id", at: "/b/trattoria" });

beforeEach(() => logInAs("customer"));

describe("the menu", () => {
  it("shows items with low stock and sold-out items", async () => {
    mockMenu([makeItem({ stock_quantity: 3 }), makeItem({ id: "tea", name: "Tea", available: false })]);
    openMenu();
    expect(await screen.findByText("Only 3 left")).toBeVisible();
    expect(screen.getByText("Sold out")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Add Tea" })).toBeNull();
  });

  it("does not take orders when the restaurant is closed", async () => {
    mockMenu([makeItem()], {}, makeBusiness({ open: false }));
    openMenu();
    expect(await screen.findByText(/is closed\. You can still browse the menu\./)).toBeVisible();
    expect(screen.getByRole("button", { name: "Add Margherita" })).toBeDisabled();
  });

  it("keeps the keyboard focus on an item while its quantity changes", async () => {
    mockMenu([makeItem()]);
    openMenu();
    (await screen.findByRole("button", { name: "Add Margherita" })).focus();
    await userEvent.keyboard("{Enter}");
    expect(screen.getByRole("button", { name: "Increase Margherita" })).toHaveFocus();
    await userEvent.keyboard("{Enter}");
    const decrease = screen.getByRole("button", { name: "Decrease Margherita" });
    decrease.focus();
    await userEvent.keyboard("{Enter}");
    expect(decrease).toHaveFocus();
    await userEvent.keyboard("{Enter}");
    expect(screen.getByRole("button", { name: "Add Margherita" })).toHaveFocus();
  });

  it("places one order for a double click, with the cart's idempotency key", async () => {
    const requests = mockMenu([makeItem()], {
      "POST /api/orders": () => Response.json(makeOrder(), { status: 201 }),
    });
    openMenu();
    await userEvent.click(await screen.findByRole("button", { name: "Add Margherita" }));
    await userEvent.dblClick(screen.getByRole("button", { name: /Place order/ }));
    expect(await screen.findByText("another page")).toBeVisible();
    const posts = requests.filter((request) => request.method === "POST");
    expect(posts).toHaveLength(1);
    expect(posts[0]?.headers.get("idempotency-key")).toMatch(/^[0-9a-f-]{36}$/);
    expect(posts[0]?.headers.get("authorization")).toBe("Bearer a");
    expect(await posts[0]?.json()).toMatchObject({
      expected_total_cents: 950,
      expected_currency: "EUR",
      items: [{ item_id: "pizza", quantity: 1 }],
    });
  });

  it("offers the available quantity when the stock is too low", async () => {
    const shortage = { item_id: "pizza", name: "Margherita", requested: 2, left: 1 };
    mockMenu([makeItem()], {
      "POST /api/orders": problemResponse(409, {
        type: "/problems/sold-out",
        title: "Sold out",
        items: [shortage],
      }),
    });
    openMenu();
    await userEvent.click(await screen.findByRole("button", { name: "Add Margherita" }));
    await userEvent.click(screen.getByRole("button", { name: "Increase Margherita" }));
    await userEvent.click(screen.getByRole("button", { name: /Place order/ }));
    const dialog = await screen.findByRole("dialog");
    expect(dialog).toHaveTextContent("Margherita: only 1 left (you wanted 2).");
    await userEvent.click(within(dialog).getByRole("button", { name: "Order what's available" }));
    expect(await screen.findByRole("button", { name: /Place order.*€9\.50/ })).toBeEnabled();
  });

  it("shows the problem, a Retry button and the error ID when it cannot be loaded", async () => {
    mockApi({
      "GET /api/businesses/trattoria": problemResponse(500, {
        title: "Internal error",
        trace_id: "0123456789abcdef",
      }),
    });
    openMenu();
    expect(await screen.findByRole("heading", { name: "Internal error" })).toBeVisible();
    expect(screen.getByRole("button", { name: "Retry" })).toBeVisible();
    expect(screen.getByRole("button", { name: /Copy error ID 01234567/ })).toBeVisible();
  });
});
