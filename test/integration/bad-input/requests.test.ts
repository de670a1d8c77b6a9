import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aBadInputCloud, apiKeyOf, type BadInputCloud, basic, MARK, refused } from "../../support/a-bad-input-cloud.ts";

const JSON_TYPE = ["Content-Type", "application/json"] as const;
const OURS = ["X-Requested-With", "Coffer"] as const;

let world: BadInputCloud;
beforeAll(async () => {
  world = await aBadInputCloud();
});
afterAll(() => world?.close());

const body = (members: object) => JSON.stringify({ backupToken: world.backupToken, ...members });
const good = () =>
  ({ method: "POST", path: "/api/v3/backups", headers: [world.authorization, JSON_TYPE], body: body({}) }) as const;

describe("a body that is not what was asked for", () => {
  it.each<[string, number, string, () => string | Buffer]>([
    ["malformed JSON with a token in it", 400, "BadRequest", () => body({}).slice(0, -1)],
    ["nothing at all", 400, "BadRequest", () => ""],
    ["a list", 400, "BadRequest", () => `[${body({})}]`],
    ["a name given twice", 400, "BadRequest", () => `{"backupToken":"${MARK}",${body({}).slice(1)}`],
    ["deep nesting", 400, "BadRequest", () => `{"a":${"[".repeat(30_000)}${"]".repeat(30_000)}}`],
    ["no token", 400, "BadRequest", () => "{}"],
    ["a token of the wrong type", 400, "BadRequest", () => `{"backupToken":["${MARK}"]}`],
    ["an unknown member", 422, "PropertyConstraintViolation", () => body({ more: MARK })],
    ["a secret as a member's name", 422, "PropertyConstraintViolation", () => body({ [MARK]: 1 })],
    ["constructor", 422, "PropertyConstraintViolation", () => body({ constructor: { prototype: { a: 1 } } })],
    ["__proto__", 422, "PropertyConstraintViolation", () => `{"__proto__":{"a":1},${body({}).slice(1)}`],
    ["a member of the wrong type", 422, "PropertyConstraintViolation", () => body({ attachments: MARK })],
    ["1 MiB", 413, "PayloadTooLarge", () => body({ more: "x".repeat(1_048_576) })],
    ["more than the front door takes", 413, "PayloadTooLarge", () => Buffer.alloc(10_485_761, "[")],
  ])("(%s) is refused with %i", async (_, status, name, content) => {
    expect(await world.refusalOf({ ...good(), body: content() })).toEqual(refused(status, name));
  });

  it.each<[string | undefined, number, string]>([
    [undefined, 406, "MissingContentType"],
    ["", 406, "MissingContentType"],
    ["text/plain", 415, "TypeNotSupported"],
    ["application/x-www-form-urlencoded", 415, "TypeNotSupported"],
    ["application/json; charset=utf-16", 415, "TypeNotSupported"],
    ["application/json, text/html", 415, "TypeNotSupported"],
  ])("of the type %j is refused with %i", async (type, status, name) => {
    const headers = [world.authorization, ...(type === undefined ? [] : [["Content-Type", type] as const])];
    expect(await world.refusalOf({ ...good(), headers })).toEqual(refused(status, name));
  });
});

describe("a sign-in that is none", () => {
  it.each<[string, () => (readonly [string, string])[]]>([
    ["nothing", () => []],
    ["a wrong key", () => [["Authorization", basic(MARK)]]],
    ["another tenant's key", () => [["Authorization", basic(apiKeyOf(world.acme.people, "administrator"))]]],
    ["a locked user's key", () => [["Authorization", basic(apiKeyOf(world.tenant.people, "locked"))]]],
    ["broken Base64", () => [["Authorization", "Basic YXBpa2V5O\u00e4"]]],
    ["another scheme", () => [["Authorization", `Bearer ${world.apiKey}`]]],
    ["a good key, and a second scheme", () => [world.authorization, ["Authorization", `Bearer ${MARK}`]]],
    ["a wrong key before the good one", () => [["authorization", basic(MARK)], world.authorization]],
    ["a key of 8 KiB", () => [["Authorization", basic("k".repeat(6_000))]]],
    ["8 KiB of cookies", () => [["Cookie", `__Host-coffer=${"c".repeat(8_192)}`]]],
    ["a session nobody has", () => [["Cookie", `__Host-coffer=${"c".repeat(43)}`], OURS]],
  ])("(%s) is refused", async (_, headers) => {
    const request = { ...good(), headers: [...headers(), JSON_TYPE] };
    expect(await world.refusalOf(request)).toEqual(refused(401, "Unauthenticated"));
    expect(JSON.stringify((await world.send(request)).headers)).toContain("Basic realm=");
  });

  it("(headers larger than any server takes) reaches no function", async () => {
    const answer = await world.send({ ...good(), headers: [world.authorization, ["X-Much", MARK.repeat(2_000)]] });
    expect(answer).toMatchObject({ status: 431, text: "" });
  });

  it.each<[string, (readonly [string, string])[], number]>([
    ["of another site", [["Origin", "https://evil.example"]], 403],
    [
      "of two sites",
      [
        ["Origin", "http://globex.localhost"],
        ["Origin", "https://evil.example"],
      ],
      403,
    ],
    ["without our header", [], 403],
  ])("by cookie %s changes nothing", async (_, headers, status) => {
    const cookie = ["Cookie", world.hugo.cookie()] as const;
    expect(await world.refusalOf({ ...good(), headers: [cookie, ...headers, JSON_TYPE] })).toEqual(
      refused(status, "MissingPermission"),
    );
  });

  it.each<[string, object, number, string]>([
    ["a login that is a number", { login: 1, password: MARK }, 422, "PropertyConstraintViolation"],
    ["a login of 10 KB", { login: "x".repeat(10_240), password: MARK }, 422, "PropertyConstraintViolation"],
    ["no password", { login: "hugo.iversen" }, 422, "PropertyConstraintViolation"],
    [
      "a password of 2,000 characters",
      { login: "hugo.iversen", password: MARK.repeat(100) },
      422,
      "PropertyConstraintViolation",
    ],
    ["a zero byte in both", { login: "hugo\0", password: `${MARK}\0` }, 401, "Unauthenticated"],
    ["a wrong password", { login: "hugo.iversen", password: MARK }, 401, "Unauthenticated"],
    ["a pattern for a login", { login: "%", password: MARK }, 401, "Unauthenticated"],
    ["a statement for a login", { login: "' OR 1=1 --", password: MARK }, 401, "Unauthenticated"],
  ])("with %s is refused", async (_, content, status, name) => {
    const request = {
      method: "POST",
      path: "/api/v3/sessions",
      headers: [JSON_TYPE, OURS],
      body: JSON.stringify(content),
    };
    expect(await world.refusalOf(request)).toEqual(refused(status, name));
  });
});

describe("an Idempotency-Key", () => {
  it.each<[string, readonly string[]]>([
    ["that is empty", [""]],
    ["with a space", ["a b"]],
    ["of 256 characters", ["k".repeat(256)]],
    ["outside of ASCII", ["\u00e4"]],
    ["that is sent twice", ["a", "b"]],
  ])("%s is refused", async (_, keys) => {
    const sent = keys.map((key) => ["Idempotency-Key", key] as const);
    const request = { ...good(), headers: [world.authorization, JSON_TYPE, ...sent] };
    expect(await world.refusalOf(request)).toEqual(refused(422, "PropertyConstraintViolation"));
  });
});

it("none of what was sent is kept anywhere, and what was right still works", async () => {
  expect(await world.leaks()).toEqual([]);
  expect((await world.send(good())).status).toBe(202);
});
