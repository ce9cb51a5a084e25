import { afterEach, describe, expect, it, vi } from "vitest";
import { generateUuid, hashString } from "./ids";

afterEach(() => vi.unstubAllGlobals());

describe("ids", () => {
  it("generates unique UUIDs without crypto.randomUUID", () => {
    const { getRandomValues } = crypto;
    vi.stubGlobal("crypto", { getRandomValues: getRandomValues.bind(crypto) });
    const ids = new Set(Array.from({ length: 50 }, generateUuid));
    expect(ids.size).toBe(50);
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("hashes the same text to the same number and different texts to different numbers", () => {
    expect(hashString("a")).toBe(hashString("a"));
    expect(new Set(["a", "b", "c", "d"].map(hashString)).size).toBe(4);
  });
});
