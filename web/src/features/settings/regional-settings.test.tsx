// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { logInAs, makeBusiness } from "@/test/fixtures";
import { mockApi, renderPage } from "@/test/render";
import SettingsPage from "./settings-page";

const mockSettings = () =>
  mockApi({
    "GET /api/businesses/trattoria": () => Response.json(makeBusiness()),
    "PATCH /api/businesses/trattoria": async (request) =>
      Response.json({ ...makeBusiness(), ...((await request.json()) as object) }),
    "GET /api/users": () => Response.json({ data: [], next_cursor: null }),
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
    expect(await readChange(requests)).toEqual({ currency: "KWD", price_conversion_rate: 0.33 });
  });

  it("keeps the numbers without a rate if the decimals are equal", async () => {
    const requests = mockSettings();
    renderPage(<SettingsPage />);
    const currency = await screen.findByLabelText("Currency");
    await userEvent.selectOptions(currency, "HUF");
    await userEvent.click(getSaveButton(currency));
    expect(await readChange(requests)).toEqual({ currency: "HUF" });
  });
});
