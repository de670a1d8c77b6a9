import { describe, expect, it } from "vitest";
import { requestBackupRoute } from "../../../functions/backups/request.ts";
import { showJobStatusRoute } from "../../../functions/backups/show-job-status.ts";
import { DEFAULT_SETTINGS } from "../../../functions/domain/tenant/tenant.ts";
import { createApi } from "../../../functions/http/create-api.ts";
import { signInRoute } from "../../../functions/sessions/sign-in.ts";
import { makeTokenRoute } from "../../../functions/tokens/make-token.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { type Ask, answerOf, apiEvent, apiKey, NO_CONTEXT } from "../../support/api-event.ts";
import { domainDeps } from "../../support/domain-deps.ts";
import { aUser } from "../../support/memory-users.ts";

const OURS = { "x-requested-with": "Coffer" };
const BACKUPS = { method: "POST", resource: "/api/v3/backups" };
const TOKENS = { method: "POST", resource: "/api/v3/backup_tokens" };
const SESSIONS = { method: "POST", resource: "/api/v3/sessions" };
const good = apiKey("key-of-ada");

function setUp() {
  const deps = domainDeps({
    acme: [
      aUser({ apiKeys: { "key-of-ada": 9 } }),
      aUser({ userId: 2, login: "bob", isAdmin: false, mayCreateBackup: false, apiKeys: { "key-of-bob": 10 } }),
      aUser({ userId: 3, login: "cyd", apiKeys: { "key-of-cyd": 11 } }),
    ],
    globex: [aUser({ apiKeys: { "key-of-gus": 1 } })],
  });
  deps.world.tenants.set("acme", aTenant());
  deps.world.tenants.set(
    "globex",
    aTenant({ tenantId: "globex", domainName: "backup.globex.example", origin: "https://backup.globex.example" }),
  );
  const handler = createApi(deps, {
    "POST /api/v3/sessions": signInRoute(deps),
    "POST /api/v3/backup_tokens": makeTokenRoute(deps),
    "POST /api/v3/backups": requestBackupRoute(deps),
    "GET /api/v3/job_statuses/{backupId}": showJobStatusRoute(deps),
  });
  const ask = async (wanted: Ask) => answerOf(await handler(apiEvent(wanted), NO_CONTEXT));
  const signIn = async (domainName = "backup.acme.example") => {
    const { headers } = await ask({
      ...SESSIONS,
      domainName,
      headers: OURS,
      body: { login: "ada", password: "right" },
    });
    return String(headers["set-cookie"]).split(";")[0] ?? "";
  };
  const token = async () => {
    const cookie = await signIn();
    const made = await ask({
      ...TOKENS,
      headers: { ...OURS, cookie },
      body: { confirmation: "create", password: "right" },
    });
    return String(made.body?.["token"]);
  };
  return { deps, ask, signIn, token };
}

describe("the wire contract", () => {
  it("accepts a request and answers as OpenProject does", async () => {
    const { ask, token } = setUp();
    const accepted = await ask({ ...BACKUPS, headers: good, body: { backupToken: await token() } });
    const id = String(accepted.body?.["jobStatusId"]);
    expect(accepted).toMatchObject({
      status: 202,
      headers: { "content-type": "application/hal+json; charset=utf-8", "cache-control": "no-store" },
      body: { _type: "Backup", _links: { job_status: { href: `/api/v3/job_statuses/${id}` } } },
    });
    const status = await ask({ resource: "/api/v3/job_statuses/{backupId}", path: { backupId: id }, headers: good });
    expect(status).toMatchObject({
      status: 200,
      body: { _type: "JobStatus", jobId: id, status: "in_queue", message: null, payload: null },
    });
  });

  it.each<[string, Ask, number, string]>([
    ["an unknown host name", { domainName: "backup.other.example", headers: good }, 404, "NotFound"],
    ["no sign-in", {}, 401, "Unauthenticated"],
    ["a wrong API key", { headers: apiKey("wrong") }, 401, "Unauthenticated"],
    ["another user name than apikey", { headers: apiKey("key-of-ada", "admin") }, 401, "Unauthenticated"],
    ["another tenant's API key", { headers: apiKey("key-of-gus") }, 401, "Unauthenticated"],
    ["malformed JSON", { headers: good, body: "{" }, 400, "BadRequest"],
    ["a JSON array", { headers: good, body: "[]" }, 400, "BadRequest"],
    ["no backup token", { headers: good, body: {} }, 400, "BadRequest"],
    ["a backup token that is a number", { headers: good, body: { backupToken: 1 } }, 400, "BadRequest"],
    ["an unknown member", { headers: good, body: { backupToken: "x", more: 1 } }, 422, "PropertyConstraintViolation"],
    ["__proto__", { headers: good, body: '{"backupToken":"x","__proto__":{}}' }, 422, "PropertyConstraintViolation"],
    [
      "attachments that are no truth",
      { headers: good, body: { backupToken: "x", attachments: "yes" } },
      422,
      "PropertyConstraintViolation",
    ],
    [
      "another content type",
      { headers: { ...good, "content-type": "text/plain" }, body: "{}" },
      415,
      "TypeNotSupported",
    ],
    ["a huge body", { headers: good, body: { backupToken: "x".repeat(70_000) } }, 413, "PayloadTooLarge"],
    ["a wrong token", { headers: good, body: { backupToken: "wrong" } }, 403, "MissingPermission"],
    ["no permission", { headers: apiKey("key-of-bob"), body: { backupToken: "wrong" } }, 403, "MissingPermission"],
  ])("refuses %s", async (_, wanted, status, name) => {
    const { ask, deps } = setUp();
    const { "content-type": type, ...headers } = { "content-type": "application/json", ...wanted.headers };
    const answer = await ask({
      ...BACKUPS,
      body: { backupToken: "x" },
      ...wanted,
      headers: { ...headers, "Content-Type": type },
    });
    expect(answer).toMatchObject({
      status,
      body: { _type: "Error", errorIdentifier: `urn:openproject-org:api:v3:errors:${name}` },
    });
    expect("www-authenticate" in answer.headers).toBe(status === 401);
    expect(deps.world.backups.size).toBe(0);
  });

  it("says when the content type is missing", async () => {
    const { ask } = setUp();
    const answer = await ask({ ...BACKUPS, headers: { ...good, "Content-Type": "" }, body: "{}" });
    expect(answer.status).toBe(406);
  });

  it("hides a switched-off installation before it looks at content or permission", async () => {
    const { ask, deps } = setUp();
    deps.world.tenants.set("acme", aTenant({ settings: { ...DEFAULT_SETTINGS, backupEnabled: false } }));
    expect((await ask({ ...BACKUPS, headers: apiKey("key-of-bob"), body: "{" })).status).toBe(404);
    expect((await ask({ ...BACKUPS, body: "{" })).status).toBe(401);
  });

  it("answers 404 alike for another user's backup and for one that is not there", async () => {
    const { ask, token } = setUp();
    const { body } = await ask({ ...BACKUPS, headers: good, body: { backupToken: await token() } });
    const see = (backupId: string, headers: Record<string, string>, domainName = "backup.acme.example") =>
      ask({ resource: "/api/v3/job_statuses/{backupId}", path: { backupId }, headers, domainName });
    const id = String(body?.["jobStatusId"]);
    const foreign = await see(id, apiKey("key-of-cyd"));
    expect(foreign.status).toBe(404);
    expect(await see("no-such-id", good)).toEqual(foreign);
    expect(await see(id, apiKey("key-of-gus"), "backup.globex.example")).toEqual(foreign);
  });

  it("keeps a secret in malformed JSON out of answer and log", async () => {
    const { ask, deps } = setUp();
    const answer = await ask({ ...BACKUPS, headers: good, body: '{"backupToken":"opbk_SECRET"' });
    expect(JSON.stringify([answer, deps.log.lines])).not.toContain("SECRET");
  });
});

it.each(["https://evil.example", "null", "https://backup.acme.example.evil.example"])(
  "an API key that a browser remembers changes nothing for another site: %s",
  async (origin) => {
    const { ask, token } = setUp();
    const wish = { ...BACKUPS, body: { backupToken: await token() } };
    expect((await ask({ ...wish, headers: { ...good, origin } })).status).toBe(403);
    expect((await ask({ ...wish, headers: { ...good, origin: "https://backup.acme.example" } })).status).toBe(202);
  },
);

describe("a browser's session", () => {
  it("is refused to other sites, and for changes without our header", async () => {
    const { ask, signIn } = setUp();
    const cookie = await signIn();
    const wish = { ...TOKENS, body: { confirmation: "create", password: "right" } };
    expect((await ask({ ...wish, headers: { cookie } })).status).toBe(403);
    expect((await ask({ ...wish, headers: { ...OURS, cookie, origin: "https://evil.example" } })).status).toBe(403);
    expect((await ask({ ...wish, headers: { ...OURS, cookie, origin: "https://backup.acme.example" } })).status).toBe(
      201,
    );
  });

  it("is of one tenant, ends after 30 idle minutes, and never opens what needs an API key's sign-in", async () => {
    const { ask, signIn, deps } = setUp();
    const cookie = await signIn();
    const wish = { ...TOKENS, headers: { ...OURS, cookie }, body: { confirmation: "create", password: "right" } };
    expect((await ask({ ...wish, domainName: "backup.globex.example" })).status).toBe(401);
    deps.clock.advance(30 * 60_000);
    expect((await ask(wish)).status).toBe(401);
  });

  it("answers every wrong sign-in alike, and computes one hash for each", async () => {
    const { ask, deps } = setUp();
    const tries = [
      { login: "ada", password: "wrong" },
      { login: "nobody", password: "right" },
    ];
    const answers = [];
    for (const body of tries) answers.push(await ask({ ...SESSIONS, headers: OURS, body }));
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.status).toBe(401);
    expect(deps.passwords.computed()).toBe(2);
  });

  it("waits after 20 wrong sign-ins and names the seconds", async () => {
    const { ask } = setUp();
    const attempt = () => ask({ ...SESSIONS, headers: OURS, body: { login: "ada", password: "wrong" } });
    for (let count = 0; count < 20; count += 1) expect((await attempt()).status).toBe(401);
    expect(await attempt()).toMatchObject({ status: 429, headers: { "retry-after": "1800" } });
  });
});
