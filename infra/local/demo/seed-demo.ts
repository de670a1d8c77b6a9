import { BucketAlreadyOwnedByYou, CreateBucketCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { DEFAULT_SETTINGS } from "../../../functions/domain/tenant/tenant.ts";
import type { DemoTenantId } from "../seed/demo-tenant.ts";
import { type SeededTenant, seedTenant } from "../seed/seed-tenant.ts";
import type { LocalCloud } from "../start-local-cloud.ts";
import { registerTenant } from "./register-tenant.ts";

/** Where a demo tenant keeps its attachments: one has a bucket, the other a part of one. */
const stores = {
  acme: { bucket: "acme-attachments", prefix: "" },
  globex: { bucket: "shared-attachments", prefix: "globex/" },
} as const satisfies Record<DemoTenantId, { readonly bucket: string; readonly prefix: string }>;

/** Makes the demo as often as anyone likes in a day; everything else is as for any tenant. */
const settings = { ...DEFAULT_SETTINGS, backupDailyLimit: 1000, supportMail: "support@coffer.example" };

export interface SeedDemoOptions {
  /** 1 is some 80 MiB of attachments for each tenant. */
  readonly size: number;
  readonly seed?: number;
}

/** Fills a tenant's database and attachment store unless they are there, and registers it under its host name. */
export async function seedDemo(
  cloud: LocalCloud,
  tenant: DemoTenantId,
  { size, seed = 1 }: SeedDemoOptions,
): Promise<SeededTenant> {
  const { postgres, clients } = cloud.services;
  const { bucket, prefix } = stores[tenant];
  await makeBucket(clients.s3, bucket);
  const seeded = await seedTenant({
    postgres,
    tenant,
    size,
    seed,
    bucketPrefix: prefix,
    async putObject(Key, Body, ContentType) {
      await clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType }));
    },
  });
  const environment = cloud.functions["sessions"]?.spec.environment ?? {};
  const register = {
    records: DynamoDBDocumentClient.from(clients.dynamo, { marshallOptions: { removeUndefinedValues: true } }),
    secrets: clients.secrets,
    table: z.string().parse(environment["COFFER_TABLE"]),
    secretPrefix: z.string().parse(environment["COFFER_TENANT_SECRET_PREFIX"]),
  };
  await registerTenant(
    register,
    {
      tenantId: seeded.tenantId,
      title: seeded.title,
      domainName: seeded.domainName,
      origin: cloud.origin(seeded.domainName),
      registeredAt: Date.now(),
      attachments: { bucket, prefix },
      settings,
    },
    {
      identityUrl: seeded.logins.identity.url,
      dumpUrl: seeded.logins.dump.url,
      secretKeyBase: seeded.secretKeyBase,
    },
  );
  return seeded;
}

async function makeBucket(s3: S3Client, Bucket: string): Promise<void> {
  try {
    await s3.send(new CreateBucketCommand({ Bucket }));
  } catch (error) {
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
  }
}
