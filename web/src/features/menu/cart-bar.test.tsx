// @vitest-environment jsdom
import { act, configure, fireEvent, renderHook, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { queryKeys } from "@/api/query-keys";
import { removeItems } from "@/entities/cart/cart";
import { useCart } from "@/entities/cart/use-cart";
import { setLiveStatus } from "@/live/connection-status";
import { mockChangingMenu } from "@/test/changing-menu";
import { logInAs, makeBusiness, makeItem, makeOrder } from "@/test/fixtures";
import { problemResponse, renderPage } from "@/test/render";
import MenuPage from "./menu-page";

// These tests render whole pages, which is slow on a busy machine.
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 30_000 });

const panna = makeItem({ id: "panna", name: "Panna cotta", price_cents: 600 });
const pizza = makeItem();

async function openMenuAndAdd(names: string[]) {
  const { cache } = renderPage(<MenuPage />, { path: "/b/:id", at: "/b/trattoria" });
  for (const name of names) await userEvent.click(await screen.findByRole("button", { name: `Add ${name}` }));
  return { refetchMenu: () => act(() => cache.refetchQueries()) };
}

/** Closes the cart, and waits until it no longer covers the menu. */
async function closeSheet() {
  await userEvent.click(screen.getByRole("button", { name: "Close cart" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
}

beforeEach(() => {
  setLiveStatus({ phase: "off" });
  logInAs("customer");
});

describe("an item that is removed from the menu while it is in the cart", () => {
  it("is named, and the others are ordered only after a confirmation", async () => {
    const { menu, readPlacedOrders } = mockChangingMenu([pizza, panna]);
    const { refetchMenu } = await openMenuAndAdd(["Margherita", "Panna cotta"]);
    menu.items = [pizza];
    await refetchMenu();
    const bar = screen.getByRole("region", { name: "Your cart" });
    expect(await within(bar).findByText("Panna cotta is no longer available.")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: /Place order/ }));
    const dialog = await screen.findByRole("dialog");
    expect(dialog).toHaveTextContent("Panna cotta is no longer available.");
    expect(await readPlacedOrders()).toEqual([]);
    await userEvent.click(within(dialog).getByRole("button", { name: /Order the other items.*€9\.50/ }));
    expect(await screen.findByText("another page")).toBeVisible();
    expect(await readPlacedOrders()).toMatchObject([{ items: [{ item_id: "pizza", quantity: 1 }] }]);
  });

  it("is no longer named after its line was removed in another tab", async () => {
    const { menu } = mockChangingMenu([pizza, panna]);
    const { refetchMenu } = await openMenuAndAdd(["Margherita", "Panna cotta"]);
    menu.items = [pizza];
    await refetchMenu();
    await userEvent.click(screen.getByRole("button", { name: /Place order/ }));
    expect(await screen.findByRole("dialog")).toHaveTextContent("Your order wasn't placed.");
    const { result } = renderHook(() => useCart("trattoria"));
    act(() => result.current.changeCart((cart) => removeItems(cart, [{ item_id: "panna" }])));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    // Another item is removed later. The customer has not placed the order again.
    menu.items = [];
    await refetchMenu();
    expect(await screen.findByText("Margherita is no longer available.")).toBeVisible();
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("is named when only the server knows that it was removed", async () => {
    let isFirst = true;
    const rejectItem = problemResponse(422, {
      type: "/problems/validation-failed",
      title: "Validation failed",
      detail: "items[1].item_id is not on the menu.",
      errors: [{ field: "items[1].item_id", message: "is not on the menu" }],
    });
    const { readPlacedOrders } = mockChangingMenu([pizza, panna], {
      "POST /api/orders": () => {
        const response = isFirst ? rejectItem() : Response.json(makeOrder(), { status: 201 });
        isFirst = false;
        return response;
      },
    });
    await openMenuAndAdd(["Margherita", "Panna cotta"]);
    await userEvent.click(screen.getByRole("button", { name: /Place order/ }));
    const dialog = await screen.findByRole("dialog");
    expect(dialog).toHaveTextContent("Panna cotta is no longer available.");
    expect(dialog).not.toHaveTextContent("Validation failed");
    await userEvent.click(within(dialog).getByRole("button", { name: /Order the other items/ }));
    expect(await screen.findByText("another page")).toBeVisible();
    expect((await readPlacedOrders())[1]).toMatchObject({ items: [{ item_id: "pizza" }] });
  });
});

describe("a note that the server rejects", () => {
  it.each([
    { type: "Takeaway", label: "Special instructions" },
    { type: "Delivery", label: "Delivery address" },
  ])("is named as on screen: $label ($type)", async ({ type, label }) => {
    const message = "must have at most 500 characters, not 501";
    const rejectNote = problemResponse(422, {
      type: "/problems/validation-failed",
      title: "Validation failed",
      detail: `note ${message}.`,
      errors: [{ field: "note", message }],
    });
    mockChangingMenu([pizza], { "POST /api/orders": rejectNote });
    await openMenuAndAdd(["Margherita"]);
    await userEvent.click(screen.getByRole("button", { name: "View cart, 1 item" }));
    const sheet = await screen.findByRole("dialog", { name: "Your order" });
    await userEvent.click(within(sheet).getByRole("button", { name: type }));
    await userEvent.type(within(sheet).getByLabelText(label), "12 Elm Street");
    await userEvent.click(within(sheet).getByRole("button", { name: /Place order/ }));
    expect(await screen.findByText(`${label}: ${message}.`)).toBeVisible();
  });
});

describe("stock that falls below the quantity in the cart", () => {
  it("is shown, and the order cannot be placed", async () => {
    const { menu } = mockChangingMenu([pizza, panna]);
    const { refetchMenu } = await openMenuAndAdd(["Margherita", "Panna cotta"]);
    await userEvent.click(screen.getByRole("button", { name: "Increase Margherita" }));
    menu.items = [makeItem({ stock_quantity: 1 }), { ...panna, available: false }];
    await refetchMenu();
    const bar = screen.getByRole("region", { name: "Your cart" });
    expect(await within(bar).findByText("Margherita: only 1 left.")).toBeVisible();
    expect(within(bar).getByText("Panna cotta is sold out.")).toBeVisible();
    expect(screen.getByRole("button", { name: /Place order/ })).toBeDisabled();
  });
});

describe("an order that cannot be placed", () => {
  it("has the visible reason that the business is closed", async () => {
    let open = true;
    mockChangingMenu([pizza], {
      "GET /api/businesses/trattoria": () => Response.json(makeBusiness({ open })),
    });
    const { refetchMenu } = await openMenuAndAdd(["Margherita"]);
    open = false;
    await refetchMenu();
    const bar = within(screen.getByRole("region", { name: "Your cart" }));
    expect(await bar.findByText(/ is closed\.$/)).toBeVisible();
    expect(bar.getByRole("button", { name: /Place order/ })).toBeDisabled();
  });

  it("has the visible reason that the device is offline", async () => {
    mockChangingMenu([pizza]);
    await openMenuAndAdd(["Margherita"]);
    act(() => setLiveStatus({ phase: "offline" }));
    const bar = within(screen.getByRole("region", { name: "Your cart" }));
    expect(bar.getByText("You're offline. Try again when you're back online.")).toBeVisible();
    expect(bar.getByRole("button", { name: /Place order/ })).toBeDisabled();
  });
});

describe("items added while an order is being placed", () => {
  it("stay in the cart for the next order", async () => {
    let respond: (response: Response) => void = () => undefined;
    const response = new Promise<Response>((resolve) => {
      respond = resolve;
    });
    const { readPlacedOrders } = mockChangingMenu([pizza, panna], { "POST /api/orders": () => response });
    await openMenuAndAdd(["Margherita"]);
    await userEvent.click(screen.getByRole("button", { name: /Place order/ }));
    await userEvent.click(screen.getByRole("button", { name: "Increase Margherita" }));
    await userEvent.click(screen.getByRole("button", { name: "Add Panna cotta" }));
    respond(Response.json(makeOrder(), { status: 201 }));
    expect(await screen.findByText("another page")).toBeVisible();
    expect(await readPlacedOrders()).toMatchObject([{ items: [{ item_id: "pizza", quantity: 1 }] }]);
    const { result } = renderHook(() => useCart("trattoria"));
    expect(result.current.cart.lines).toMatchObject([
      { item_id: "pizza", quantity: 1 },
      { item_id: "panna", quantity: 1 },
    ]);
  });
});

describe("a price that changes while the item is in the cart", () => {
  it("is shown before the order is placed", async () => {
    const { menu } = mockChangingMenu([pizza, panna]);
    const { refetchMenu } = await openMenuAndAdd(["Margherita", "Panna cotta"]);
    expect(screen.queryByText(/is now/)).toBeNull();
    menu.items = [pizza, { ...panna, price_cents: 9900 }];
    await refetchMenu();
    const bar = screen.getByRole("region", { name: "Your cart" });
    expect(await within(bar).findByText("Panna cotta is now €99.00 (was €6.00).")).toBeVisible();
    expect(screen.getByRole("button", { name: /Place order.*€108\.50/ })).toBeEnabled();
  });
});

describe("a price that changed while the menu cannot be fetched", () => {
  it("is confirmed with the total of the refusal", async () => {
    const refuse = problemResponse(409, {
      type: "/problems/price-changed",
      title: "Price changed",
      detail: "The total is now 4.00 EUR.",
      total_cents: 400,
      currency: "EUR",
    });
    let isRefused = false;
    const { readPlacedOrders } = mockChangingMenu([pizza], {
      "POST /api/orders": () => {
        const response = isRefused ? Response.json(makeOrder(), { status: 201 }) : refuse();
        isRefused = true;
        return response;
      },
      "GET /api/businesses/trattoria/items": () =>
        isRefused ? problemResponse(503, {})() : Response.json({ data: [pizza], next_cursor: null }),
    });
    await openMenuAndAdd(["Margherita"]);
    await userEvent.click(screen.getByRole("button", { name: /Place order/ }));
    await userEvent.click(await screen.findByRole("button", { name: "Place order for €4.00" }));
    expect(await screen.findByText("another page")).toBeVisible();
    expect(await readPlacedOrders()).toMatchObject([
      { expected_total_cents: 950, expected_currency: "EUR" },
      { expected_total_cents: 400, expected_currency: "EUR" },
    ]);
  });
});

/**
 * Responds to placements with `responses`, and then with success. Also returns the idempotency keys of all
 * placements.
 */
function mockPlacements(responses: (() => Response)[]) {
  const keys: (string | null)[] = [];
  const mock = mockChangingMenu([pizza, panna], {
    "POST /api/orders": ({ headers }) => {
      keys.push(headers.get("Idempotency-Key"));
      return responses.shift()?.() ?? Response.json(makeOrder(), { status: 201 });
    },
  });
  return { ...mock, keys };
}

function loseResponse(): Response {
  throw new TypeError("Failed to fetch");
}

describe("a second attempt after an attempt without a final response", () => {
  it.each([
    { name: "a lost response", respond: loseResponse },
    { name: "an unavailable server", respond: problemResponse(503, {}) },
    {
      name: "a request with the same key in flight",
      respond: problemResponse(409, { type: "/problems/idempotency-key-in-flight" }),
    },
  ])("repeats the request after $name, although the menu has changed", async ({ respond }) => {
    const { menu, keys, readPlacedOrders } = mockPlacements([respond]);
    const { refetchMenu } = await openMenuAndAdd(["Margherita", "Panna cotta"]);
    await userEvent.click(screen.getByRole("button", { name: /Place order/ }));
    const retry = await screen.findByRole("button", { name: "Try again" });
    menu.items = [makeItem({ price_cents: 1200 })];
    await refetchMenu();
    expect(await screen.findByText("Panna cotta is no longer available.")).toBeInTheDocument();
    fireEvent.click(retry);
    fireEvent.click(retry);
    expect(await screen.findByText("another page")).toBeVisible();
    const [first, ...others] = await readPlacedOrders();
    expect(first).toMatchObject({ items: [{ item_id: "pizza" }, { item_id: "panna" }] });
    expect(others).toEqual([first]);
    expect(keys[1]).toBe(keys[0]);
  });

  it("repeats a confirmed total", async () => {
    const refuse = problemResponse(409, {
      type: "/problems/price-changed",
      total_cents: 400,
      currency: "EUR",
    });
    const { readPlacedOrders } = mockPlacements([refuse, loseResponse]);
    await openMenuAndAdd(["Margherita"]);
    await userEvent.click(screen.getByRole("button", { name: /Place order/ }));
    await userEvent.click(await screen.findByRole("button", { name: "Place order for €4.00" }));
    await userEvent.click(await screen.findByRole("button", { name: "Try again" }));
    expect(await screen.findByText("another page")).toBeVisible();
    expect(await readPlacedOrders()).toMatchObject([
      { expected_total_cents: 950 },
      { expected_total_cents: 400 },
      { expected_total_cents: 400 },
    ]);
  });
});

describe("a menu in another currency than the business, which was fetched earlier", () => {
  it("shows the totals in the currency of the request", async () => {
    const inDinar = { price_cents: 3950, currency: "KWD" };
    const { menu, readPlacedOrders } = mockChangingMenu([makeItem(inDinar), { ...panna, ...inDinar }]);
    const { refetchMenu } = await openMenuAndAdd(["Margherita", "Panna cotta"]);
    expect(screen.getByRole("button", { name: /Place order.*KWD\s7\.900/ })).not.toHaveTextContent("€");
    await userEvent.click(screen.getByRole("button", { name: "View cart, 2 items" }));
    const sheet = await screen.findByRole("dialog", { name: "Your order" });
    expect(sheet).toHaveTextContent(/KWD\s7\.900/);
    expect(sheet).not.toHaveTextContent("€");
    menu.items = [makeItem(inDinar)];
    await refetchMenu();
    await userEvent.click(within(sheet).getByRole("button", { name: /Place order/ }));
    const dialog = await screen.findByRole("dialog", { name: "No longer available" });
    const rest = within(dialog).getByRole("button", { name: /Order the other items.*KWD\s3\.950/ });
    expect(rest).not.toHaveTextContent("€");
    await userEvent.click(rest);
    expect(await screen.findByText("another page")).toBeVisible();
    expect(await readPlacedOrders()).toMatchObject([
      { expected_total_cents: 3950, expected_currency: "KWD" },
    ]);
  });
});

describe("an order whose outcome is unknown", () => {
  it.each([502, 504])("is described as such after a proxy answered %i", async (status) => {
    mockChangingMenu([pizza], { "POST /api/orders": () => new Response("<html>", { status }) });
    await openMenuAndAdd(["Margherita"]);
    await userEvent.click(screen.getByRole("button", { name: /Place order/ }));
    const dialog = await screen.findByRole("dialog", { name: "No response from the server" });
    expect(dialog).toHaveTextContent("We can't tell if your order was placed. It's safe to try again.");
    expect(within(dialog).getByRole("button", { name: "Try again" })).toBeVisible();
  });
});

describe("an invalid line that the server rejects", () => {
  it.each([
    { field: "note", label: "Note for Margherita, line 2" },
    { field: "quantity", label: "Quantity of Margherita, line 2" },
  ])("is named as on screen: $label", async ({ field, label }) => {
    const message = "is not valid";
    const reject = problemResponse(422, {
      type: "/problems/validation-failed",
      title: "Validation failed",
      detail: `items[1].${field} ${message}.`,
      errors: [{ field: `items[1].${field}`, message }],
    });
    mockChangingMenu([pizza], { "POST /api/orders": reject });
    const { result } = renderHook(() => useCart("trattoria"));
    const lines = ["no onions", "well done"].map((note) => ({
      id: note,
      item_id: pizza.id,
      quantity: 1,
      note,
    }));
    act(() => result.current.changeCart((cart) => ({ ...cart, lines })));
    renderPage(<MenuPage />, { path: "/b/:id", at: "/b/trattoria" });
    await userEvent.click(await screen.findByRole("button", { name: /Place order/ }));
    expect(await screen.findByText(`${label}: ${message}.`)).toBeVisible();
  });
});

describe("a tap at the moment when a price changes", () => {
  it("sends the total that was on the button before", async () => {
    const { readPlacedOrders } = mockChangingMenu([pizza]);
    const { cache } = renderPage(<MenuPage />, { path: "/b/:id", at: "/b/trattoria" });
    await userEvent.click(await screen.findByRole("button", { name: "Add Margherita" }));
    expect(screen.getByRole("button", { name: /Place order.*€9\.50/ })).toBeEnabled();
    // No time passes between the change and the tap.
    vi.useFakeTimers({ toFake: ["Date"] });
    act(() => void cache.setQueryData(queryKeys.items("trattoria"), [{ ...pizza, price_cents: 1200 }]));
    fireEvent.click(await screen.findByRole("button", { name: /Place order.*€12\.00/ }));
    vi.useRealTimers();
    expect(await screen.findByText("another page")).toBeVisible();
    expect(await readPlacedOrders()).toMatchObject([{ expected_total_cents: 950 }]);
  });
});

describe("portions of an item with different notes", () => {
  it("are separate lines of the cart and of the order", async () => {
    const { readPlacedOrders } = mockChangingMenu([pizza, panna]);
    await openMenuAndAdd(["Margherita"]);
    await userEvent.click(screen.getByRole("button", { name: "View cart, 1 item" }));
    const sheet = await screen.findByRole("dialog", { name: "Your order" });
    await userEvent.type(within(sheet).getByLabelText("Note for Margherita"), "no onions");
    await closeSheet();
    await userEvent.click(await screen.findByRole("button", { name: "Increase Margherita" }));
    await userEvent.click(screen.getByRole("button", { name: "View cart, 2 items" }));
    const reopened = await screen.findByRole("dialog", { name: "Your order" });
    expect(within(reopened).getByLabelText("Note for Margherita")).toHaveValue("no onions");
    expect(within(reopened).getByLabelText("Note for Margherita, line 2")).toHaveValue("");
    await userEvent.click(within(reopened).getByRole("button", { name: "Increase Margherita, line 2" }));
    await userEvent.click(within(reopened).getByRole("button", { name: /Place order/ }));
    expect(await screen.findByText("another page")).toBeVisible();
    expect(await readPlacedOrders()).toMatchObject([
      {
        items: [
          { item_id: "pizza", quantity: 1, note: "no onions" },
          { item_id: "pizza", quantity: 2 },
        ],
        expected_total_cents: 2850,
      },
    ]);
  });

  it("share the stock", async () => {
    const { menu } = mockChangingMenu([pizza]);
    const { refetchMenu } = await openMenuAndAdd(["Margherita"]);
    await userEvent.click(screen.getByRole("button", { name: "View cart, 1 item" }));
    await userEvent.type(await screen.findByLabelText("Note for Margherita"), "no onions");
    await closeSheet();
    await userEvent.click(await screen.findByRole("button", { name: "Increase Margherita" }));
    menu.items = [makeItem({ stock_quantity: 2 })];
    await refetchMenu();
    await userEvent.click(screen.getByRole("button", { name: "View cart, 2 items" }));
    const sheet = await screen.findByRole("dialog", { name: "Your order" });
    expect(within(sheet).getByRole("button", { name: "Increase Margherita" })).toBeDisabled();
    expect(within(sheet).getByRole("button", { name: "Increase Margherita, line 2" })).toBeDisabled();
    menu.items = [makeItem({ stock_quantity: 1 })];
    await refetchMenu();
    expect(await within(sheet).findAllByText("only 1 left")).toHaveLength(2);
    expect(within(sheet).getByRole("button", { name: /Place order/ })).toBeDisabled();
  });
});
