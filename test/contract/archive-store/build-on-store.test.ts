import { randomBytes } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { s3ArchiveStore } from "../../../functions/adapters/s3/s3-archive-store.ts";
import { s3AttachmentSource } from "../../../functions/adapters/s3/s3-attachment-source.ts";
import { S3_CLIENT_SETTINGS } from "../../../functions/adapters/s3/s3-client-settings.ts";
import { s3WorkStore } from "../../../functions/adapters/s3/s3-work-store.ts";
import { ARCHIVE_LIMITS } from "../../../functions/domain/archive/archive-limits.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { buildSystem } from "../../support/build-system.ts";
import { randomSigner } from "../../support/random-signer.ts";
import { makeBackup } from "../../support/run-system.ts";
import { openS3Endpoint, type S3Endpoint } from "../../support/s3-endpoint.ts";

const MiB = 1024 * 1024;
/** One with a head of its own, small ones, one whose head these fill; and a dump that is big as well. */
const attachments = [20 * MiB, 2 * MiB, 1 * MiB, 3 * MiB, 9 * MiB].map((bytes, index) => ({
  id: index + 1,
  file: `Plan ${index + 1} + Übersicht %.pdf`,
  content: randomBytes(bytes),
}));
const dump = randomBytes(17 * MiB);
const contents = { attachments, dump, limits: ARCHIVE_LIMITS, signer: randomSigner(() => "same") };

/** Only the local server can be told how to answer. */
const KINDS =
  process.env["COFFER_S3_ENDPOINT"] === undefined
    ? (["checksum", "list-only", "none"] as const)
    : ([undefined] as const);

describe.each(KINDS)("a backup on a store that tells the CRC-32 of a copied part: %s", (kind) => {
  let endpoint: S3Endpoint;
  beforeAll(async () => {
    endpoint = await openS3Endpoint(kind);
  });
  afterAll(() => endpoint.close());

  it("is the archive that reading every byte gives, with big attachments and the dump copied", async () => {
    const sizes = { partsAtOnce: 2, bytesAtOnce: 64 * MiB, copiesAtOnce: 8 };
    const reading = buildSystem({ ...contents, ...sizes, store: { copyAnswers: "refused" } });
    await makeBackup(reading);

    const client = endpoint.clientWith(S3_CLIENT_SETTINGS);
    const bucket = await endpoint.createBucket();
    for (const { id, file, content } of attachments) {
      const Key = `uploads/attachment/file/${id}/${file}`;
      await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: content }));
    }
    const store = s3ArchiveStore({ client, bucket: await endpoint.createBucket("locked") });
    const workerPorts = {
      attachments: s3AttachmentSource({ client }),
      work: s3WorkStore({ client, bucket: await endpoint.createBucket() }),
      // The time that goes by here has nothing to do with the store's.
      archives: { ...store, retain: async () => undefined },
    };
    const tenant = aTenant({ attachments: { bucket, prefix: "" } });
    const system = buildSystem({ ...contents, ...sizes, tenant, workerPorts });
    const { archive, ...backup } = await makeBackup(system);
    expect(backup).toMatchObject({ state: "ready", errors: [] });
    if (archive === undefined) throw new Error("no archive was published");
    const read = store.read({ key: archive.archiveKey, versionId: archive.versionId }, 0, archive.bytes - 1);
    expect(Buffer.concat(await Array.fromAsync(read)).equals(reading.archiveBytes())).toBe(true);

    const copied = system.log.lines.flatMap((line) => /"bytesCopied":(\d+)/.exec(line)?.[1] ?? []);
    // All but what the heads take: 5 MiB each of the first and of the dump, nothing of the one that small ones stand before.
    const bytes = copied.reduce((sum, digits) => sum + Number(digits), 0);
    expect(bytes).toBeGreaterThanOrEqual((20 - 5 + 9 + 17 - 5) * MiB);
    expect(bytes).toBeLessThan((20 - 5 + 9 + 17 - 5) * MiB + 1000);
  });
});
