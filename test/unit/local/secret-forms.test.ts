import { describe, expect, it } from "vitest";
import { bytesFinder } from "../../support/find-bytes.ts";
import { formsOf } from "../../support/secret-forms.ts";

const SECRET = 'p/ss+w"rd & Ünïcøde';
const finds = (text: string, secret = SECRET) => bytesFinder(formsOf(secret))(Buffer.from(text)).length > 0;
const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("a secret", () => {
  it.each<[string, string]>([
    ["in clear", SECRET],
    ["in JSON", JSON.stringify({ a: SECRET })],
    ["in JSON within JSON", JSON.stringify(JSON.stringify({ a: SECRET }))],
    ["in an address", `?a=${encodeURIComponent(SECRET)}&b`],
    ["in a form", new URLSearchParams({ a: SECRET }).toString()],
    ["in hex", `00${Buffer.from(SECRET).toString("hex")}ff`],
    ["in HEX", Buffer.from(SECRET).toString("hex").toUpperCase()],
    ["in Base64", base64(SECRET)],
    ["in Base64 behind one letter", base64(`x${SECRET}y`)],
    ["in Base64 behind two letters", base64(`xx${SECRET}`)],
    ["in Base64 behind a name and a colon", base64(`apikey:${SECRET}`)],
    ["in Base64 for addresses", Buffer.from(`ab${SECRET}`).toString("base64url")],
  ])("is found %s", (_, form) => {
    expect(finds(form)).toBe(true);
    expect(finds(`${"x".repeat(10_000)}${form}${"y".repeat(10_000)}`)).toBe(true);
  });

  it("is not found where it is not, nor what is like it", () => {
    expect(finds("")).toBe(false);
    expect(finds(`p/ss+w"rd & Unicode ${base64("p/ss+w")} ${"p/ss+w".repeat(1_000)}`)).toBe(false);
  });

  it("of six digits is found where it is a text, and not in a number that has them", () => {
    expect(finds('{"code":"482913"}', "482913")).toBe(true);
    expect(finds(JSON.stringify('{"code":"482913"}'), "482913")).toBe(true);
    expect(finds('{"bytes":482913,"at":1764829130000}', "482913")).toBe(false);
  });

  it("is found among thousands, each once", () => {
    const many = Array.from({ length: 3_000 }, (_, each) => Buffer.from(`${each} is secret number ${each}`));
    const text = Buffer.from(many.map(String).join("…").repeat(2));
    expect(bytesFinder(many)(text)).toHaveLength(3_000);
    expect(() => bytesFinder([Buffer.from("short")])).toThrow("everywhere");
  });
});
