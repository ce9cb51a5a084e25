// @vitest-environment jsdom
import { act, configure, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { queryKeys } from "@/api/query-keys";
import { logInAs, makeBusiness, makeItem } from "@/test/fixtures";
import { type Handlers, mockApi, problemResponse, renderPage } from "@/test/render";
import StockPage from "./stock-page";

// These tests render whole pages, which is slow on a busy machine.
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 30_000 });

const mockMenu = (handlers: Handlers = {}) =>
  mockApi({
    "GET /api/businesses/trattoria": () => Response.json(makeBusiness()),
    "GET /api/businesses/trattoria/items": () => Response.json({ data: [makeItem()], next_cursor: null }),
    ...handlers,
  });

const findCount = () => screen.findByTestId("stock");
const filterPosts = (requests: Request[]) => requests.filter((request) => request.method === "POST");
const getCountField = () => screen.getByRole("textbox", { name: "New count of Margherita" });

beforeEach(() => logInAs("business"));

describe("the stock of an item", () => {
  it("is changed to a new count by one request with the difference", async () => {
    const requests = mockMenu({
      "POST /api/items/pizza/stock": () => Response.json(makeItem({ stock_quantity: 60, version: 2 })),
    });
    renderPage(<StockPage />);
    expect(await findCount()).toHaveAccessibleName("10 of Margherita in stock, edit count");
    await userEvent.click(await findCount());
    expect(getCountField()).toHaveFocus();
    await userEvent.keyboard("60{Enter}");
    expect(await findCount()).toHaveTextContent("60");
    expect(await findCount()).toHaveFocus();
    await waitFor(() => expect(filterPosts(requests)).toHaveLength(1));
    expect(await filterPosts(requests)[0]?.json()).toEqual({ delta: 50 });
  });

  it("is reduced by sales while the new count is typed", async () => {
    const requests = mockMenu({
      "POST /api/items/pizza/stock": () => Response.json(makeItem({ stock_quantity: 28, version: 3 })),
    });
    const { cache } = renderPage(<StockPage />);
    await userEvent.click(await findCount());
    await userEvent.keyboard("30");
    cache.setQueryData(queryKeys.items("trattoria"), [makeItem({ stock_quantity: 8, version: 2 })]);
    await userEvent.click(screen.getByRole("button", { name: "Save count of Margherita" }));
    expect(await findCount()).toHaveTextContent("28");
    await waitFor(() => expect(filterPosts(requests)).toHaveLength(1));
    expect(await filterPosts(requests)[0]?.json()).toEqual({ delta: 20 });
  });

  it("is fetched after a change that cancelled a fetch of the menu", async () => {
    let respond: (response: Response) => void = () => undefined;
    const respondWithMenu = (items: object[]) => Response.json({ data: items, next_cursor: null });
    const responses = [
      respondWithMenu([makeItem()]),
      new Promise<Response>((resolve) => (respond = resolve)),
      respondWithMenu([makeItem({ name: "Margherita DOP", stock_quantity: 11, version: 3 })]),
    ];
    const requests = mockMenu({
      "GET /api/businesses/trattoria/items": () => responses.shift() ?? problemResponse(503, {})(),
      "POST /api/items/pizza/stock": () => Response.json(makeItem({ stock_quantity: 11, version: 2 })),
    });
    const { cache } = renderPage(<StockPage />);
    await findCount();
    void cache.invalidateQueries({ queryKey: queryKeys.items("trattoria") });
    await waitFor(() => expect(responses).toHaveLength(1));
    await userEvent.click(screen.getByRole("button", { name: "Increase stock of Margherita" }));
    await waitFor(() => expect(filterPosts(requests)).toHaveLength(1));
    respond(respondWithMenu([makeItem({ name: "Margherita DOP" })]));
    expect(await screen.findByText("Margherita DOP")).toBeVisible();
    expect(await findCount()).toHaveTextContent("11");
  });

  it("is not changed by Esc or by the same count", async () => {
    const requests = mockMenu();
    renderPage(<StockPage />);
    await userEvent.click(await findCount());
    await userEvent.keyboard("60{Escape}");
    expect(await findCount()).toHaveTextContent("10");
    expect(await findCount()).toHaveFocus();
    await userEvent.click(await findCount());
    await userEvent.keyboard("{Enter}");
    expect(await findCount()).toHaveTextContent("10");
    expect(filterPosts(requests)).toHaveLength(0);
  });

  it.each(["", "-1", "1.5", "a few", "1000001"])("cannot be '%s'", async (text) => {
    const requests = mockMenu();
    renderPage(<StockPage />);
    await userEvent.click(await findCount());
    await userEvent.clear(getCountField());
    await userEvent.keyboard(`${text}{Enter}`);
    expect(getCountField()).toBeInvalid();
    expect(screen.getByText("0 to 1,000,000")).toBeVisible();
    expect(filterPosts(requests)).toHaveLength(0);
  });

  it("is reverted when the server rejects the change", async () => {
    mockMenu({ "POST /api/items/pizza/stock": problemResponse(422, { detail: "delta: only 10 left." }) });
    renderPage(<StockPage />);
    await userEvent.click(await findCount());
    await userEvent.keyboard("0{Enter}");
    expect(await screen.findByText("delta: only 10 left.")).toBeVisible();
    await waitFor(async () => expect(await findCount()).toHaveTextContent("10"));
  });
});

describe("the item dialog", () => {
  it("merges a change with another user's change to a different field", async () => {
    const saved = makeItem({ price_cents: 1100, version: 2 });
    const requests = mockMenu({
      "GET /api/items/pizza": () => Response.json(saved),
      "PATCH /api/items/pizza": (request) =>
        request.headers.get("If-Match") === '"2"'
          ? Response.json({ ...saved, name: "Margherita DOP", version: 3 })
          : problemResponse(412, {})(),
    });
    renderPage(<StockPage />);
    await userEvent.click(await screen.findByRole("button", { name: "Edit Margherita" }));
    await userEvent.type(screen.getByLabelText(/^Name/), " DOP");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Margherita DOP saved.")).toBeVisible();
    const bodies = requests.filter(({ method }) => method === "PATCH").map((request) => request.json());
    expect(await Promise.all(bodies)).toEqual([{ name: "Margherita DOP" }, { name: "Margherita DOP" }]);
  });
});

describe("the form of an item", () => {
  it("shows how a price with a comma is read while it is typed", async () => {
    mockMenu({
      "GET /api/businesses/trattoria": () => Response.json(makeBusiness({ currency: "KWD" })),
    });
    renderPage(<StockPage />);
    await userEvent.click(await screen.findByRole("button", { name: "Add dish" }));
    const price = await screen.findByLabelText("Price in KWD");
    fireEvent.change(price, { target: { value: "1,234" } });
    expect(price).toHaveAccessibleDescription(/^KWD\s1\.234$/);
  });

  it("shows the errors of the server at their fields", async () => {
    const reject = problemResponse(422, {
      type: "/problems/validation-failed",
      title: "Validation failed",
      detail: "price_cents must be at most 100000000.",
      errors: [
        { field: "price_cents", message: "must be at most 100000000" },
        { field: "stock_quantity", message: "must be a whole number" },
      ],
    });
    mockMenu({ "POST /api/items": reject });
    renderPage(<StockPage />);
    await userEvent.click(await screen.findByRole("button", { name: "Add dish" }));
    await userEvent.type(screen.getByRole("textbox", { name: /^Name/ }), "Tea");
    await userEvent.type(screen.getByRole("textbox", { name: /^Price/ }), "9");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Must be at most 100000000")).toBeVisible();
    expect(screen.getByText("Must be a whole number")).toBeVisible();
  });

  it("keeps the currency in which the price was typed until the server refuses it", async () => {
    let currency = "EUR";
    const refuse = problemResponse(422, {
      type: "/problems/validation-failed",
      title: "Validation failed",
      detail: "expected_currency must be KWD, the currency of the business.",
      errors: [{ field: "expected_currency", message: "must be KWD, the currency of the business" }],
    });
    const requests = mockMenu({
      "GET /api/businesses/trattoria": () => Response.json(makeBusiness({ currency })),
      "POST /api/items": refuse,
    });
    const { cache } = renderPage(<StockPage />);
    await userEvent.click(await screen.findByRole("button", { name: "Add dish" }));
    await userEvent.type(screen.getByRole("textbox", { name: /^Name/ }), "Tea");
    await userEvent.type(screen.getByRole("textbox", { name: "Price in EUR" }), "12.50");
    currency = "KWD";
    await act(() => cache.refetchQueries());
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Must be KWD, the currency of the business")).toBeVisible();
    expect(await screen.findByRole("textbox", { name: "Price in KWD" })).toHaveValue("12.50");
    // Another change while the user checks the price does not change what was typed.
    currency = "JPY";
    await act(() => cache.refetchQueries());
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(filterPosts(requests)).toHaveLength(2));
    const bodies = await Promise.all(
      filterPosts(requests).map((request) => request.json() as Promise<object>),
    );
    expect(bodies).toMatchObject([
      { price_cents: 1_250, expected_currency: "EUR" },
      { price_cents: 12_500, expected_currency: "KWD" },
    ]);
  });
});
