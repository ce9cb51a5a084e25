import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The server for `npm run dev`. Override it with `API=http://127.0.0.1:8080 npm run dev`. */
const apiUrl = process.env["API"] ?? "http://127.0.0.1:8080";
const proxy = {
  "/api": { target: apiUrl },
  "/events": { target: apiUrl },
  "/ws": { target: apiUrl, ws: true },
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
