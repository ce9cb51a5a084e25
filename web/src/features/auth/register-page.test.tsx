// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { mockApi, problemResponse, renderPage } from "@/test/render";
import RegisterPage from "./register-page";

describe("the registration of a business", () => {
  it("falls back to UTC, which can be edited, if the server does not know the browser's time zone", async () => {
    const requests = mockApi({
      "POST /api/auth/register": problemResponse(422, {
        errors: [{ field: "timezone", message: "must be an IANA time zone, such as Europe/Paris" }],
      }),
    });
    renderPage(<RegisterPage />);
    await userEvent.click(screen.getByText("I run a restaurant"));
    const timezone = screen.getByLabelText("Time zone");
    fireEvent.change(timezone, { target: { value: "Mars/Olympus" } });
    await userEvent.click(screen.getByText("Create account", { selector: "button" }));
    expect(await screen.findByText("Must be an IANA time zone, such as Europe/Paris")).toBeVisible();
    expect(timezone).toHaveValue("UTC");
    await userEvent.click(screen.getByText("Create account", { selector: "button" }));
    await waitFor(() => expect(requests).toHaveLength(2));
    expect(await requests[1]?.json()).toMatchObject({ timezone: "UTC" });
  });
});
