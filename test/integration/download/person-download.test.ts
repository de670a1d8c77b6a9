import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { paginateScan } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aDemoCloud, type DemoCloud, makeDemoToken, until, untilEnded } from "../../support/a-demo-cloud.ts";
import { aDemoPerson, fetchBytes, sha256 } from "../../support/demo-person.ts";
import { untilQuiet } from "../../support/traces.ts";

describe("a person's download on the local cloud", () => {
  let demo: DemoCloud;
  let backupId: string;
  let keyLink: () => Promise<string>;
  beforeAll(async () => {
    demo = await aDemoCloud("globex");
    const { client, administrator } = demo;
    const job = await client.requestBackup(administrator.apiKey, await makeDemoToken(demo));
    const { status, download, message } = await untilEnded(demo, job);
    if (download === undefined) throw new Error(`the backup ended as ${status}: ${message}`);
    backupId = job.split("/").at(-1) ?? "";
    keyLink = () => client.link(administrator.apiKey, download);
  });
  afterAll(() => demo?.close());

  it("is cut in the middle, taken up again by the same link and by a fresh one, and whole in the end", async () => {
    const hugo = await aDemoPerson(demo, "second administrator");
    const whole = await fetchBytes(await keyLink());
    expect(whole.status).toBe(200);
    const third = Math.floor(whole.body.length / 3);
    await hugo.openGrant(backupId, await hugo.stepUp(backupId));

    const link = await hugo.link(backupId);
    const first = await fetchBytes(link, 0, third);
    expect(first).toMatchObject({ status: 200, headers: { etag: whole.headers.etag } });
    expect(first.headers).toMatchObject({ "cache-control": "no-store", "content-type": "application/zip" });
    expect(first.headers["content-disposition"]).toMatch(/^attachment; filename="openproject-globex-[\d-]+\.zip"/);
    const second = await fetchBytes(link, first.body.length, third);
    expect(second.status).toBe(206);
    const from = first.body.length + second.body.length;
    expect(from).toBeLessThan(whole.body.length);
    const fresh = await hugo.link(backupId);
    expect(fresh).not.toBe(link);
    const rest = await fetchBytes(fresh, from);

    expect(rest).toMatchObject({
      status: 206,
      headers: { "content-range": `bytes ${from}-${whole.body.length - 1}/${whole.body.length}` },
    });
    expect(sha256(Buffer.concat([first.body, second.body, rest.body]))).toBe(sha256(whole.body));
  });

  it("asks for a step-up without a grant, and hides others' backups", async () => {
    const hugo = await aDemoPerson(demo, "second administrator");
    const refused = await hugo.call("GET", `/api/v3/backups/${backupId}/content`);
    expect(refused.status).toBe(401);
    expect(refused.headers["x-amzn-remapped-www-authenticate"]).toContain('error="insufficient_user_authentication"');
    expect(JSON.parse(refused.text)).toMatchObject({
      _embedded: { details: { stepUp: `/api/v3/backups/${backupId}/tickets` } },
    });

    for (const persona of ["backup role", "ordinary"]) {
      const other = await aDemoPerson(demo, persona);
      expect((await other.call("GET", `/api/v3/backups/${backupId}/content`)).status).toBe(404);
      const { status } = await other.call("POST", `/api/v3/backups/${backupId}/tickets`, { password: other.password });
      expect(status).toBe(404);
    }
  });

  it("ends with the sign-out, and is refused to another session with the same ticket", async () => {
    const hugo = await aDemoPerson(demo, "second administrator");
    const again = await aDemoPerson(demo, "second administrator");
    const ticket = await hugo.stepUp(backupId);
    expect((await again.openGrant(backupId, ticket)).status).toBe(403);
    expect((await hugo.openGrant(backupId, ticket)).status).toBe(201);
    const old = hugo.cookie();
    await hugo.call("DELETE", "/api/v3/sessions/current");
    const { status } = await again.call("GET", `/api/v3/backups/${backupId}/content`);
    expect(status).toBe(401);
    expect(old).not.toBe(again.cookie());
    await expect(hugo.link(backupId)).rejects.toThrow("401");
  });

  it("leaves no ticket, link or session id in any row or log", async () => {
    const hugo = await aDemoPerson(demo, "second administrator");
    const ticket = await hugo.stepUp(backupId);
    await hugo.openGrant(backupId, ticket);
    const link = new URL(await hugo.link(backupId));
    const secrets = [
      ticket,
      hugo.cookie().split("=")[1] ?? "",
      hugo.password,
      link.searchParams.get("X-Amz-Signature") ?? "",
      link.searchParams.get("X-Amz-Security-Token") ?? "",
    ];
    expect(secrets.every(({ length }) => length > 8)).toBe(true);

    const { cloud, directory } = demo;
    const TableName = cloud.functions["downloads"]?.spec.environment["COFFER_TABLE"];
    const rows: unknown[] = [];
    const client = cloud.services.clients.dynamo;
    for await (const page of paginateScan({ client }, { TableName })) rows.push(...(page.Items ?? []));
    const logs = readdirSync(join(directory, "logs")).map((name) =>
      readFileSync(join(directory, "logs", name), "utf8"),
    );
    const everything = JSON.stringify(rows) + logs.join("\n");

    expect(everything).toContain("backup.downloaded");
    expect(secrets.filter((secret) => everything.includes(secret))).toEqual([]);
  });

  // The last one: so many tries keep this person from another for a while.
  it("has one grant of a ticket that 50 requests use at once, and is told of by mail once each", async () => {
    // Mails of earlier downloads may still be on their way.
    await untilQuiet(demo);
    const [before, hugo] = [await downloadMails(), await aDemoPerson(demo, "second administrator")];
    const ticket = await hugo.stepUp(backupId);

    const answers = await Promise.all(Array.from({ length: 50 }, () => hugo.openGrant(backupId, ticket)));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => ![201, 403, 429].includes(status))).toEqual([]);
    const administrators = 2;
    const mails = await until("the mails", async () => {
      const all = await downloadMails();
      return all.length >= before.length + administrators ? all : undefined;
    });
    expect(mails).toHaveLength(before.length + administrators);
    expect(mails.at(-1)?.body.text).toContain(hugo.login.replaceAll(".", "[.]"));
  });

  const downloadMails = async () =>
    (await demo.cloud.services.mailbox.inbox()).filter(({ subject }) => subject.endsWith("Backup downloaded"));
});
