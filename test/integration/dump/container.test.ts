import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeBackup, encodeHistoryRow } from "../../../functions/adapters/dynamo/backup-row.ts";
import { dynamoBackups } from "../../../functions/adapters/dynamo/dynamo-backups.ts";
import { s3WorkStore } from "../../../functions/adapters/s3/s3-work-store.ts";
import { encodeWork } from "../../../functions/adapters/sqs/work-message.ts";
import { failureRow } from "../../../functions/domain/failure.ts";
import { aBackup, aDump, anArchive, dumpWork } from "../../support/a-backup.ts";
import { aDemoCloud, type DemoCloud, makeDemoToken, until, untilEnded } from "../../support/a-demo-cloud.ts";
import { startContainerTask } from "../../support/container-task.ts";
import { queryPostgres } from "../../support/postgres-query.ts";

let demo: DemoCloud;
let token: string;
beforeAll(async () => {
  demo = await aDemoCloud("acme");
  token = await makeDemoToken(demo);
  await putSlowPast();
});
afterAll(() => demo?.close());

const environment = () => demo.cloud.functions["worker"]?.spec.environment ?? {};
const documents = () => DynamoDBDocumentClient.from(demo.cloud.services.clients.dynamo);
const table = () => environment()["COFFER_TABLE"] ?? "";

/** By the rate of this one, no dump of the tenant can be done in a function's time. */
async function putSlowPast(): Promise<void> {
  const slow = aBackup({
    tenantId: "acme",
    backupId: "a-slow-one",
    state: "ready",
    dump: aDump({ databaseBytes: 1_000, dumpMs: 600_000, snapshotAt: Date.now() }),
    archive: anArchive(),
    endedAt: 700_000,
  });
  for (const Item of [encodeBackup(slow), encodeHistoryRow(slow)]) {
    await documents().send(new PutCommand({ TableName: table(), Item }));
  }
}

const backupOf = async (job: string) => {
  const deps = { client: documents(), table: table(), clock: { now: Date.now } };
  return dynamoBackups(deps).find("acme", job.split("/").at(-1) ?? "");
};

const request = () => demo.client.requestBackup(demo.administrator.apiKey, token);
const messageFor = (job: string) => encodeWork(dumpWork({ tenantId: "acme", backupId: job.split("/").at(-1) ?? "" }));

describe("a dump that takes longer than a function has", () => {
  it("fails at once in the function, and the mail says why", async () => {
    const ended = await untilEnded(demo, await request(), 20_000);
    const why = failureRow("dump-too-long").message;
    expect(ended).toMatchObject({ status: "failure", message: expect.stringContaining(why) });
  });

  it("is made by a container task, and the functions go on from there", async () => {
    const { worker } = demo.cloud.functions;
    worker?.pause();
    const job = await request();
    const task = await startContainerTask(demo.cloud, messageFor(job));
    const { exitCode, log } = await task.ended;
    expect({ exitCode, log }).toEqual({ exitCode: 0, log: expect.stringContaining('"database dumped"') });
    const backup = await backupOf(job);
    expect(backup).toMatchObject({ state: "dumping", generation: 1 });
    if (!backup?.dump) throw new Error("the task left no dump");
    const work = s3WorkStore({
      client: demo.cloud.services.clients.s3,
      bucket: environment()["COFFER_WORK_BUCKET"] ?? "",
    });
    const dump = Buffer.concat(await Array.fromAsync(work.read(backup.dump.dumpKey)));
    expect(dump.length).toBe(backup.dump.dumpBytes);
    expect(dump.subarray(0, 5).toString()).toBe("PGDMP");

    // A copy of its message, late.
    expect(await (await startContainerTask(demo.cloud, messageFor(job))).ended).toMatchObject({ exitCode: 0 });
    worker?.resume();
    expect(await untilEnded(demo, job)).toMatchObject({ status: "success" });
    expect(await backupOf(job)).toMatchObject({ state: "ready", generation: 1 });
  });
});

describe("a container task", () => {
  it("stops at once when it is told to, and leaves its step to another", async () => {
    demo.cloud.functions["worker"]?.pause();
    const job = await request();
    const url = demo.cloud.services.postgres.url("acme");
    const holder = new Client({ connectionString: url });
    await holder.connect();
    await holder.query("BEGIN; LOCK TABLE public.journals IN ACCESS EXCLUSIVE MODE");
    const task = await startContainerTask(demo.cloud, messageFor(job));
    const dumpers = "SELECT pid FROM pg_stat_activity WHERE application_name = 'coffer' AND wait_event_type = 'Lock'";
    await until("a dump that waits", async () => (await queryPostgres(url, dumpers))[0]);
    const toldAt = Date.now();
    task.child.kill("SIGTERM");
    const { exitCode, log } = await task.ended;
    expect({ exitCode, log }).toEqual({ exitCode: 143, log: expect.stringContaining('"stopped"') });
    expect(Date.now() - toldAt).toBeLessThan(10_000);
    await until("no dump", async () => ((await queryPostgres(url, dumpers)).length === 0 ? true : undefined));
    await holder.end();

    // The lease was given back: nobody has to wait for its end.
    const second = await startContainerTask(demo.cloud, messageFor(job));
    expect(await second.ended).toMatchObject({ exitCode: 0 });
    expect(await backupOf(job)).toMatchObject({ state: "dumping", generation: 2, dump: { rows: expect.any(Number) } });
    demo.cloud.functions["worker"]?.resume();
    expect(await untilEnded(demo, job)).toMatchObject({ status: "success" });
  });

  it.each([[undefined], ["{}"], ['{"tenantId":"acme"}']])("without readable work does nothing: %s", async (message) => {
    const task = await startContainerTask(demo.cloud, message);
    expect(await task.ended).toMatchObject({ exitCode: 2, log: expect.stringContaining("task without readable work") });
  });
});
