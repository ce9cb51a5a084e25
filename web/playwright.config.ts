import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/traces",
  // Two, because the all-in-one of each worker needs CPU time as well.
  workers: Number(process.env["E2E_WORKERS"] ?? 2),
  fullyParallel: false,
  // Generous, because other processes may slow the machine down.
  timeout: 90_000,
  expect: { timeout: 25_000 },
  forbidOnly: Boolean(process.env["CI"]),
  reporter: [["list"]],
  use: {
    actionTimeout: 25_000,
    screenshot: "only-on-failure",
    // Traces are slow: set E2E_TRACE=1 to record them.
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
