import type { Page } from "@playwright/test";

/**
 * Keeps the menus of a page from being updated by the live feed, as if an update was still on its way. Call it before the page is
 * opened.
 */
export const blockMenuUpdates = (page: Page) =>
  page.routeWebSocket(/\/ws$/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (!String(message).startsWith('{"type":"menu"')) socket.send(message);
    });
  });
