import { describe, expect, it } from "vitest";
import { isUuid, normalizeUuid } from "./uuid";

describe("normalizeUuid", () => {
  it("writes all notations of a UUID like the server", () => {
    const uuid = "01a22150-2266-7467-801e-e3bc7edbec6a";
    for (const text of [uuid, uuid.toUpperCase(), uuid.replaceAll("-", "")])
      expect(normalizeUuid(text)).toBe(uuid);
  });

  it("returns other texts unchanged", () => {
    for (const text of ["", "not-an-id", "ORD1001", "01a22150-2266-7467-801e-e3bc7edbec6"]) {
      expect(normalizeUuid(text)).toBe(text);
      expect(isUuid(text)).toBe(false);
    }
  });
});
