import base from "../playwright.config";

/** `npm run picture`: takes the README's screenshot of the running app. */
export default {
  ...base,
  testDir: ".",
  testMatch: "readme-screenshot.ts",
  outputDir: "../test-results/picture",
};
