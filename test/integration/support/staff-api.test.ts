import { readFileSync } from "node:fs";
import { paginateScan } from "@aws-sdk/client-dynamodb";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../../../infra/local/tour/ask.ts";
import { aDemoCloud, type DemoCloud, until } from "../../support/a-demo-cloud.ts";
import { aDemoPerson, fetchBytes } from "../../support/demo-person.ts";
import { queryPostgres } from "../../support/postgres-query.ts";
import { type Signing, signRequest } from "../../support/signed-request.ts";

const TENANTS = "/support/v1/tenants";
const MINUTE = 60_000;

describe("the staff's API on the local cloud", () => {
  let demo: DemoCloud;
  let operator: Pick<Signing, "accessKeyId" | "secretAccessKey" | "sessionToken">;
  let support: typeof operator;
  let host: string;

  /** A session in one of the roles that the demo's profiles name. */
  async function take(profile: string, RoleSessionName: string, name?: string) {
    const text = readFileSync(demo.cloud.staffProfiles, "utf8");
    const RoleArn = name ?? new RegExp(`\\[profile ${profile}\\]\\nrole_arn = (.*)`, "u").exec(text)?.[1];
    const { Credentials } = await demo.cloud.services.clients.sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName }),
    );
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  }
  beforeAll(async () => {
    demo = await aDemoCloud("globex");
    host = `127.0.0.1:${demo.cloud.port}`;
    operator = await take("operator", "olga");
    support = await take("support", "samir");
  });
  afterAll(() => demo?.close());

  /** Signs, changes what was signed if that is wanted, and sends. */
  async function call(signing: Signing, change: (sent: Sent) => Partial<Sent> = () => ({})) {
    const { method, target, headers, body } = await signRequest({
      host,
      ...signing,
      headers: signing.body === undefined ? {} : { "content-type": "application/json" },
    });
    const signed: Sent = { method, target, headers, body: body.toString() };
    const { target: path, body: text, ...sent } = { ...signed, ...change(signed) };
    const reply = await ask({ ...sent, url: `http://${host}${path}`, ...(text === "" ? {} : { body: text }) });
    const document: { message?: string; [name: string]: unknown } = reply.text === "" ? {} : JSON.parse(reply.text);
    return { status: reply.status, errorType: reply.headers["x-amzn-errortype"], document };
  }

  /** Facts that the staff's calls left, by what they were about. */
  async function facts(what: string) {
    const found: { actor: unknown; origin: { address: string; requestId: string }; details: object }[] = [];
    const { dynamo } = demo.cloud.services.clients;
    const TableName = demo.cloud.functions["support"]?.spec.environment["COFFER_TABLE"];
    for await (const page of paginateScan({ client: dynamo }, { TableName })) {
      for (const item of page.Items ?? []) {
        const row = unmarshall(item);
        if (row["what"] === what) found.push({ actor: row["actor"], origin: row["origin"], details: row["details"] });
      }
    }
    return found;
  }

  it("knows the signer by the role, and keeps who it was", async () => {
    expect(await call({ ...operator, target: TENANTS })).toMatchObject({ status: 200, document: { count: 1 } });
    expect(await call({ ...support, target: `${TENANTS}/globex?ticketNumber=SUP-1` })).toMatchObject({ status: 200 });
    const [fact] = await facts("tenant.looked-at");
    expect(fact).toMatchObject({
      actor: { kind: "staff", staff: "support", name: "samir" },
      origin: { address: expect.stringContaining("127.0.0.1") },
      details: { ticketNumber: "SUP-1" },
    });
  });

  it("is not there for who does not sign, in whatever way they come", async () => {
    for (const headers of [
      {},
      { authorization: `Basic ${Buffer.from(`apikey:${demo.administrator.apiKey}`).toString("base64")}` },
      { cookie: "__Host-coffer=x", "x-requested-with": "Coffer" },
    ]) {
      const { status } = await ask({ method: "GET", url: `http://${host}${TENANTS}`, headers });
      expect([404, 403]).toContain(status);
    }
  });

  it.each<[string, Partial<Signing>, ((sent: Sent) => Partial<Sent>) | undefined, string]>([
    ["an unknown key", { accessKeyId: "ASIANOBODY" }, undefined, "UnrecognizedClientException"],
    ["another secret", { secretAccessKey: "guessed" }, undefined, "InvalidSignatureException"],
    ["another's session token", { sessionToken: "x" }, undefined, "UnrecognizedClientException"],
    ["another service", { service: "s3" }, undefined, "InvalidSignatureException"],
    ["six minutes ago", { at: Date.now() - 6 * MINUTE }, undefined, "InvalidSignatureException"],
    ["six minutes ahead", { at: Date.now() + 6 * MINUTE }, undefined, "InvalidSignatureException"],
    ["another query", {}, ({ target }) => ({ target: `${target}?cursor=a` }), "InvalidSignatureException"],
    ["another path", {}, ({ target }) => ({ target: `${target}/acme` }), "InvalidSignatureException"],
  ])("refuses a signature of %s at the front door", async (_, signing, change, errorType) => {
    const before = demo.cloud.functions["support"]?.invocationCount ?? 0;
    const answer = await call({ ...operator, target: TENANTS, ...signing }, change);
    expect(answer).toMatchObject({ status: 403, errorType, document: { _type: "Error" } });
    expect(demo.cloud.functions["support"]?.invocationCount ?? 0).toBe(before);
  });

  it("refuses a body that was changed after it was signed, with its digest too", async () => {
    const body = '{"backup_daily_limit":5}';
    const set = { ...operator, method: "PATCH", target: `${TENANTS}/globex`, body };
    expect(await call(set)).toMatchObject({ status: 200, document: { settings: { backup_daily_limit: 5 } } });
    const answer = await call(set, () => ({ body: '{"backup_daily_limit":9}' }));
    expect(answer).toMatchObject({ status: 403, errorType: "InvalidSignatureException" });
    const shown = await call({ ...operator, target: `${TENANTS}/globex` });
    expect(shown.document).toMatchObject({ settings: { backup_daily_limit: 5 } });
  });

  it("lets each role call what is its own, and no other role anything", async () => {
    const set = { method: "PATCH", target: `${TENANTS}/globex?ticketNumber=SUP-1`, body: '{"backup_daily_limit":9}' };
    const make = { method: "POST", target: `${TENANTS}/globex/backups?ticketNumber=SUP-1`, body: "{}" };
    const worker = await take("", "worker", "arn:aws:iam::000000000000:role/coffer-service-workerRole");
    for (const refused of [
      { ...support, ...set },
      { ...operator, ...make },
      { ...worker, target: TENANTS },
    ]) {
      expect(await call(refused)).toMatchObject({ status: 403, errorType: "AccessDeniedException" });
    }
  });

  it("is not called through a path that only looks like one that is allowed", async () => {
    const body = '{"backup_daily_limit":9}';
    for (const target of [
      `${TENANTS}/x%2F..%2Fglobex`,
      `${TENANTS}/x/../globex`,
      `${TENANTS}//globex`,
      `${TENANTS}/globex/`,
    ]) {
      const { status } = await call({ ...support, method: "PATCH", target: `${target}?ticketNumber=S-1`, body });
      expect([target, status >= 400]).toEqual([target, true]);
    }
  });

  it("hands a deleted backup out to its administrators, who confirm and download it", async () => {
    const made = await call({
      ...support,
      method: "POST",
      target: `${TENANTS}/globex/backups?ticketNumber=SUP-7`,
      body: '{"attachments":false}',
    });
    expect(made.status).toBe(202);
    const id = String(made.document["id"]);
    const backup = { ...support, target: `${TENANTS}/globex/backups/${id}?ticketNumber=SUP-7` };
    await until("the backup is ready", async () => (await call(backup)).document["state"] === "ready" || undefined);

    const hugo = await aDemoPerson(demo, "second administrator");
    const confirmation = { password: hugo.password };
    expect(await hugo.call("DELETE", `/api/v3/backups/${id}`, confirmation)).toMatchObject({ status: 204 });
    expect((await hugo.call("GET", `/api/v3/backups/${id}/content`)).status).toBe(404);

    const handOut = {
      ...backup,
      method: "POST",
      target: `${TENANTS}/globex/backups/${id}/hand_outs?ticketNumber=SUP-7`,
    };
    expect(await call(handOut)).toMatchObject({ status: 201, document: { handOut: { ticketNumber: "SUP-7" } } });
    await hugo.openGrant(id, await hugo.stepUp(id));
    const { status, body } = await fetchBytes(await hugo.link(id));
    expect([status, body.subarray(0, 4).toString("hex")]).toEqual([200, "504b0304"]);
    const mail = await until("the mail", async () =>
      (await demo.cloud.services.mailbox.inbox()).find(({ subject }) =>
        subject.endsWith("Support opened a backup to you"),
      ),
    );
    expect(mail.body.text).toContain("SUP-7");
  });

  it("lets a tenant go: a code made before opens its last backup when its database is gone", async () => {
    const target = `${TENANTS}/globex/backups?ticketNumber=SUP-8`;
    const { document } = await call({ ...support, method: "POST", target, body: '{"attachments":false}' });
    const id = String(document["id"]);
    const shown = { ...operator, target: `${TENANTS}/globex/backups/${id}` };
    await until("the backup is ready", async () => (await call(shown)).document["state"] === "ready" || undefined);
    const hugo = await aDemoPerson(demo, "second administrator");
    const codes = `/api/v3/backups/${id}/collection_codes`;
    expect((await hugo.call("POST", codes, { password: hugo.password })).status).toBe(409);

    const body = JSON.stringify({ backupId: id, reason: "The contract ends" });
    const begun = await call({ ...operator, method: "POST", target: `${TENANTS}/globex/removals`, body });
    expect(begun).toMatchObject({ status: 201, document: { handOut: { by: "olga" } } });
    const answer = await hugo.call("POST", codes, { password: hugo.password });
    expect(answer.status).toBe(201);
    const { code }: { code: string } = JSON.parse(answer.text);

    const { database } = demo.tenant;
    const server = demo.cloud.services.postgres.url("postgres");
    await queryPostgres(server, `alter database "${database}" allow_connections false`);
    await queryPostgres(server, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}'`);
    expect((await hugo.call("GET", "/api/v3/backups")).status).toBe(503);

    const headers = { "content-type": "application/json", "x-requested-with": "Coffer" };
    const url = `${demo.cloud.origin(demo.tenant.domainName)}/api/v3/collections`;
    const collected = await ask({ method: "POST", url, headers, body: JSON.stringify({ code }) });
    expect(collected.status).toBe(303);
    const { status, body: bytes } = await fetchBytes(collected.headers.location ?? "");
    expect([status, bytes.subarray(0, 4).toString("hex")]).toEqual([200, "504b0304"]);
    const wrong = await ask({ method: "POST", url, headers, body: JSON.stringify({ code: `${code}x` }) });
    expect(wrong.status).toBe(403);
    const finish = { ...operator, method: "DELETE", target: `${TENANTS}/globex?backupId=${id}` };
    expect((await call(finish)).status).toBe(409);
  });
});

interface Sent {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
