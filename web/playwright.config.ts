import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/traces",
  // Two cores are shared with the house, and with whatever else builds here.
  workers: Number(process.env["E2E_WORKERS"] ?? 2),
  fullyParallel: false,
  // Generous: a test that fails says so soon enough, and one must not fail because others build beside it.
  timeout: 90_000,
  expect: { timeout: 25_000 },
  forbidOnly: Boolean(process.env["CI"]),
  reporter: [["list"]],
  use: {
    actionTimeout: 25_000,
    screenshot: "only-on-failure",
    // Tracing costs more than the pages do: E2E_TRACE=1 when something is to be looked into.
    trace: process.env["E2E_TRACE"] ? "retain-on-failure" : "off",
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
      ],
    },
  },
});
