import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectLegalHoldCommand,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { startS3 } from "../../infra/local/s3/start-s3.ts";
import type { CopyAnswers } from "../../infra/local/s3/store.ts";
import { resolveLocalhostNames } from "./localhost-names.ts";

/** What the contract is held against: the local server, or whatever COFFER_S3_ENDPOINT names. */
export interface S3Endpoint {
  readonly url: string;
  readonly region: string;
  readonly client: S3Client;
  /** A client with other settings, closed with the endpoint. */
  clientWith(config: S3ClientConfig): S3Client;
  /** A new bucket, removed with the endpoint. */
  createBucket(kind?: "plain" | "versioned" | "locked"): Promise<string>;
  close(): Promise<void>;
}

export const testCredentials = { accessKeyId: "AKIDCONTRACT", secretAccessKey: "contract/secret" };

/** Where a bucket's name stands in a URL: at the beginning of the path, or before the host. */
export type S3Style = "path" | "virtual-hosted";

const wantedStyle = (): S3Style => (process.env["COFFER_S3_FORCE_PATH_STYLE"] === "false" ? "virtual-hosted" : "path");

/** `copyAnswers` is how the local server tells the checksum of a copied part; any other endpoint has its own way. */
export async function openS3Endpoint(
  copyAnswers: CopyAnswers = "checksum",
  style: S3Style = wantedStyle(),
): Promise<S3Endpoint> {
  const given = process.env["COFFER_S3_ENDPOINT"];
  const region = process.env["AWS_REGION"] ?? "eu-central-1";
  const forcePathStyle = style === "path";
  if (given !== undefined) return endpointAt(given, region, { forcePathStyle }, async () => {});
  const directory = mkdtempSync(join(tmpdir(), "coffer-s3-"));
  const { accessKeyId, secretAccessKey } = testCredentials;
  const server = await startS3({
    port: 0,
    directory,
    region,
    copyAnswers,
    credentials: (id, token) => (id === accessKeyId && token === undefined ? secretAccessKey : undefined),
  });
  // A bucket cannot stand before an address of numbers.
  const url = forcePathStyle ? server.url : `http://s3.localhost:${server.port}`;
  return endpointAt(url, region, { forcePathStyle, credentials: testCredentials }, async () => {
    await server.close();
    rmSync(directory, { recursive: true });
  });
}

function endpointAt(url: string, region: string, own: S3ClientConfig, stop: () => Promise<void>): S3Endpoint {
  if (new URL(url).hostname.endsWith(".localhost")) resolveLocalhostNames();
  const clients: S3Client[] = [];
  const buckets: string[] = [];
  const clientWith = (config: S3ClientConfig): S3Client => {
    const made = new S3Client({ endpoint: url, region, maxAttempts: 1, ...own, ...config });
    clients.push(made);
    return made;
  };
  const client = clientWith({});
  return {
    url,
    region,
    client,
    clientWith,
    async createBucket(kind = "plain") {
      const prefix = process.env["COFFER_S3_BUCKET_PREFIX"] ?? "coffer-contract";
      const Bucket = `${prefix}-${crypto.randomUUID().slice(0, 13)}`;
      await client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: kind === "locked" }));
      buckets.push(Bucket);
      if (kind === "versioned") {
        const VersioningConfiguration = { Status: "Enabled" } as const;
        await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
      }
      return Bucket;
    },
    async close() {
      // The local server's buckets go with its directory.
      for (const bucket of own.credentials === undefined ? buckets : []) await removeBucket(client, bucket);
      for (const each of clients) each.destroy();
      await stop();
    },
  };
}

/** What a lock still keeps stays, with a warning: it is the locked cases' own doing. */
async function removeBucket(client: S3Client, Bucket: string): Promise<void> {
  try {
    await client.send(new DeleteBucketPolicyCommand({ Bucket }));
    for (;;) {
      const page = await client.send(new ListObjectVersionsCommand({ Bucket }));
      for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
        await removeVersion(client, { Bucket, Key: Key ?? "", VersionId: VersionId ?? "" });
      }
      if (page.IsTruncated !== true) break;
    }
    await client.send(new DeleteBucketCommand({ Bucket }));
  } catch (error) {
    process.emitWarning(`the bucket ${Bucket} stays: ${String(error)}`);
  }
}

async function removeVersion(client: S3Client, id: { Bucket: string; Key: string; VersionId: string }): Promise<void> {
  try {
    await client.send(new DeleteObjectCommand({ ...id, BypassGovernanceRetention: true }));
  } catch {
    // Kept by a legal hold: lift it and try again; a retention in compliance mode refuses this time too.
    await client.send(new PutObjectLegalHoldCommand({ ...id, LegalHold: { Status: "OFF" } }));
    await client.send(new DeleteObjectCommand({ ...id, BypassGovernanceRetention: true }));
  }
}
