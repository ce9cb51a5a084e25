// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { mockApi, problemResponse, renderPage } from "@/test/render";
import RegisterPage from "./register-page";

describe("the registration of a business", () => {
  let requests: Request[];
  beforeEach(async () => {
    const options = new Intl.DateTimeFormat().resolvedOptions();
    vi.spyOn(Intl.DateTimeFormat.prototype, "resolvedOptions").mockReturnValue({
      ...options,
      timeZone: "America/Coyhaique",
    });
    requests = mockApi({
      "POST /api/auth/register": problemResponse(422, {
        errors: [{ field: "timezone", message: "must be an IANA time zone, such as Europe/Paris" }],
      }),
    });
    renderPage(<RegisterPage />);
    await userEvent.click(screen.getByText("I run a restaurant"));
  });

  const submit = () => userEvent.click(screen.getByText("Create account", { selector: "button" }));

  it("falls back to UTC, which can be edited, if the server does not know the browser's time zone", async () => {
    const timezone = screen.getByLabelText("Time zone");
    expect(timezone).toHaveValue("America/Coyhaique");
    await submit();
    expect(await screen.findByText("Must be an IANA time zone, such as Europe/Paris")).toBeVisible();
    expect(timezone).toHaveValue("UTC");
    await submit();
    await waitFor(() => expect(requests).toHaveLength(2));
    expect(await requests[1]?.json()).toMatchObject({ timezone: "UTC" });
  });

  it("leaves a mistyped time zone for correction", async () => {
    const timezone = screen.getByLabelText("Time zone");
    fireEvent.change(timezone, { target: { value: "Europe/Berln" } });
    await submit();
    expect(await screen.findByText("Must be an IANA time zone, such as Europe/Paris")).toBeVisible();
    expect(timezone).toHaveValue("Europe/Berln");
  });
});
