import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { aBadInputCloud, apiKeyOf, type BadInputCloud, basic, MARK, refused } from "../../support/a-bad-input-cloud.ts";
import { until } from "../../support/a-demo-cloud.ts";
import type { RawRequest } from "../../support/raw-request.ts";
import { untilQuiet } from "../../support/traces.ts";

const acceptedShape = z.object({ jobStatusId: z.uuid() });
const JSON_TYPE = ["Content-Type", "application/json"] as const;
const OURS = ["X-Requested-With", "Coffer"] as const;
const BACKUPS = { method: "POST", path: "/api/v3/backups" } as const;
const STRANGER = "11111111-2222-4333-8444-555555555555";

let world: BadInputCloud;
beforeAll(async () => {
  world = await aBadInputCloud();
});
afterAll(() => world?.close());

describe("a method that an address does not take", () => {
  it.each([
    ["PUT", "/api/v3/backups"],
    ["PATCH", "/api/v3/sessions"],
    ["OPTIONS", "/api/v3/backups"],
    ["TRACE", "/api/v3/job_statuses/x"],
    ["POST", "/api/v3/backups/x/content"],
    ["GET", "/api/v3"],
    ["POST", "/"],
    ["GET", "/nowhere"],
    ["GET", "/api/v3/backups/../../../etc/passwd"],
  ])("(%s %s) is not there", async (method, path) => {
    expect(await world.refusalOf({ method, path, headers: [world.authorization] })).toEqual(refused(404, "NotFound"));
  });

  it("(HEAD) is not there either, and has no body", async () => {
    const answer = await world.send({ method: "HEAD", path: "/api/v3/job_statuses/x", headers: [world.authorization] });
    expect(answer).toMatchObject({ status: 404, text: "" });
  });
});

type Header = readonly [string, string];

const request = (headers: readonly Header[], method: string, path: string, body?: object): RawRequest => ({
  method,
  path,
  headers: [...headers, ...(body ? [JSON_TYPE] : [])],
  ...(body ? { body: JSON.stringify(body) } : {}),
});
const byKey = (method: string, path: string, body?: object) => request([world.authorization], method, path, body);
const inSession = (method: string, path: string, body?: object) =>
  request([["Cookie", world.hugo.cookie()], OURS], method, path, body);

describe("an id that is not one's own", () => {
  let foreign: string;
  beforeAll(async () => {
    // Somebody else's in the same installation: accepted, and left to end as it will.
    const other = apiKeyOf(world.tenant.people, "backup role");
    const token = await world.tokenOf("backup role");
    const { text } = await world.send({
      ...BACKUPS,
      headers: [["Authorization", basic(other)], JSON_TYPE],
      body: JSON.stringify({ backupToken: token }),
    });
    foreign = acceptedShape.parse(JSON.parse(text)).jobStatusId;
    await until("its end", async () => {
      const { text: status } = await world.send({
        path: `/api/v3/job_statuses/${foreign}`,
        headers: [["Authorization", basic(other)]],
      });
      return status.includes('"success"') ? true : undefined;
    });
    await untilQuiet(world);
  });

  const MALFORMED = [
    "x",
    "%00",
    "%2e%2e",
    "a%2fb",
    "..%2f..%2fetc%2fpasswd",
    "%23B",
    "%F0%9F%92%A5",
    "%C0%AF",
    "%E2%80%AE1",
    "%",
    "$%7Bjndi:ldap:%2f%2fx%7D",
    "1e1000",
    "-1",
    "x".repeat(10_240),
  ];

  it.each<[string, string, (id: string) => RawRequest]>([
    ["a job", "job_statuses", (id) => byKey("GET", `/api/v3/job_statuses/${id}`)],
    ["a pull", "backups", (id) => byKey("GET", `/api/v3/backups/${id}/content`)],
    ["a step-up", "tickets", (id) => inSession("POST", `/api/v3/backups/${id}/tickets`, { password: MARK })],
    ["a grant", "grants", (id) => inSession("POST", `/api/v3/backups/${id}/grants`, { ticket: MARK })],
    ["a look", "history", (id) => byKey("GET", `/api/v3/backups/${id}`)],
    ["a cancellation", "cancel", (id) => byKey("POST", `/api/v3/backups/${id}/cancel`)],
    ["a label", "label", (id) => byKey("PATCH", `/api/v3/backups/${id}`, { label: MARK })],
    ["a deletion", "deletion", (id) => inSession("DELETE", `/api/v3/backups/${id}`, { password: MARK })],
    ["a list of files", "files", (id) => inSession("GET", `/api/v3/backups/${id}/files`)],
    ["a list of what is missing", "missing", (id) => inSession("GET", `/api/v3/backups/${id}/missing_files`)],
    [
      "a file",
      "extracts",
      (id) => inSession("POST", `/api/v3/backups/${id}/extracts`, { path: "README.txt", password: MARK }),
    ],
    [
      "a question to support",
      "support",
      (id) => inSession("POST", `/api/v3/backups/${id}/support_request`, { message: MARK }),
    ],
    ["a token's holder", "backup_tokens", (id) => inSession("DELETE", `/api/v3/backup_tokens/${id}`)],
  ])("is answered alike for %s, whatever it is", async (_, kind, ask) => {
    // An administrator may download what others asked for, so theirs is no foreign one there.
    const others = kind === "job_statuses" || kind === "backups" ? [foreign] : [];
    const answers = new Set<string>();
    for (const id of [STRANGER, ...others, ...MALFORMED]) {
      const { refusal, text } = await world.answerOf(ask(id));
      expect(refusal).toEqual(refused(404, "NotFound"));
      answers.add(text);
    }
    expect([...answers]).toHaveLength(1);
  });

  it("is not there under another tenant's host name", async () => {
    const key = ["Authorization", basic(apiKeyOf(world.acme.people, "administrator"))] as const;
    for (const path of [`/api/v3/job_statuses/${foreign}`, `/api/v3/backups/${foreign}`]) {
      const request = { path, host: world.acme.domainName, headers: [key] };
      expect(await world.refusalOf(request)).toEqual(refused(404, "NotFound"));
    }
  });
});

const listed = (query: string) => world.send({ path: `/api/v3/backups${query}`, headers: [world.authorization] });

describe("a query", () => {
  it.each([
    "pageSize=0",
    "pageSize=1000000",
    "pageSize=NaN",
    "pageSize=1&pageSize=2",
    "pageSize=%00",
    "state=gone",
    "state=ready,",
    `more=${MARK}`,
    `${MARK}=1`,
    "__proto__=1",
    "constructor=1",
    "cursor=",
    "cursor=%2e%2e",
    `cursor=${"x".repeat(129)}`,
  ])("of %s is refused", async (query) => {
    const request = { path: `/api/v3/backups?${query}`, headers: [world.authorization] };
    expect(await world.refusalOf(request)).toEqual(refused(422, "PropertyConstraintViolation"));
  });

  it.each(["x", "SLOT", "T#acme", "99999999999999#x", "\0"])(
    "with a cursor nobody gave (%j) shows nothing else",
    async (text) => {
      const cursor = Buffer.from(text).toString("base64url");
      expect(await listed(`?cursor=${cursor}`)).toMatchObject({ status: 200, text: (await listed("")).text });
    },
  );
});

const ask = (host: string, headers: (readonly [string, string])[] = []): RawRequest => ({
  path: "/api/v3/job_statuses/x",
  host,
  headers: [world.authorization, ...headers],
});

describe("a host name", () => {
  it.each([
    "stranger.localhost",
    "localhost",
    "127.0.0.1",
    "globex.localhost.",
    "globex",
    "",
    "globex.localhost,acme.localhost",
  ])("of no tenant (%j) leads nowhere", async (host) => {
    expect(await world.refusalOf(ask(host))).toEqual(refused(404, "NotFound"));
  });

  it("in upper case and with a port is the tenant's", async () => {
    const request = { path: "/api/v3/sessions/current", headers: [["Cookie", world.hugo.cookie()] as const] };
    for (const host of ["GLOBEX.localhost", `globex.localhost:${world.cloud.port}`, "Globex.LOCALHOST:1"]) {
      const answer = await world.send({ ...request, host });
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.text)).toMatchObject({ installation: world.tenant.title });
    }
  });

  it("in any header but Host is not looked at", async () => {
    const acme = ["X-Forwarded-Host", "Forwarded", "X-Host", "X-Original-Host", "X-Tenant"].map(
      (name) => [name, name === "Forwarded" ? "host=acme.localhost" : "acme.localhost"] as const,
    );
    const mine = await world.send({
      path: "/api/v3/sessions/current",
      headers: [["Cookie", world.hugo.cookie()], ...acme],
    });
    expect(JSON.parse(mine.text)).toMatchObject({ installation: world.tenant.title });
    const key = ["Authorization", basic(apiKeyOf(world.acme.people, "administrator"))] as const;
    expect(await world.refusalOf({ path: "/api/v3/job_statuses/x", headers: [key, ...acme] })).toEqual(
      refused(401, "Unauthenticated"),
    );
  });
});

it("none of what was sent is kept anywhere", async () => {
  expect(await world.leaks()).toEqual([]);
});
