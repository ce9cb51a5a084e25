// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider, useLocation } from "react-router";
import { describe, expect, it, vi } from "vitest";
import type { Tokens, User } from "@/api/types";
import LoginPage from "@/features/auth/login-page";
import { endSession, startSession, useUser } from "@/session/session";
import { refreshAccessToken } from "@/session/tokens";
import { mockApi, problemResponse, renderPage } from "@/test/render";
import { Guard } from "./guard";
import { UserMenu } from "./user-menu";

const dana = { id: "u1", username: "dana", name: "Dana Diner", role: "customer" } as User;
const tokens = { user: dana, access_token: "access", refresh_token: "refresh", expires_in: 900 } as Tokens;

function OrderPage() {
  const user = useUser();
  return user && <UserMenu user={user} />;
}

function LocationText() {
  const { pathname, search } = useLocation();
  return <p data-testid="location">{pathname + search}</p>;
}

function openOrderPage() {
  const orderRoute = (
    <Guard roles={["customer"]}>
      <OrderPage />
    </Guard>
  );
  const loginRoute = (
    <Guard roles={undefined}>
      <LocationText />
    </Guard>
  );
  const router = createMemoryRouter(
    [
      { path: "/orders/7", element: orderRoute },
      { path: "/login", element: loginRoute },
    ],
    { initialEntries: ["/orders/7"] },
  );
  window.history.replaceState(null, "", "/orders/7");
  render(
    <QueryClientProvider client={new QueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
}

describe("the end of a session", () => {
  it("does not lead the next user to the page of a logout", async () => {
    mockApi({ "POST /api/auth/logout": () => new Response(null, { status: 204 }) });
    startSession(tokens);
    openOrderPage();
    await userEvent.click(screen.getByRole("button", { name: "Dana Diner's account" }));
    await userEvent.click(screen.getByRole("menuitem", { name: "Log out" }));
    expect(await screen.findByTestId("location")).toHaveTextContent(/^\/login$/);
  });

  it("leads the user back to the page if they did not log out", async () => {
    startSession(tokens);
    openOrderPage();
    act(() => endSession());
    expect(await screen.findByTestId("location")).toHaveTextContent("/login?next=%2Forders%2F7");
  });

  it("is explained on the login page when the server has ended it", async () => {
    mockApi({ "GET /api/demo": problemResponse(404, {}) });
    startSession(tokens);
    vi.stubGlobal("fetch", () => Promise.resolve(problemResponse(401, {})()));
    expect(await refreshAccessToken("access")).toBeNull();
    vi.stubGlobal("matchMedia", () => ({
      matches: false,
      addListener: () => undefined,
      removeListener: () => undefined,
    }));
    renderPage(<LoginPage />, { path: "/login" });
    expect(await screen.findByRole("alert")).toHaveTextContent("Your session has ended.");
  });
});
