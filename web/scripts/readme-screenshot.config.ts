import base from "../playwright.config";

/** `npm run picture`: the README's picture of the app, taken from the running app. */
export default {
  ...base,
  testDir: ".",
  testMatch: "readme-screenshot.ts",
  outputDir: "../test-results/picture",
};
