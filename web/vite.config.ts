import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Where the API and the live feed are while the page is developed: `API=http://127.0.0.1:8080 npm run dev`. */
const api = process.env["API"] ?? "http://127.0.0.1:8080";
const proxy = {
  "/api": { target: api },
  "/events": { target: api },
  "/ws": { target: api, ws: true },
};

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("src", import.meta.url)) } },
  server: { proxy },
  preview: { proxy },
  build: {
    target: "es2022",
    // The policy of the page forbids inline scripts, and data: fonts.
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
    // Those that need a document say so on their first line.
    environment: "node",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test/setup.ts"],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
