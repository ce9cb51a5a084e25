// @vitest-environment jsdom
import { configure, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { logInAs, makeBusiness } from "@/test/fixtures";
import { type Handlers, mockApi, problemResponse, renderPage } from "@/test/render";
import SettingsPage from "./settings-page";

// These tests render whole pages, which is slow on a busy machine.
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 30_000 });

const mockSettings = (handlers: Handlers = {}) =>
  mockApi({
    "GET /api/businesses/trattoria": () => Response.json(makeBusiness()),
    "PATCH /api/businesses/trattoria": async (request) =>
      Response.json({ ...makeBusiness(), ...((await request.json()) as object) }),
    "GET /api/users": () => Response.json({ data: [], next_cursor: null }),
    ...handlers,
  });

/** Refuses a change of the settings because of one field. */
const refuseField = (field: string, message: string): Handlers => ({
  "PATCH /api/businesses/trattoria": problemResponse(422, {
    type: "/problems/validation-failed",
    detail: `${field} ${message}.`,
    errors: [{ field, message }],
  }),
});

function getSaveButton(field: HTMLElement): HTMLElement {
  const form = field.closest("form");
  if (!form) throw new Error("the field is not in a form");
  return within(form).getByText("Save");
}

async function readChange(requests: Request[]) {
  await waitFor(() => expect(requests.some(({ method }) => method === "PATCH")).toBe(true));
  return requests.find(({ method }) => method === "PATCH")?.json();
}

describe("the currency setting", () => {
  beforeEach(() => logInAs("business"));

  it("requires a rate for a currency with other decimals", async () => {
    const requests = mockSettings();
    renderPage(<SettingsPage />);
    const currency = await screen.findByLabelText("Currency");
    expect(getSaveButton(currency)).toBeDisabled();
    await userEvent.selectOptions(currency, "KWD");
    const rate = screen.getByLabelText("KWD for 1 EUR");
    expect(getSaveButton(currency)).toBeDisabled();
    await userEvent.type(rate, "0");
    expect(
      screen.getByText("Enter a number greater than 0 with at most 9 digits, such as 0.92."),
    ).toBeVisible();
    await userEvent.type(rate, ",33");
    await userEvent.click(getSaveButton(currency));
    expect(await readChange(requests)).toEqual({
      currency: "KWD",
      expected_currency: "EUR",
      price_conversion_rate: 0.33,
    });
  });

  it("keeps the numbers without a rate if the decimals are equal", async () => {
    const requests = mockSettings();
    renderPage(<SettingsPage />);
    const currency = await screen.findByLabelText("Currency");
    await userEvent.selectOptions(currency, "HUF");
    await userEvent.click(getSaveButton(currency));
    expect(await readChange(requests)).toEqual({ currency: "HUF", expected_currency: "EUR" });
  });

  it.each([
    { from: "EUR", to: "HUF", example: "12.50 EUR becomes 12.50 HUF." },
    { from: "JPY", to: "KRW", example: "1250 JPY becomes 1250 KRW." },
    { from: "KWD", to: "BHD", example: "1.250 KWD becomes 1.250 BHD." },
  ])("has an example with the decimals of $from and $to", async ({ from, to, example }) => {
    mockSettings({
      "GET /api/businesses/trattoria": () => Response.json(makeBusiness({ currency: from })),
    });
    renderPage(<SettingsPage />);
    await userEvent.selectOptions(await screen.findByLabelText("Currency"), to);
    expect(screen.getByLabelText(`${to} for 1 ${from} (optional)`)).toHaveAccessibleDescription(
      `All prices are multiplied by this rate. Leave it empty to keep the numbers: ${example}`,
    );
  });

  it.each([
    { field: "price_conversion_rate", label: "KWD for 1 EUR", message: "rounds a price to zero" },
    { field: "currency", label: "Currency", message: "is not in circulation" },
  ])("shows why the server refused $field", async ({ field, label, message }) => {
    mockSettings(refuseField(field, message));
    renderPage(<SettingsPage />);
    const currency = await screen.findByLabelText("Currency");
    await userEvent.selectOptions(currency, "KWD");
    await userEvent.type(screen.getByLabelText("KWD for 1 EUR"), "0.0001");
    await userEvent.click(getSaveButton(currency));
    await waitFor(() => expect(screen.getByLabelText(label)).toBeInvalid());
    expect(screen.getByLabelText(label)).toHaveAccessibleDescription(
      message.charAt(0).toUpperCase() + message.slice(1),
    );
    expect(currency).toHaveValue("KWD");
    expect(screen.queryByText(`${field} ${message}.`)).toBeNull();
  });
});

describe("a change of the currency on an outdated page", () => {
  it("is not applied to the prices in another currency", async () => {
    logInAs("business");
    let currency = "EUR";
    const requests = mockSettings({
      "GET /api/businesses/trattoria": () => Response.json(makeBusiness({ currency })),
      ...refuseField("expected_currency", "must be JPY, the currency of the business"),
    });
    renderPage(<SettingsPage />);
    const select = await screen.findByLabelText("Currency");
    await userEvent.selectOptions(select, "USD");
    currency = "JPY";
    await userEvent.click(getSaveButton(select));
    expect(await readChange(requests)).toEqual({ currency: "USD", expected_currency: "EUR" });
    expect(await screen.findByText(/^Not saved: someone else has changed the currency/)).toBeVisible();
    await waitFor(() => expect(screen.getByLabelText("Currency")).toHaveValue("JPY"));
  });
});

describe("the time zone setting", () => {
  it("shows why the server refused it", async () => {
    logInAs("business");
    mockSettings(refuseField("timezone", "must be an IANA time zone"));
    renderPage(<SettingsPage />);
    const timezone = await screen.findByLabelText("Time zone");
    await userEvent.clear(timezone);
    await userEvent.type(timezone, "Mars/Olympus");
    await userEvent.click(getSaveButton(timezone));
    await waitFor(() => expect(timezone).toHaveAccessibleDescription("Must be an IANA time zone"));
    expect(timezone).toHaveValue("Mars/Olympus");
    expect(screen.queryByText("timezone must be an IANA time zone.")).toBeNull();
  });

  it("shows another failure as a notice", async () => {
    logInAs("business");
    mockSettings({ "PATCH /api/businesses/trattoria": problemResponse(503, { detail: "Try again later." }) });
    renderPage(<SettingsPage />);
    const timezone = await screen.findByLabelText("Time zone");
    await userEvent.clear(timezone);
    await userEvent.type(timezone, "Asia/Tokyo");
    await userEvent.click(getSaveButton(timezone));
    expect(await screen.findByText("Try again later.")).toBeVisible();
  });
});
