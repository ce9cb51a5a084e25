// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider, useLocation } from "react-router";
import { describe, expect, it, vi } from "vitest";
import type { Tokens, User } from "@/api/types";
import { endSession, startSession as logIn, useUser } from "@/session/session";
import { refreshAccessToken } from "@/session/tokens";
import LoginPage from "@/features/auth/login-page";
import { mockApi, renderPage, problemResponse } from "@/test/render";
import { Guard } from "./guard";
import { UserMenu } from "./user-menu";

const dana = { id: "u1", username: "dana", name: "Dana Diner", role: "customer" } as User;
const tokens = { user: dana, access_token: "access", refresh_token: "refresh", expires_in: 900 } as Tokens;

describe("the way out", () => {
  const Where = () => {
    const { pathname, search } = useLocation();
    return <p data-testid="where">{pathname + search}</p>;
  };
  function Order() {
    const user = useUser();
    return user && <UserMenu user={user} />;
  }
  function visit() {
    const guarded = (
      <Guard roles={["customer"]}>
        <Order />
      </Guard>
    );
    const login = (
      <Guard roles={undefined}>
        <Where />
      </Guard>
    );
    const router = createMemoryRouter(
      [
        { path: "/orders/7", element: guarded },
        { path: "/login", element: login },
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

  it("does not lead the next one to where somebody logged out", async () => {
    mockApi({ "POST /api/auth/logout": () => new Response(null, { status: 204 }) });
    logIn(tokens);
    visit();
    await userEvent.click(screen.getByRole("button", { name: "Account of Dana Diner" }));
    await userEvent.click(screen.getByRole("menuitem", { name: "Log out" }));
    expect(await screen.findByTestId("where")).toHaveTextContent(/^\/login$/);
  });

  it("leads back whoever was logged out", async () => {
    logIn(tokens);
    visit();
    act(() => endSession());
    expect(await screen.findByTestId("where")).toHaveTextContent("/login?next=%2Forders%2F7");
  });

  it("says so when the server ended the login", async () => {
    mockApi({ "GET /api/demo": problemResponse(404, {}) });
    logIn(tokens);
    vi.stubGlobal("fetch", () => Promise.resolve(problemResponse(401, {})()));
    expect(await refreshAccessToken("access")).toBeNull();
    vi.stubGlobal("matchMedia", () => ({
      matches: false,
      addListener: () => undefined,
      removeListener: () => undefined,
    }));
    renderPage(<LoginPage />, { path: "/login" });
    expect(await screen.findByRole("alert")).toHaveTextContent("Your login has ended.");
  });
});
