import base from "../playwright.config";

/** The configuration of `npm run picture`, which starts the app and takes the README's screenshot. */
export default {
  ...base,
  testDir: ".",
  testMatch: "readme-screenshot.ts",
  outputDir: "../test-results/picture",
};
