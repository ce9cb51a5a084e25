import { ThemeProvider } from "@mui/material/styles";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { vi } from "vitest";
import { NoticeHost } from "@/shared/notice-host";
import { theme } from "@/shared/theme";

/** Renders a page at a path, with the notices. All other paths show the text "another page". */
export function renderPage(
  element: ReactNode,
  { path = "/", at = path }: { path?: string; at?: string } = {},
) {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createMemoryRouter(
    [
      { path, element },
      { path: "*", element: <p>another page</p> },
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

export type Handlers = Record<string, (request: Request) => Response | Promise<Response>>;

/** Replaces `fetch` with handlers by `METHOD /path`. Returns the list of requests, which grows with each request. */
export function mockApi(handlers: Handlers): Request[] {
  const requests: Request[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    requests.push(request.clone());
    const handler = handlers[`${request.method} ${new URL(request.url).pathname}`];
    return handler ? handler(request) : Response.json({ title: "Not found", status: 404 }, { status: 404 });
  });
  return requests;
}

/** Returns a handler that responds with a problem document. */
export const problemResponse =
  (status: number, problem: object, headers: Record<string, string> = {}) =>
  () =>
    Response.json({ status, title: "Refused", detail: "No.", ...problem }, { status, headers });
