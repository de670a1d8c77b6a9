import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoBackups } from "../../../functions/adapters/dynamo/dynamo-backups.ts";
import { dynamoTenants } from "../../../functions/adapters/dynamo/dynamo-tenants.ts";
import { s3AttachmentSource } from "../../../functions/adapters/s3/s3-attachment-source.ts";
import { s3WorkStore } from "../../../functions/adapters/s3/s3-work-store.ts";
import { ARCHIVE_LIMITS } from "../../../functions/domain/archive/archive-limits.ts";
import { decodeEntries } from "../../../functions/domain/archive/inventory-reader.ts";
import type { ReadEntry } from "../../../functions/domain/archive/read-exactly.ts";
import { download } from "../../../infra/local/tour/download.ts";
import { runProgram } from "../../../infra/local/tour/run-program.ts";
import { aDemoCloud, type DemoCloud, makeDemoToken, until, untilEnded } from "../../support/a-demo-cloud.ts";
import { buildArchive } from "../../support/archive-build.ts";

/** What is promised: within two minutes of the machine's clock. */
const RECOVERY_MS = 120_000;

describe("a worker that is killed", () => {
  let demo: DemoCloud;
  beforeAll(async () => {
    demo = await aDemoCloud("acme", 0.3);
  });
  afterAll(() => demo?.close());

  it("while packing and again while sealing is made up for, and the archive has the bytes of an unbroken run", async () => {
    const { client, administrator, cloud, directory } = demo;
    const { faults } = cloud.services.s3;
    const job = await client.requestBackup(administrator.apiKey, await makeDemoToken(demo));

    faults.arm({ operation: "UploadPart", nth: 1, times: 1_000, effect: { kind: "delay", ms: 1_000 } });
    await killOnce(demo, "UploadPart");
    const killedAt = Date.now();
    faults.disarm();
    faults.arm({ operation: "CompleteMultipartUpload", nth: 1, effect: { kind: "delay", ms: 5_000 } });
    faults.resetCounts();
    await until(
      "the second life",
      () => (counted(demo, "CompleteMultipartUpload") > 0 ? true : undefined),
      RECOVERY_MS,
    );
    expect(Date.now() - killedAt).toBeLessThan(RECOVERY_MS);
    await killOnce(demo, "CompleteMultipartUpload");
    const ended = await untilEnded(demo, job, RECOVERY_MS);
    expect(ended).toMatchObject({ status: "success" });

    const file = join(directory, "killed.zip");
    await download(await client.link(administrator.apiKey, ended.download ?? ""), file);
    await runProgram("unzip", ["-tqq", file]);
    expect(await sha256Of(createReadStream(file))).toBe(await unbroken(demo, job, file));
  }, 330_000);
});

const counted = ({ cloud }: DemoCloud, operation: string): number =>
  cloud.services.s3.faults.counts.get(operation) ?? 0;

/** SIGKILL as soon as the worker has begun such a call. */
async function killOnce(demo: DemoCloud, operation: string): Promise<void> {
  const { worker } = demo.cloud.functions;
  if (!worker) throw new Error("the template has no worker");
  await until(operation, () => (counted(demo, operation) > 0 ? true : undefined));
  expect(await worker.kill()).toBeGreaterThan(0);
}

async function sha256Of(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}

/** SHA-256 of what one process builds without a break, from the same dump, inventory and signature. */
async function unbroken({ cloud, tenant }: DemoCloud, job: string, file: string): Promise<string> {
  const environment = cloud.functions["worker"]?.spec.environment ?? {};
  const table = {
    client: DynamoDBDocumentClient.from(cloud.services.clients.dynamo),
    table: environment["COFFER_TABLE"] ?? "",
    clock: { now: Date.now },
  };
  const backup = await dynamoBackups(table).find(tenant.tenantId, job.split("/").at(-1) ?? "");
  const registered = await dynamoTenants(table).find(tenant.tenantId);
  if (!backup?.dump || !registered) throw new Error("the backup is not in the table");
  const { s3: client } = cloud.services.clients;
  const stores = {
    work: s3WorkStore({ client, bucket: environment["COFFER_WORK_BUCKET"] ?? "" }),
    attachments: s3AttachmentSource({ client }),
  };
  const inventory = Buffer.concat(await Array.fromAsync(stores.work.read(backup.dump.inventoryKey)));
  const entries = await Array.fromAsync(decodeEntries(stores.work.read(backup.dump.inventoryKey)));
  const signature = (await runProgram("unzip", ["-p", file, "manifest.json.jws"])).trim();
  const facts = { backup, signature };
  const read: ReadEntry = (entry, first, last) =>
    entry.kind === "dump"
      ? stores.work.read(entry.key, first, last)
      : stores.attachments.read(registered, entry, first, last);
  const { bytes } = await buildArchive({ inventory, entries, read }, ARCHIVE_LIMITS, undefined, facts);
  return createHash("sha256").update(bytes).digest("hex");
}
