import { describe, expect, it } from "vitest";
import { harmless } from "../../../functions/domain/notice/harmless.ts";

const ROCKET_WOMAN = "\u{1f469}\u{1f3fd}\u200d\u{1f680}";

describe("text that a user chose, in a mail", () => {
  it("keeps joiners within emoji and words, and drops every other character that is not seen", () => {
    expect(harmless(`Kim ${ROCKET_WOMAN}`)).toBe(`Kim ${ROCKET_WOMAN}`);
    expect(harmless("\u0646\u0645\u06cc\u200c\u062e")).toContain("\u06cc\u200c\u062e");
    expect(harmless("a\u200b\u202eb\u200d.\u200cc \u200d d\ufeff")).toBe("a b . c d");
  });

  it("leaves nothing that a mail program would turn into a link, whatever is hidden in it", () => {
    for (const text of [
      "https://evil.example",
      "www.evil.example",
      "evil.\u200cexample",
      "a@evil.example",
      "evil.\u2066example",
    ]) {
      expect(harmless(text)).not.toMatch(/:\/\/|\.\p{L}|@/u);
    }
    expect(harmless("192.0.2.1")).toBe("192.0.2.1");
  });

  it("is cut between characters as a person counts them", () => {
    expect(harmless(`${"x".repeat(75)}${ROCKET_WOMAN}!`)).toBe(`${"x".repeat(75)}\u2026`);
    expect(harmless(`e${"\u0301".repeat(500)}`).length).toBeLessThanOrEqual(80);
    expect(harmless("y".repeat(2_000), 1_000)).toHaveLength(1_000);
  });

  it("sets text that runs from right to left apart from what is around it", () => {
    expect(harmless("\u0644\u064a\u0644\u0649")).toBe("\u2068\u0644\u064a\u0644\u0649\u2069");
    expect(harmless("Layla")).toBe("Layla");
  });
});
