import { GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { withClient } from "../../../infra/local/seed/create-tenant-database.ts";
import { ask } from "../../../infra/local/tour/ask.ts";
import { aDemoCloud, type DemoCloud, until } from "../../support/a-demo-cloud.ts";
import { aDemoPerson } from "../../support/demo-person.ts";
import { servedDocument } from "../../support/served-document.ts";

const BACKUPS = "/api/v3/backups";
const SETTINGS = "/api/v3/backup_settings";
const HOUR_MS = 3_600_000;

const backupShape = z.looseObject({ id: z.string(), state: z.string() });
const pageShape = z.looseObject({ _embedded: z.object({ elements: z.array(backupShape) }) });
const settingsShape = z.looseObject({
  administrator: z.looseObject({
    backup_schedule: z.nullable(z.looseObject({ paused: z.nullable(z.looseObject({ reason: z.string() })) })),
  }),
});

describe("schedule and retention on the local cloud", () => {
  let demo: DemoCloud;
  let hugo: Awaited<ReturnType<typeof aDemoPerson>>;
  let document: ReturnType<typeof servedDocument>;
  beforeAll(async () => {
    demo = await aDemoCloud("globex");
    const url = `${demo.cloud.origin(demo.tenant.domainName)}/api/v3/openapi.json`;
    document = servedDocument((await ask({ method: "GET", url })).text);
    hugo = await aDemoPerson(demo, "second administrator");
  });
  afterAll(() => demo?.close());

  /** Every answer is held to the document that the service serves. */
  async function asked(method: string, path: string, body?: object) {
    const reply = await hugo.call(method, path, body);
    document.hold(method, path.replace(/\?.*/u, "").replace(/[\w-]{36}/u, "{backupId}"), reply);
    return { status: reply.status, body: JSON.parse(reply.text) as unknown };
  }

  async function makeToken(confirmation: "create" | "reset"): Promise<string> {
    const { text } = await hugo.call("POST", "/api/v3/backup_tokens", { confirmation, password: hugo.password });
    return z.object({ token: z.string() }).parse(JSON.parse(text)).token;
  }

  const set = (backupToken: string) =>
    asked("PATCH", SETTINGS, {
      backup_schedule: { cron: "30 2 * * *", timeZone: "Europe/Berlin" },
      backupToken,
      password: hugo.password,
    });
  const shown = async () => settingsShape.parse((await asked("GET", SETTINGS)).body).administrator.backup_schedule;
  const backups = async () => pageShape.parse((await asked("GET", BACKUPS)).body)._embedded.elements;

  const rowOf = (sk: string) => ({
    TableName: demo.cloud.functions["keeper"]?.spec.environment["COFFER_TABLE"],
    Key: { pk: { S: `T#${demo.tenant.tenantId}` }, sk: { S: sk } },
  });
  const read = async (sk: string) =>
    (await demo.cloud.services.clients.dynamo.send(new GetItemCommand(rowOf(sk)))).Item;
  /** Time goes by: what a row says of it is moved. */
  async function moveTime(sk: string, ...members: readonly string[]): Promise<void> {
    const { dynamo } = demo.cloud.services.clients;
    const names = members.flatMap((path) => path.split("."));
    await dynamo.send(
      new UpdateItemCommand({
        ...rowOf(sk),
        UpdateExpression: `SET ${members.map((path) => `#${path.replaceAll(".", ".#")} = :then`).join(", ")}`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: { ":then": { N: String(Date.now() - HOUR_MS) } },
      }),
    );
  }
  const newestEnded = (count: number) =>
    until(`${count} backups that ended`, async () => {
      await demo.cloud.tick("EachMinute");
      const all = await backups();
      return all.length === count && all.every(({ state }) => state === "ready" || state === "failed")
        ? all
        : undefined;
    });
  const mailed = (subject: string) =>
    until(`a mail: ${subject}`, async () =>
      (await demo.cloud.services.mailbox.inbox()).find((mail) => mail.subject.endsWith(subject)),
    );

  it("makes a backup when one is due, once, and says that it is scheduled", async () => {
    expect((await set(await makeToken("create"))).status).toBe(200);
    expect(await shown()).toMatchObject({ holder: { login: hugo.login }, paused: null, lastRun: null });
    await demo.cloud.tick("EachMinute");
    expect(await backups()).toEqual([]);

    await moveTime("SCHEDULE", "nextRunAt", "dueAt");
    await Promise.all([demo.cloud.tick("EachMinute"), demo.cloud.tick("EachMinute")]);
    const [made] = await newestEnded(1);
    expect(made).toMatchObject({ state: "ready", scheduled: true, requester: { login: hugo.login } });
    expect(made).toMatchObject({ retainedAs: ["newest", "locked", "daily", "weekly", "monthly"] });
    expect(await shown()).toMatchObject({
      lastRun: { backupId: made?.id, skipped: null },
      nextRunAt: expect.any(String),
    });
    expect((await mailed("Backup ready, but some files are missing")).body.text).toContain("by the schedule of");
    expect((await mailed("Backup settings changed")).body.text).toContain("30 2 * * * (Europe/Berlin)");
  });

  it("is paused within a minute after its token was replaced, and goes on with the new one", async () => {
    const token = await makeToken("reset");
    await demo.cloud.tick("EachMinute");
    expect(await shown()).toMatchObject({ nextRunAt: null, paused: { reason: "token-gone" } });
    const mail = await mailed("No more scheduled backups, until you set the schedule anew");
    expect(mail.body.text).toContain("revoked or replaced");
    expect((await set(token)).status).toBe(200);
    expect(await shown()).toMatchObject({ paused: null });
  });

  it("removes by retention what is kept no more, when its lock is over", async () => {
    await moveTime("SCHEDULE", "nextRunAt", "dueAt");
    await demo.cloud.tick("EachMinute");
    const [, first] = await newestEnded(2);
    const shorter = { daily: 1, weekly: 1, monthly: 1 };
    const { body } = await asked("PATCH", SETTINGS, { backup_retention: shorter, password: hugo.password });
    expect(body).toMatchObject({
      administrator: { backup_retention: { daily: 7, pending: { ...shorter, actsAt: expect.any(String) } } },
    });

    // A week goes by.
    await moveTime("TENANT", "settings.backupRetention.pending.actsAt");
    await moveTime(`BACKUP#${first?.id}`, "archive.keptUntil");
    await moveTime("RETENTION", "dueAt");
    await demo.cloud.tick("EachMinute");
    expect(await backups()).toMatchObject([{ retainedAs: expect.arrayContaining(["newest"]) }]);
    expect((await hugo.call("GET", `${BACKUPS}/${first?.id}`)).status).toBe(404);
    expect((await read(`BACKUP#${first?.id}`))?.["state"]).toEqual({ S: "deleted" });
    const log = await asked("GET", "/api/v3/audit_events?kind=backup.deleted");
    expect(log.body).toMatchObject({ count: 1, _embedded: { elements: [{ details: { by: "retention" } }] } });
  });

  it("is paused after its holder was locked: the backup that was due is not made, and the others are told", async () => {
    const { userId, mail: hisMail } = demo.tenant.people.find(({ login }) => login === hugo.login) ?? {};
    await withClient(demo.cloud.services.postgres.url("globex"), (client) =>
      client.query("UPDATE users SET status = 3 WHERE id = $1", [userId]),
    );
    await moveTime("SCHEDULE", "nextRunAt", "dueAt");
    await demo.cloud.tick("EachMinute");
    expect((await mailed("Backup failed")).destination.to).not.toContain(hisMail);
    // The keeper looks how it went, some minutes later.
    await moveTime("SCHEDULE", "lookAt", "dueAt");
    const paused = await until("a schedule that is paused", async () => {
      await demo.cloud.tick("EachMinute");
      return (await read("SCHEDULE"))?.["pause"]?.M;
    });
    expect(paused["reason"]).toEqual({ S: "permission-withdrawn" });
    const about = "No more scheduled backups, until you set the schedule anew";
    const told = await until("a second mail", async () => {
      const mails = (await demo.cloud.services.mailbox.inbox()).filter(({ subject }) => subject.endsWith(about));
      return mails.find(({ body }) => body.text?.includes("was locked"));
    });
    expect(told.destination.to).toEqual([demo.administrator.mail]);
  });
});
