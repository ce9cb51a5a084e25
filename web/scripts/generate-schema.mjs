// The API's types, from its own document.
//
//   npm run api          the document (printed by $OPENAPI_BIN if that is set, else openapi.json) → src/api/schema.ts
//   npm run api:check    fails when either file is stale
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapi, { astToString } from "openapi-typescript";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const [document, schema] = [at("openapi.json"), at("src/api/schema.ts")];
const check = process.argv.includes("--check");
const read = (path) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

const binary = process.env.OPENAPI_BIN;
const printed = binary
  ? execFileSync(binary, ["openapi"], { encoding: "utf8", maxBuffer: 1 << 26 })
  : read(document);
const told = `${JSON.stringify(JSON.parse(printed), null, 2)}\n`;
const types = await generate(JSON.parse(told));

const stale = [
  [document, told],
  [schema, types],
].filter(([path, text]) => read(path) !== text);
for (const [path, text] of stale) {
  if (check) process.stderr.write(`${path} is stale: npm run api\n`);
  else writeFileSync(path, text);
}
process.exitCode = check && stale.length > 0 ? 1 : 0;

async function generate(api) {
  const banner = "// Generated from openapi.json by `npm run api`. Do not edit.\n\n";
  return banner + astToString(await openapi(api, { defaultNonNullable: false }));
}
