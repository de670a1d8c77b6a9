import { describe, expect, it } from "vitest";
import { apiKeyOf } from "../../../functions/http/basic-authorization.ts";
import { headerOf, pathOf } from "../../../functions/http/call.ts";
import { idempotencyKeyOf } from "../../../functions/http/idempotency-key.ts";
import { sessionIdOf } from "../../../functions/http/session-cookie.ts";
import { apiEvent } from "../../support/api-event.ts";

const withId = (backupId: string) => () => pathOf(apiEvent({ path: { backupId } }));

const basic = (text: string | Buffer, scheme = "Basic") =>
  apiKeyOf(`${scheme} ${Buffer.from(text).toString("base64")}`);

describe("a header", () => {
  it("is found in any case", () => {
    expect(headerOf(apiEvent({ headers: { ORIGIN: "x" } }), "origin")).toBe("x");
    expect(headerOf(apiEvent({}), "origin")).toBeUndefined();
  });

  it("that is sent several times is one list, in whatever cases; cookies are joined as cookies", () => {
    const multiValueHeaders = {
      Authorization: ["Basic a", "Bearer b"],
      AUTHORIZATION: ["Basic c"],
      Cookie: ["a=1", "b=2"],
    };
    const event = { ...apiEvent({ headers: { Authorization: "Basic c" } }), multiValueHeaders };
    expect(headerOf(event, "authorization")).toBe("Basic a, Bearer b, Basic c");
    expect(headerOf(event, "cookie")).toBe("a=1; b=2");
  });
});

describe("an id in a path", () => {
  it.each(["7", "0f8fad5b-d9cb-469f-a165-70867728950e", "no-such-id"])("of %s is looked up", (id) => {
    expect(withId(id)()).toEqual({ backupId: id });
  });

  it.each([
    "",
    "a/b",
    "..",
    "%00",
    "\0",
    "a#b",
    "a b",
    "ïd",
    "𝟙",
    "\u202e1",
    "1\n",
    "x".repeat(65),
    "x".repeat(10_240),
  ])("of %j is the id of nothing", (id) => {
    expect(withId(id)).toThrow(expect.objectContaining({ code: "not-found" }));
  });
});

describe("basic authorization", () => {
  it("has the key behind the user name, colons included, in any case of its scheme", () => {
    expect(basic("apikey:k:ey")).toBe("k:ey");
    expect(basic("apikey:key", "bASIC")).toBe("key");
  });

  it.each<[string, string | undefined]>([
    ["nothing", undefined],
    ["an empty header", ""],
    ["a scheme alone", "Basic"],
    ["another scheme", "Bearer YXBpa2V5OmtleQ=="],
    ["no Base64", "Basic apikey:key"],
    ["Base64 for addresses", "Basic YXBpa2V5Oi0_"],
    ["Base64 with something behind it", "Basic YXBpa2V5OmtleQ== x"],
    ["two schemes", "Basic YXBpa2V5OmtleQ==, Bearer x"],
    ["the same twice", "Basic YXBpa2V5OmtleQ==, Basic YXBpa2V5OmtleQ=="],
    ["too much padding", "Basic YXBpa2V5OmtleQ==="],
    ["8 KiB", `Basic ${"A".repeat(8192)}`],
  ])("of %s has none", (_, header) => {
    expect(apiKeyOf(header)).toBeUndefined();
  });

  it.each<[string, string | Buffer]>([
    ["no colon", "apikeyX"],
    ["an empty key", "apikey:"],
    ["another user name", "admin:key"],
    ["another case of the user name", "APIKEY:key"],
    ["a key of 257 characters", `apikey:${"k".repeat(257)}`],
    ["a user name in broken UTF-8", Buffer.concat([Buffer.from([0xff]), Buffer.from("apikey:key")])],
  ])("with %s has none", (_, text) => {
    expect(basic(text)).toBeUndefined();
  });
});

describe("an idempotency key", () => {
  it("is up to 255 visible characters", () => {
    expect(idempotencyKeyOf(undefined)).toBeUndefined();
    expect(idempotencyKeyOf("x".repeat(255))).toHaveLength(255);
  });

  it.each(["", " ", "a b", "a\tb", "ä", "\u0000", "x".repeat(256), "a, b"])("of %j is refused", (key) => {
    expect(() => idempotencyKeyOf(key)).toThrow(expect.objectContaining({ code: "constraint-violation" }));
  });
});

describe("a session's cookie", () => {
  const id = "a".repeat(43);

  it("is found among others", () => {
    expect(sessionIdOf(`a=1; __Host-coffer=${id}; b`)).toBe(id);
  });

  it.each<string>([
    "",
    ";;;",
    "__Host-coffer",
    `__Host-coffer=${id}a`,
    `__host-coffer=${id}`,
    `coffer=${id}`,
    `__Host-coffer="${id}"`,
  ])("is not found in %j", (cookies) => {
    expect(sessionIdOf(cookies)).toBeUndefined();
  });
});
