import { paginateScan } from "@aws-sdk/client-dynamodb";
import { ListMultipartUploadsCommand, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { ask } from "../../../infra/local/tour/ask.ts";
import { aDemoCloud, type DemoCloud, makeDemoToken, until, untilEnded } from "../../support/a-demo-cloud.ts";
import { aDemoPerson } from "../../support/demo-person.ts";
import { servedDocument } from "../../support/served-document.ts";

const BACKUPS = "/api/v3/backups";
const BACKUP = `${BACKUPS}/{backupId}`;
const SETTINGS = "/api/v3/backup_settings";
/** Of the demo tenants. */
const SUPPORT = "support@coffer.example";

const backupShape = z.looseObject({ id: z.string(), state: z.string(), _links: z.record(z.string(), z.unknown()) });
const pageShape = z.looseObject({
  _embedded: z.object({ elements: z.array(backupShape) }),
  _links: z.object({ nextByCursor: z.object({ href: z.string() }).optional() }),
});

const idOf = (job: string): string => job.split("/").at(-1) ?? "";

describe("the history on the local cloud", () => {
  let demo: DemoCloud;
  let hugo: Awaited<ReturnType<typeof signedIn>>;
  let document: ReturnType<typeof servedDocument>;
  let token: string;
  beforeAll(async () => {
    demo = await aDemoCloud("globex", 0.3);
    const url = `${demo.cloud.origin(demo.tenant.domainName)}/api/v3/openapi.json`;
    const { text } = await ask({ method: "GET", url });
    document = servedDocument(text);
    hugo = await signedIn("second administrator");
    token = await makeDemoToken(demo);
  });
  afterAll(() => demo?.close());

  const request = () => demo.client.requestBackup(demo.administrator.apiKey, token);

  /** Somebody whose every answer is held to the document that the service serves. */
  async function signedIn(persona: string) {
    const person = await aDemoPerson(demo, persona);
    return {
      ...person,
      async ask(
        method: string,
        path: string,
        wish: { readonly id?: string; readonly query?: string; readonly body?: object } = {},
      ) {
        const address = path.replace("{backupId}", wish.id ?? "") + (wish.query ?? "");
        const reply = await person.call(method, address, wish.body);
        document.hold(method, path, reply);
        return { status: reply.status, body: reply.text === "" ? undefined : (JSON.parse(reply.text) as unknown) };
      },
    };
  }

  const show = async (id: string) => backupShape.parse((await hugo.ask("GET", BACKUP, { id })).body);
  const counted = (operation: string) => demo.cloud.services.s3.faults.counts.get(operation) ?? 0;

  /** Objects, versions and uploads under a backup's prefix, in either bucket; and what is live of it in the table. */
  async function leftOf(backupId: string): Promise<string[]> {
    const environment = demo.cloud.functions["keeper"]?.spec.environment ?? {};
    const { s3, dynamo } = demo.cloud.services.clients;
    const prefix = `t/${demo.tenant.tenantId}/b/${backupId}/`;
    const left: string[] = [];
    for (const name of ["COFFER_WORK_BUCKET", "COFFER_ARCHIVE_BUCKET"]) {
      const place = { Bucket: environment[name], Prefix: prefix };
      const { Versions = [] } = await s3.send(new ListObjectVersionsCommand(place));
      const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand(place));
      left.push(...Versions.map(({ Key }) => `object ${Key}`), ...Uploads.map(({ Key }) => `upload ${Key}`));
    }
    for await (const page of paginateScan({ client: dynamo }, { TableName: environment["COFFER_TABLE"] })) {
      for (const { pk, sk, backupId: slot } of page.Items ?? []) {
        const isStep = pk?.S === `T#${demo.tenant.tenantId}#B#${backupId}` && sk?.S?.startsWith("STEP#");
        if (isStep || (sk?.S === "SLOT" && slot?.S === backupId)) left.push(`row ${sk?.S}`);
      }
    }
    return left;
  }

  it("cancels while workers pack: the slot is free at once, and the keeper leaves nothing behind", async () => {
    const { faults } = demo.cloud.services.s3;
    faults.resetCounts();
    faults.arm({ operation: "UploadPart", nth: 1, times: 1_000, effect: { kind: "delay", ms: 2_000 } });
    const id = idOf(await request());
    await until("packing", async () =>
      (await show(id)).state === "packing" && counted("UploadPart") > 0 ? true : undefined,
    );
    const packing = await show(id);
    expect(packing["_embedded"]).toMatchObject({
      progress: { entries: { total: expect.any(Number) }, bytes: { total: expect.any(Number) } },
    });
    expect(await leftOf(id)).not.toEqual([]);

    expect((await hugo.ask("POST", `${BACKUP}/cancel`, { id })).body).toMatchObject({ state: "cancelled" });
    const next = idOf(await request());
    faults.disarm();

    expect((await hugo.ask("POST", `${BACKUP}/cancel`, { id })).status).toBe(409);
    expect((await hugo.ask("POST", `${BACKUP}/cancel`, { id: next })).body).toMatchObject({ state: "cancelled" });
    for (const ended of [id, next]) {
      await until(`nothing of ${ended} is left`, async () => {
        await demo.cloud.tick("EachMinute");
        return (await leftOf(ended)).length === 0 ? true : undefined;
      });
      expect((await show(ended)).state).toBe("cancelled");
      const status = await demo.client.jobStatus(demo.administrator.apiKey, `/api/v3/job_statuses/${ended}`);
      expect(status).toMatchObject({ status: "cancelled", download: undefined });
    }
  });

  it("estimates, makes, shows, lists, names and deletes, each answer as the document says", async () => {
    const guess = (await hugo.ask("GET", `${BACKUPS}/estimate`)).body;
    expect(guess).toMatchObject({ basedOnBackups: 0, attachments: { leftOut: null } });
    const job = await request();
    const id = idOf(job);
    expect(await untilEnded(demo, job)).toMatchObject({ status: "success" });
    const ready = await show(id);
    expect(ready).toMatchObject({ state: "ready", size: expect.any(Number), missing: 2, label: null });
    const actions = ["ask_support", "content", "delete", "files", "missing_files", "self", "step_up", "update"];
    expect(Object.keys(ready._links).sort()).toEqual(actions);
    expect((await hugo.ask("GET", `${BACKUPS}/estimate`, { query: "?attachments=false" })).body).toMatchObject({
      basedOnBackups: 1,
      attachments: { leftOut: "not-asked" },
    });

    expect((await hugo.ask("PATCH", BACKUP, { id, body: { label: "first", pinned: true } })).body).toMatchObject({
      label: "first",
      pinned: true,
    });
    const seen: string[] = [];
    for (let query: string | undefined = "?pageSize=1"; query !== undefined; ) {
      const page = pageShape.parse((await hugo.ask("GET", BACKUPS, { query })).body);
      seen.push(...page._embedded.elements.map((backup) => backup.id));
      query = page._links.nextByCursor?.href.slice(BACKUPS.length);
    }
    expect(seen).toHaveLength(3);
    expect(seen[0]).toBe(id);
    const ilse = await signedIn("backup role");
    expect((await ilse.ask("GET", BACKUPS)).body).toMatchObject({ count: 0 });
    expect((await ilse.ask("GET", BACKUP, { id })).status).toBe(404);

    // The keeper takes the working objects of what is ready, and nothing else.
    await demo.cloud.tick("EachMinute");
    expect(await leftOf(id)).toEqual([expect.stringMatching(/^object .*archive\.zip$/u)]);

    const { password } = hugo;
    expect((await hugo.ask("DELETE", BACKUP, { id, body: { password: "wrong" } })).status).toBe(403);
    expect((await hugo.ask("DELETE", BACKUP, { id, body: { password } })).status).toBe(204);
    expect((await hugo.ask("GET", BACKUP, { id })).status).toBe(404);
    expect((await hugo.ask("GET", `${BACKUP}/content`, { id })).status).toBe(404);
    expect(await demo.client.jobStatus(demo.administrator.apiKey, job)).toMatchObject({
      status: "success",
      download: undefined,
    });
    await demo.cloud.tick("EachMinute");
    expect(await leftOf(id)).toEqual([expect.stringMatching(/archive\.zip$/u)]);
    await mailed("Backup deleted", 2);
  });

  it("shows settings and changes the administrators' own", async () => {
    const { password } = hugo;
    expect((await hugo.ask("GET", SETTINGS)).body).toMatchObject({ administrator: { backup_api_pull: true } });
    const refused = await hugo.ask("PATCH", SETTINGS, { body: { backup_daily_limit: 99, password } });
    expect(refused).toMatchObject({ status: 403, body: { message: expect.stringContaining("operator") } });
    for (const backup_api_pull of [false, true]) {
      const changed = await hugo.ask("PATCH", SETTINGS, { body: { backup_api_pull, password } });
      expect(changed.body).toMatchObject({ administrator: { backup_api_pull } });
    }
    const ilse = await signedIn("backup role");
    const notHers = await ilse.ask("PATCH", SETTINGS, { body: { backup_api_pull: false, password: ilse.password } });
    expect(notHers.status).toBe(403);
    await mailed("Backup settings changed", 4);
  });

  it("asks support, which gets one mail", async () => {
    const [{ id } = { id: "" }] = pageShape.parse((await hugo.ask("GET", BACKUPS)).body)._embedded.elements;
    const question = { id, body: { message: "What is https://evil.example?" } };
    expect((await hugo.ask("POST", `${BACKUP}/support_request`, question)).status).toBe(202);
    const [mail] = await mailed(`Help wanted with backup ${id}`, 1);
    expect(mail?.destination.to).toEqual([SUPPORT]);
    expect(mail?.body.text).not.toContain("https://");
  });

  const mailed = (subject: string, count: number) =>
    until(`mails: ${subject}`, async () => {
      const mails = (await demo.cloud.services.mailbox.inbox()).filter((mail) => mail.subject.endsWith(subject));
      return mails.length >= count ? mails : undefined;
    });
});
