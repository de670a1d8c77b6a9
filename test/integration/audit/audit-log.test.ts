import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HeadObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { readExport } from "../../../cli/audit/read-export.ts";
import { dynamoAuditChain } from "../../../functions/adapters/dynamo/dynamo-audit-chain.ts";
import { auditKey } from "../../../functions/adapters/dynamo/keys.ts";
import { systemClock } from "../../../functions/adapters/system/system-clock.ts";
import { verifyChain } from "../../../functions/domain/audit/verify-chain.ts";
import { aDemoCloud, type DemoCloud, makeDemoToken, until, untilEnded } from "../../support/a-demo-cloud.ts";
import { aDemoPerson, fetchBytes } from "../../support/demo-person.ts";

const EVENTS = "/api/v3/audit_events";
const EXPORTS = "/api/v3/audit_exports";

const eventShape = z.looseObject({
  id: z.string(),
  kind: z.string(),
  createdAt: z.string(),
  position: z.number().nullable(),
  actor: z.looseObject({ kind: z.string(), name: z.string().nullable() }),
});
const pageShape = z.object({ _embedded: z.object({ elements: z.array(eventShape) }) });
const exportShape = z.looseObject({
  id: z.string(),
  rows: z.number(),
  lastPosition: z.number(),
  lastHash: z.string(),
  downloadUrl: z.url(),
});

describe("the audit log on the local cloud", () => {
  let demo: DemoCloud;
  let hugo: Awaited<ReturnType<typeof aDemoPerson>>;
  beforeAll(async () => {
    demo = await aDemoCloud("globex");
    hugo = await aDemoPerson(demo, "second administrator");
    const job = await demo.client.requestBackup(demo.administrator.apiKey, await makeDemoToken(demo));
    await untilEnded(demo, job);
  });
  afterAll(() => demo?.close());

  const list = async (query = "?pageSize=200") => {
    const { status, text } = await hugo.call("GET", `${EVENTS}${query}`);
    expect([status, status === 200 ? "" : text]).toEqual([200, ""]);
    return pageShape.parse(JSON.parse(text))._embedded.elements;
  };
  const untilChained = () =>
    until("a place for every fact", async () =>
      (await list()).every(({ position }) => position !== null) ? true : undefined,
    );
  const makeExport = async () => {
    const { status, text } = await hugo.call("POST", EXPORTS, { password: hugo.password });
    expect([status, status === 201 ? "" : text]).toEqual([201, ""]);
    return exportShape.parse(JSON.parse(text));
  };
  const table = () => {
    const name = demo.cloud.functions["auditor"]?.spec.environment["COFFER_TABLE"] ?? "";
    return { client: DynamoDBDocumentClient.from(demo.cloud.services.clients.dynamo), table: name };
  };

  it("shows an administrator what was done, each with the place that the stream's consumer gave it", async () => {
    await untilChained();
    const events = await list();
    const kinds = events.map(({ kind }) => kind);
    for (const kind of ["backup.requested", "backup.dumped", "backup.ready", "session.started"]) {
      expect(kinds).toContain(kind);
    }
    const positions = events.map(({ position }) => position ?? 0);
    expect(positions.toSorted((a, b) => a - b)).toEqual(positions.map((_, index) => index + 1));
    expect(await list("?kind=backup.requested")).toMatchObject([{ actor: { kind: "user" } }]);
  });

  it("is exported by a link of its own, and holds where nothing of the service is at hand", async () => {
    await untilChained();
    const made = await makeExport();
    const { status, headers, body } = await fetchBytes(made.downloadUrl);
    expect({ status, headers }).toMatchObject({
      status: 200,
      headers: { "content-type": "application/x-ndjson", "cache-control": "no-store" },
    });
    expect(headers["content-disposition"]).toContain(`filename="audit-globex-1-${made.lastPosition}.ndjson"`);
    const file = join(mkdtempSync(join(tmpdir(), "coffer-audit-")), "audit.ndjson");
    writeFileSync(file, body);
    expect(await readExport(file, "globex")).toEqual({ position: made.lastPosition, hash: made.lastHash });
    const newest = await until("the export's own fact", async () => (await list("?kind=audit.exported"))[0]);
    expect(newest).toMatchObject({ actor: { name: hugo.login }, details: { exportId: made.id } });
  });

  it("lies in the tenant's own folder, encrypted; its link opens nothing else", async () => {
    const made = await makeExport();
    const Bucket = demo.cloud.functions["audit"]?.spec.environment["COFFER_WORK_BUCKET"] ?? "";
    const { s3 } = demo.cloud.services.clients;
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "t/globex/audit/" }));
    const Key = Contents.map((each) => each.Key).find((key) => key?.includes(made.id));
    const { ServerSideEncryption } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(ServerSideEncryption).toBe("aws:kms");
    const other = Contents.map((each) => each.Key).find((key) => key !== Key) ?? "";
    const moved = made.downloadUrl.replace(made.id, other.split("/").at(-1)?.replace(".ndjson", "") ?? "");
    expect((await fetchBytes(moved)).status).toBe(403);
    expect((await fetchBytes(made.downloadUrl.replace("ndjson", "json"))).status).toBe(403);
  });

  it("is neither shown nor exported to others, nor without a confirmation", async () => {
    const cyd = await aDemoPerson(demo, "backup role");
    expect((await cyd.call("GET", EVENTS)).status).toBe(403);
    expect((await cyd.call("POST", EXPORTS, { password: cyd.password })).status).toBe(403);
    expect((await hugo.call("POST", EXPORTS, { password: "wrong" })).status).toBe(403);
    expect((await hugo.call("POST", EXPORTS, {})).status).toBe(422);
  });

  it("tells the first fact that somebody changed in the table", async () => {
    await untilChained();
    const [event] = (await list()).filter(({ position }) => position === 3);
    if (event === undefined) throw new Error("there is no third fact");
    const { client, table: TableName } = table();
    const key = auditKey("globex", Date.parse(event.createdAt), event.id);
    const { Item } = await client.send(new GetCommand({ TableName, Key: key }));
    const chain = dynamoAuditChain({ client, table: TableName, clock: systemClock() });
    expect((await verifyChain(chain, "globex")).broken).toBeUndefined();
    await client.send(new PutCommand({ TableName, Item: { ...Item, what: "nothing.happened" } }));
    const broken = { kind: "changed", where: "fact", position: 3, factId: event.id };
    expect((await verifyChain(chain, "globex")).broken).toEqual(broken);
    await client.send(new PutCommand({ TableName, Item: { ...Item } }));
    expect((await verifyChain(chain, "globex")).broken).toBeUndefined();
  });
});
