import { ThemeProvider } from "@mui/material/styles";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { vi } from "vitest";
import { NoticeHost } from "@/shared/notice-host";
import { theme } from "@/shared/theme";

/** A page on its own, at this address; other addresses say where they are. */
export function renderPage(
  element: ReactNode,
  { path = "/", at = path }: { path?: string; at?: string } = {},
) {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createMemoryRouter(
    [
      { path, element },
      { path: "*", element: <p>elsewhere</p> },
    ],
    { initialEntries: [at] },
  );
  const view = render(
    <ThemeProvider theme={theme}>
      <QueryClientProvider client={cache}>
        <RouterProvider router={router} />
        <NoticeHost />
      </QueryClientProvider>
    </ThemeProvider>,
  );
  return { ...view, cache, router };
}

type Handler = (request: Request) => Response | Promise<Response>;

/** The network: the first of these whose `METHOD /path` the request begins with answers it. */
export function mockApi(answers: Record<string, Handler>) {
  const asked: Request[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    asked.push(request.clone());
    const line = `${request.method} ${new URL(request.url).pathname}`;
    const found = Object.entries(answers).find(([name]) => line === name);
    return found ? found[1](request) : Response.json({ title: "Not found", status: 404 }, { status: 404 });
  });
  return asked;
}

export const problemResponse =
  (status: number, problem: object, headers: Record<string, string> = {}) =>
  () =>
    Response.json({ status, title: "Refused", detail: "No.", ...problem }, { status, headers });
