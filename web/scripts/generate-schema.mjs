// Generates the API's types from its OpenAPI document.
//
//   npm run api          writes openapi.json (printed by $OPENAPI_BIN, if set) and src/api/schema.ts
//   npm run api:check    fails if one of these files is stale
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapi, { astToString } from "openapi-typescript";

const BANNER = "// Generated from openapi.json by `npm run api`. Do not edit.\n\n";
const MAX_DOCUMENT_BYTES = 1 << 26;

const toPath = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const documentPath = toPath("openapi.json");
const schemaPath = toPath("src/api/schema.ts");

const readText = (path) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

const binary = process.env.OPENAPI_BIN;
const printed = binary
  ? execFileSync(binary, ["openapi"], { encoding: "utf8", maxBuffer: MAX_DOCUMENT_BYTES })
  : readText(documentPath);
const api = JSON.parse(printed);
const document = `${JSON.stringify(api, null, 2)}\n`;
const schema = BANNER + astToString(await openapi(api, { defaultNonNullable: false }));

const isCheck = process.argv.includes("--check");
const staleFiles = [
  { path: documentPath, text: document },
  { path: schemaPath, text: schema },
].filter(({ path, text }) => readText(path) !== text);
for (const { path, text } of staleFiles) {
  if (isCheck) process.stderr.write(`${path} is stale: run npm run api\n`);
  else writeFileSync(path, text);
}
process.exitCode = isCheck && staleFiles.length > 0 ? 1 : 0;
