import { CreateBucketCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { type FailureCode, failureRow } from "../../../functions/domain/failure.ts";
import { DEFAULT_SETTINGS } from "../../../functions/domain/tenant/tenant.ts";
import { registerTenant } from "../../../infra/local/demo/register-tenant.ts";
import { cofferClient } from "../../../infra/local/tour/coffer-client.ts";
import { aBadInputCloud, type BadInputCloud, MARK } from "../../support/a-bad-input-cloud.ts";
import { until } from "../../support/a-demo-cloud.ts";
import { inDatabase, STORE } from "../../support/bad-backup.ts";
import { aDemoPerson } from "../../support/demo-person.ts";
import { allLogs, lastingState, untilQuiet } from "../../support/traces.ts";

const tokenShape = z.object({ token: z.string() });

/** What is spoilt, what people are told, and what the log says of it. */
const CASES: Readonly<Record<string, { readonly code: FailureCode; readonly logged: string }>> = {
  "bucket-gone": { code: "attachments-unavailable", logged: "NoSuchBucket" },
  "bucket-denied": { code: "attachments-unavailable", logged: "AccessDenied" },
  "dump-refused": { code: "dump-failed", logged: "permission denied for table" },
  "login-refused": { code: "tenant-database-unavailable", logged: "28P01" },
  "tables-missing": { code: "tenant-database-unsupported", logged: '"missing":"attachments.id"' },
};

let world: BadInputCloud;
beforeAll(async () => {
  world = await aBadInputCloud();
  await spoil();
});
afterAll(() => world?.close());

/** A bucket that nobody may read, and a login that may read no table but one. */
async function spoil(): Promise<void> {
  const { s3 } = world.cloud.services.clients;
  const Bucket = "denied-attachments";
  const Resource = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`];
  const denied = { Effect: "Deny", Principal: { AWS: "*" }, Action: ["s3:ListBucket", "s3:GetObject"], Resource };
  await s3.send(new CreateBucketCommand({ Bucket }));
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [denied] });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const { password } = halfLogin();
  await inDatabase(world, `create role half_dump login password '${password}'`);
  await inDatabase(world, "grant connect on database globex to half_dump");
  await inDatabase(world, "grant select on attachments to half_dump");
}

const halfLogin = (): URL => new URL(world.cloud.services.postgres.url("globex", "half_dump"));

/** Another tenant on the same database, with something of it spoilt. */
async function register(tenantId: string): Promise<string> {
  const dump = new URL(world.tenant.logins.dump.url);
  if (tenantId === "dump-refused") dump.href = halfLogin().href;
  if (tenantId === "login-refused") dump.password = MARK;
  if (tenantId === "tables-missing") dump.pathname = "/postgres";
  const buckets = new Map([
    ["bucket-gone", "nowhere-attachments"],
    ["bucket-denied", "denied-attachments"],
  ]);
  const { clients } = world.cloud.services;
  const { environment = {} } = world.cloud.functions["sessions"]?.spec ?? {};
  const domainName = `${tenantId}.localhost`;
  const marshallOptions = { removeUndefinedValues: true };
  await registerTenant(
    {
      records: DynamoDBDocumentClient.from(clients.dynamo, { marshallOptions }),
      secrets: clients.secrets,
      table: environment["COFFER_TABLE"] ?? "",
      secretPrefix: environment["COFFER_TENANT_SECRET_PREFIX"] ?? "",
    },
    {
      tenantId,
      title: tenantId,
      domainName,
      origin: world.cloud.origin(domainName),
      registeredAt: Date.now(),
      attachments: { bucket: buckets.get(tenantId) ?? STORE.bucket, prefix: "globex/" },
      settings: DEFAULT_SETTINGS,
    },
    {
      identityUrl: world.tenant.logins.identity.url,
      dumpUrl: dump.href,
      secretKeyBase: world.tenant.secretKeyBase,
    },
  );
  return domainName;
}

/** Asks for a backup, and waits for its end. */
async function backUp(tenantId: string) {
  const domainName = await register(tenantId);
  const person = await aDemoPerson({ ...world, tenant: { ...world.tenant, domainName } }, "second administrator");
  const wish = { confirmation: "create", password: person.password };
  const { text } = await person.call("POST", "/api/v3/backup_tokens", wish);
  const client = cofferClient(world.cloud.origin(domainName));
  const job = await client.requestBackup(world.apiKey, tokenShape.parse(JSON.parse(text)).token);
  return until(
    `the end of ${tenantId}`,
    async () => {
      const status = await client.jobStatus(world.apiKey, job);
      return status.status === "in_queue" || status.status === "in_process" ? undefined : status;
    },
    300_000,
  );
}

describe("a backup that cannot be made", () => {
  let ended: Map<string, Awaited<ReturnType<typeof backUp>>>;
  beforeAll(async () => {
    // All at once: each is tried five times, over more than a minute.
    const all = Object.keys(CASES).map(async (tenantId) => [tenantId, await backUp(tenantId)] as const);
    ended = new Map(await Promise.all(all));
    await untilQuiet(world);
  }, 330_000);

  it.each(Object.entries(CASES))(
    "(%s) ends as failed, with the fixed text, its mails and a free slot",
    async (tenantId, wanted) => {
      const { message } = failureRow(wanted.code);
      expect(ended.get(tenantId)).toEqual({ status: "failure", message, download: undefined });
      expect(allLogs(world)).toContain(wanted.logged);
      const mails = (await world.cloud.services.mailbox.inbox()).filter(
        ({ subject }) => subject === `[${tenantId}] Backup failed`,
      );
      expect(new Set(mails.map(({ destination }) => destination.to.join())).size).toBe(2);
      expect(mails).toHaveLength(2);
      for (const { body } of mails) {
        // Its lines are wrapped.
        expect(body.text?.replaceAll(/\s+/gu, " ")).toContain(message);
        expect(JSON.stringify(body)).not.toContain(wanted.logged);
      }
      const state = await lastingState(world);
      const ofTenant = state.filter((row) => row.includes(`"T#${tenantId}"`) && /"sk":"(SLOT|STEP)/.test(row));
      expect([...ofTenant, ...state.filter((row) => /^t\/.*archive/.test(row))]).toEqual([]);
    },
  );

  it("leaves nothing of a login or key behind", async () => {
    expect(await world.leaks("backup.failed")).toEqual([]);
  });
});
