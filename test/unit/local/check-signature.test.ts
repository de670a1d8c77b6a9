import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkSignature, type SignedRequest, type SignerLookup } from "../../../infra/local/gateway/check-signature.ts";
import { type Signing, signRequest } from "../../support/signed-request.ts";

const NOW = Date.UTC(2026, 0, 31, 12);
const MINUTE = 60_000;
const olga = { secret: "the secret of olga", arn: "arn:aws:sts::000000000000:assumed-role/Operator/olga" };
const OLGA = { accessKeyId: "ASIAOLGA", secretAccessKey: olga.secret, sessionToken: "olga's/token+=" };

const signers: SignerLookup = {
  find(accessKeyId, sessionToken) {
    if (accessKeyId === "ASIAOVER") return "over";
    return accessKeyId === OLGA.accessKeyId && sessionToken === OLGA.sessionToken ? olga : undefined;
  },
};

const sign = (signing: Partial<Signing> = {}) => signRequest({ ...OLGA, at: NOW, ...signing });
const check = (request: SignedRequest, now = NOW) => checkSignature(request, signers, now);
const post = {
  method: "POST",
  target: "/support/v1/tenants/acme/backups?ticketNumber=SUP-1",
  body: '{"attachments":true}',
};
const WRONG = { isValid: false, type: "InvalidSignature", message: expect.stringContaining("does not match") };

describe("a signature at the front door", () => {
  it.each([
    ["a plain one", {}],
    ["a body", post],
    ["a body whose digest is in no header", { ...post, applyChecksum: false }],
    ["a query in any order, with what has to be escaped", { target: "/a?z=1&a=%2F%20b&ä=%C3%A9&a=0" }],
    ["an escaped path", { target: "/support/v1/tenants/a%20b%2Fc/backups" }],
    ["headers with spaces in them", { headers: { "x-note": "  a   b  " } }],
  ])("is taken for %s", async (_, signing) => {
    expect(await check(await sign(signing))).toEqual({ isValid: true, signer: olga, accessKeyId: OLGA.accessKeyId });
  });

  it.each([
    ["the body", (request: SignedRequest) => ({ ...request, body: Buffer.from('{"attachments":false}') })],
    ["the body, with its digest", (request: SignedRequest) => withBody(request, '{"attachments":false}')],
    ["the query", (request: SignedRequest) => ({ ...request, target: request.target.replace("SUP-1", "SUP-2") })],
    [
      "the query, by one more",
      (request: SignedRequest) => ({ ...request, target: `${request.target}&ticketNumber=X` }),
    ],
    ["the path", (request: SignedRequest) => ({ ...request, target: request.target.replace("acme", "globex") })],
    ["the method", (request: SignedRequest) => ({ ...request, method: "DELETE" })],
    ["the host", (request: SignedRequest) => withHeader(request, "host", "other.example")],
    ["the content type", (request: SignedRequest) => withHeader(request, "content-type", "text/plain")],
    ["a signed header, by taking it away", (request: SignedRequest) => withHeader(request, "content-type", undefined)],
    ["the time, to make it younger", (request: SignedRequest) => withHeader(request, "x-amz-date", "20260131T120100Z")],
    ["the signature's last digit", (request: SignedRequest) => changed(request, /.$/u, (d) => (d === "0" ? "1" : "0"))],
    ["the signature, by making it short", (request: SignedRequest) => changed(request, /.{10}$/u, () => "")],
    [
      "what was signed, by leaving a header out",
      (request: SignedRequest) => changed(request, /content-type;/u, () => ""),
    ],
  ])("is refused when somebody changed %s", async (_, change) => {
    const request = await sign({ ...post, headers: { "content-type": "application/json" } });
    expect(await check(request)).toMatchObject({ isValid: true });
    expect(await check(change(request))).toEqual(WRONG);
  });

  it("is refused when it was made with another secret", async () => {
    expect(await check(await sign({ secretAccessKey: "guessed" }))).toEqual(WRONG);
  });

  it.each([
    ["5 minutes old", -5 * MINUTE, true],
    ["older", -5 * MINUTE - 1000, false],
    ["5 minutes ahead", 5 * MINUTE, true],
    ["further ahead", 5 * MINUTE + 1000, false],
  ])("that is %s: taken is %s", async (_, offset, isValid) => {
    expect(await check(await sign({ at: NOW + offset }))).toMatchObject({ isValid });
  });

  it("says in API Gateway's words how far the clocks are apart", async () => {
    expect(await check(await sign({ at: NOW - 6 * MINUTE }))).toEqual({
      isValid: false,
      type: "InvalidSignature",
      message: "Signature expired: 20260131T115400Z is now earlier than 20260131T115500Z (20260131T120000Z - 5 min.)",
    });
    expect(await check(await sign({ at: NOW + 6 * MINUTE }))).toEqual({
      isValid: false,
      type: "InvalidSignature",
      message:
        "Signature not yet current: 20260131T120600Z is still later than 20260131T120500Z (20260131T120000Z + 5 min.)",
    });
  });

  it("that was recorded is of no use once its five minutes are over", async () => {
    const recorded = await sign(post);
    expect(await check(recorded, NOW + 4 * MINUTE)).toMatchObject({ isValid: true });
    expect(await check(recorded, NOW + 6 * MINUTE)).toMatchObject({ isValid: false, type: "InvalidSignature" });
  });

  it.each([
    ["an unknown key", { accessKeyId: "ASIAUNKNOWN" }, "UnrecognizedClient"],
    ["another's session token", { sessionToken: "another" }, "UnrecognizedClient"],
    ["credentials that are over", { accessKeyId: "ASIAOVER" }, "ExpiredToken"],
    ["another region", { region: "us-east-1" }, "InvalidSignature"],
    ["another service", { service: "s3" }, "InvalidSignature"],
  ])("of %s is refused", async (_, signing, type) => {
    expect(await check(await sign(signing))).toMatchObject({ isValid: false, type });
  });

  it.each([
    ["none", undefined, "MissingAuthenticationToken"],
    ["an API key", "Basic YXBpa2V5OmtleQ==", "IncompleteSignature"],
    ["an algorithm alone", "AWS4-HMAC-SHA256", "IncompleteSignature"],
    ["an old algorithm", "AWS AKIA:abc", "IncompleteSignature"],
    [
      "a scope of four parts",
      "AWS4-HMAC-SHA256 Credential=A/b/c/d, SignedHeaders=host, Signature=0",
      "IncompleteSignature",
    ],
  ])("that is %s is refused by name", async (_, authorization, type) => {
    const { authorization: __, ...headers } = (await sign()).headers;
    const request = { ...(await sign()), headers: { ...headers, ...(authorization ? { authorization } : {}) } };
    expect(await check(request)).toMatchObject({ isValid: false, type });
  });

  it("without the host in it is refused, whatever it signs besides", async () => {
    const request = changed(await sign(), /SignedHeaders=host;/u, () => "SignedHeaders=");
    expect(await check(request)).toMatchObject({ isValid: false, message: expect.stringContaining("'Host'") });
  });
});

function withHeader(request: SignedRequest, name: string, value: string | undefined): SignedRequest {
  const { [name]: _, ...others } = request.headers;
  return { ...request, headers: value === undefined ? others : { ...others, [name]: value } };
}

const withBody = (request: SignedRequest, body: string): SignedRequest => ({
  ...withHeader(request, "x-amz-content-sha256", createHash("sha256").update(body).digest("hex")),
  body: Buffer.from(body),
});

const changed = (request: SignedRequest, part: RegExp, by: (found: string) => string): SignedRequest =>
  withHeader(request, "authorization", (request.headers["authorization"] ?? "").replace(part, by));
