import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import type { ProxyOptions } from "vite";
import { defineConfig } from "vitest/config";

/** The server for `npm run dev`. Override it with `API=http://127.0.0.1:8080 npm run dev`. */
const apiUrl = process.env["API"] ?? "http://127.0.0.1:8080";

/** The routes for clients of earlier systems. The web app has pages at some of these URLs, which browsers get when they navigate. */
const compatRoutes =
  "^/(auth|business_login|cancel_order|get_orders|login|menu|orders?|products|register|set-menu-and-instore|user_login)(/|\\?|$)";

const proxy: Record<string, ProxyOptions> = {
  "/api": { target: apiUrl },
  "/events": { target: apiUrl },
  "/ws": { target: apiUrl, ws: true },
  "/socket/": { target: apiUrl, ws: true },
  [compatRoutes]: {
    target: apiUrl,
    bypass: (request) => (request.headers.accept?.includes("text/html") ? "/index.html" : undefined),
  },
};

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("src", import.meta.url)) } },
  server: { proxy },
  preview: { proxy },
  build: {
    target: "es2022",
    // The security policy forbids inline scripts and data: URLs for fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: "react",
              test: /node_modules\/(react|react-dom|scheduler|react-router|cookie|set-cookie-parser)\//,
              priority: 20,
            },
          ],
        },
      },
    },
  },
  test: {
    // Tests that need a DOM select jsdom in their first line.
    environment: "node",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test/setup.ts"],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
