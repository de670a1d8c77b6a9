import { describe, expect, it } from "vitest";
import * as z from "zod";
import { Failure } from "../../../functions/domain/failure.ts";
import { readJsonBody } from "../../../functions/http/json-body.ts";
import { apiEvent } from "../../support/api-event.ts";

const SECRET = "opbk_SECRETsecret0123";

const wanted = {
  shape: z.strictObject({ backupToken: z.string(), attachments: z.boolean().default(true) }),
  failures: { backupToken: "backup-token-missing" },
} as const;

const TYPE = "application/json";

/** The code that a body is refused with, or what was read of it. Asserts that nothing of the secret is in the error. */
function read(body: string | Buffer, type: string | undefined = TYPE): unknown {
  const isBytes = Buffer.isBuffer(body);
  const event = {
    ...apiEvent({ headers: { "Content-Type": type }, body: isBytes ? body.toString("base64") : body }),
    isBase64Encoded: isBytes,
  };
  try {
    return readJsonBody(event, wanted);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const told = JSON.stringify([error.message, error.details, String(error.cause), error.stack]);
    return told.includes("SECRET") ? "leaks the secret" : error.code;
  }
}

const good = `{"backupToken":"${SECRET}"}`;

/** The details of the refusal. */
const detailsOf = (member: string): unknown => {
  try {
    return readJsonBody(apiEvent({ body: { backupToken: "x", [member]: 1 } }), wanted);
  } catch (error) {
    return error instanceof Failure ? error.details : error;
  }
};

const padded = (bytes: number) => good + " ".repeat(bytes - good.length);

describe("a body", () => {
  it.each<[string, string]>([
    ["cut short", good.slice(0, -1)],
    ["with a comma too many", `{"backupToken":"${SECRET}",}`],
    ["in another notation", `backupToken=${SECRET}`],
    ["of nothing", ""],
    ["of null", "null"],
    ["of a text", `"${SECRET}"`],
    ["of a list", `[${good}]`],
    ["of two objects", good + good],
    ["behind a byte order mark", `\uFEFF${good}`],
    ["with a name given twice", `{"backupToken":"x","backupToken":"${SECRET}"}`],
    ["with a name given twice, once in escapes", `{"backupToken":"x","\\u0062ackupToken":"${SECRET}"}`],
    ["with a name given twice inside", `{"backupToken":"x","more":{"a:\\"":1,"a:\\"":2}}`],
    ["nested as deeply as its size allows", `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`],
    ["of lists nested as deeply as its size allows", `{"a":${"[".repeat(30_000)}${"]".repeat(30_000)}}`],
  ])("%s is malformed", (_, body) => {
    expect(read(body)).toBe("malformed-json");
  });

  it.each<[string, string]>([
    ["an unknown member", `{"backupToken":"x","more":1}`],
    ["a secret as the name of a member", `{"backupToken":"x","${SECRET}":1}`],
    ["__proto__", `{"backupToken":"x","__proto__":{"attachments":false}}`],
    ["__proto__ in escapes", `{"backupToken":"x","\\u005f_proto__":{"attachments":false}}`],
    ["__proto__ deeper", `{"backupToken":"x","more":{"__proto__":{}}}`],
    ["constructor", `{"backupToken":"x","constructor":{"prototype":{"isAdmin":true}}}`],
    ["prototype", `{"backupToken":"x","prototype":{}}`],
    ["toString", `{"backupToken":"x","toString":1}`],
    ["hasOwnProperty", `{"backupToken":"x","hasOwnProperty":1}`],
    ["a text for a truth", `{"backupToken":"x","attachments":"${SECRET}"}`],
    ["null for a truth", `{"backupToken":"x","attachments":null}`],
  ])("with %s is against the shape", (_, body) => {
    expect(read(body)).toBe("constraint-violation");
    expect(Object.hasOwn(Object.prototype, "isAdmin")).toBe(false);
  });

  it.each([
    "{}",
    '{"backupToken":1}',
    '{"backupToken":null}',
    '{"backupToken":["x"]}',
    '{"backupToken":{}}',
    '{"attachments":1}',
  ])("%s has no token", (body) => {
    expect(read(body)).toBe("backup-token-missing");
  });

  it("names an unknown member only if it looks like one", () => {
    expect(detailsOf("backup_token")).toEqual({ attribute: "backup_token" });
    for (const other of [SECRET, "\u001b[31m", "<b>", "x".repeat(33), ""]) {
      expect(detailsOf(other)).toEqual({ attribute: "(unknown)" });
    }
  });

  it("with colons, quotation marks and backslashes in its texts is read as it is", () => {
    const backupToken = 'a:b\\":"c":\\\\';
    expect(read(JSON.stringify({ backupToken }))).toEqual({ backupToken, attachments: true });
  });

  it("in bytes that are no UTF-8 is malformed, and in bytes that are is read", () => {
    expect(read(Buffer.from(good))).toEqual({ backupToken: SECRET, attachments: true });
    for (const broken of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0xaf]]) {
      expect(read(Buffer.concat([Buffer.from('{"backupToken":"'), Buffer.from(broken), Buffer.from('"}')]))).toBe(
        "malformed-json",
      );
    }
  });

  it("is counted in bytes, at most 64 KiB of them", () => {
    expect(read(padded(65_536))).toEqual({ backupToken: SECRET, attachments: true });
    expect(read(padded(65_537))).toBe("body-too-large");
    expect(read(Buffer.from(padded(65_537)))).toBe("body-too-large");
    expect(read(`{"backupToken":"${"€".repeat(30_000)}"}`)).toBe("body-too-large");
    expect(read("[".repeat(1_048_576))).toBe("body-too-large");
  });
});

describe("a content type", () => {
  it.each([
    "application/json",
    "APPLICATION/JSON",
    "application/json;charset=utf-8",
    'application/json; charset="UTF-8"',
    "application/json; CHARSET=utf8",
    "application/json ; charset=us-ascii",
    "application/json;",
    "application/hal+json",
    "application/vnd.api+json; charset=utf-8",
  ])("of %s is JSON", (type) => {
    expect(read(good, type)).toEqual({ backupToken: SECRET, attachments: true });
  });

  it.each([
    "text/plain",
    "text/json",
    "application/jsonp",
    "application/json5",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=application/json",
    "application/json, text/plain",
    "application/json; charset=utf-16",
    "application/json; charset=iso-8859-1",
    "application/",
    "json",
    "*/*",
  ])("of %s is not", (type) => {
    expect(read(good, type)).toBe("content-type-unsupported");
  });

  it("that is not there is asked for, and one that is there twice is neither", () => {
    expect(read(good, "")).toBe("content-type-missing");
    const event = {
      ...apiEvent({ body: good }),
      multiValueHeaders: { "content-type": [TYPE], "Content-Type": [TYPE] },
    };
    expect(() => readJsonBody(event, wanted)).toThrow(new Failure("content-type-unsupported").message);
  });
});
