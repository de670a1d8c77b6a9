import { describe, expect, it } from "vitest";
import { encodeToken, isTokenWellFormed } from "../../../functions/domain/token/token-format.ts";

const token = encodeToken(new Uint8Array(32).fill(0xa5));

describe("the form of a backup token", () => {
  it("is the prefix, 43 characters of secret and 6 of checksum", () => {
    expect(token).toMatch(/^opbk_[0-9A-Za-z]{49}$/u);
    expect(isTokenWellFormed(token)).toBe(true);
  });

  it("keeps its length for the smallest and the largest secret", () => {
    for (const byte of [0, 0xff]) expect(encodeToken(new Uint8Array(32).fill(byte))).toHaveLength(token.length);
  });

  it("gives every secret a token of its own", () => {
    const other = new Uint8Array(32).fill(0xa5);
    other[31] = 0xa4;
    expect(encodeToken(other)).not.toBe(token);
  });

  it("notices every single mistyped character", () => {
    for (let at = 5; at < token.length; at += 1) {
      const wrong = token[at] === "x" ? "y" : "x";
      expect(isTokenWellFormed(token.slice(0, at) + wrong + token.slice(at + 1))).toBe(false);
    }
  });

  it.each(["", "opbk_", `${token}x`, ` ${token}`, token.toUpperCase(), token.replace("opbk_", "opbk-")])(
    "refuses %j",
    (text) => {
      expect(isTokenWellFormed(text)).toBe(false);
    },
  );
});
