// @vitest-environment jsdom
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { Tokens } from "@/api/types";
import { queryKeys } from "@/api/query-keys";
import * as session from "@/session/session";
import { makeItem } from "@/test/fixtures";
import { mockApi, renderPage, problemResponse } from "@/test/render";
import StockPage from "./stock-page";

const serves = (more: Parameters<typeof mockApi>[0] = {}) =>
  mockApi({
    "GET /api/businesses/house": () => Response.json({ id: "house", name: "Trattoria", currency: "EUR" }),
    "GET /api/businesses/house/items": () => Response.json({ data: [makeItem()], next_cursor: null }),
    ...more,
  });

const count = () => screen.findByTestId("stock");
const posts = (asked: Request[]) => asked.filter((request) => request.method === "POST");
const field = () => screen.getByRole("textbox", { name: "Set to, stock of Margherita" });

beforeEach(() => {
  const user = { id: "lucia", role: "business", name: "Lucia", business_id: "house" };
  session.startSession({ user, access_token: "a", refresh_token: "r", expires_in: 900 } as Tokens);
});

describe("the stock of a dish", () => {
  it("is set by one request that says the difference", async () => {
    const asked = serves({
      "POST /api/items/pizza/stock": () => Response.json(makeItem({ stock_quantity: 60, version: 2 })),
    });
    renderPage(<StockPage />);
    expect(await count()).toHaveAccessibleName("10 of Margherita left, set the number");
    await userEvent.click(await count());
    expect(field()).toHaveFocus();
    await userEvent.keyboard("60{Enter}");
    expect(await count()).toHaveTextContent("60");
    expect(await count()).toHaveFocus();
    await waitFor(() => expect(posts(asked)).toHaveLength(1));
    expect(await posts(asked)[0]?.json()).toEqual({ delta: 50 });
  });

  it("counts what is sold while one types", async () => {
    const asked = serves({
      "POST /api/items/pizza/stock": () => Response.json(makeItem({ stock_quantity: 28, version: 3 })),
    });
    const { cache } = renderPage(<StockPage />);
    await userEvent.click(await count());
    await userEvent.keyboard("30");
    cache.setQueryData(queryKeys.items("house"), [makeItem({ stock_quantity: 8, version: 2 })]);
    await userEvent.click(screen.getByRole("button", { name: "Save the stock of Margherita" }));
    expect(await count()).toHaveTextContent("28");
    await waitFor(() => expect(posts(asked)).toHaveLength(1));
    expect(await posts(asked)[0]?.json()).toEqual({ delta: 20 });
  });

  it("stays as it is after Esc, and where it is what it was", async () => {
    const asked = serves();
    renderPage(<StockPage />);
    await userEvent.click(await count());
    await userEvent.keyboard("60{Escape}");
    expect(await count()).toHaveTextContent("10");
    expect(await count()).toHaveFocus();
    await userEvent.click(await count());
    await userEvent.keyboard("{Enter}");
    expect(await count()).toHaveTextContent("10");
    expect(posts(asked)).toHaveLength(0);
  });

  it.each(["", "-1", "1.5", "a few", "1000001"])("is not '%s'", async (text) => {
    const asked = serves();
    renderPage(<StockPage />);
    await userEvent.click(await count());
    await userEvent.clear(field());
    await userEvent.keyboard(`${text}{Enter}`);
    expect(field()).toBeInvalid();
    expect(screen.getByText("0 to 1,000,000")).toBeVisible();
    expect(posts(asked)).toHaveLength(0);
  });

  it("says a refusal, and shows what is so", async () => {
    serves({ "POST /api/items/pizza/stock": problemResponse(422, { detail: "delta: there are only 10." }) });
    renderPage(<StockPage />);
    await userEvent.click(await count());
    await userEvent.keyboard("0{Enter}");
    expect(await screen.findByText("delta: there are only 10.")).toBeVisible();
    await waitFor(async () => expect(await count()).toHaveTextContent("10"));
  });
});
