import { randomBytes } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { s3ArchiveStore } from "../../../functions/adapters/s3/s3-archive-store.ts";
import { s3AttachmentSource } from "../../../functions/adapters/s3/s3-attachment-source.ts";
import { S3_CLIENT_SETTINGS } from "../../../functions/adapters/s3/s3-client-settings.ts";
import { s3WorkStore } from "../../../functions/adapters/s3/s3-work-store.ts";
import { ARCHIVE_LIMITS } from "../../../functions/domain/archive/archive-limits.ts";
import type { ArchiveStore } from "../../../functions/domain/archive/archive-store.ts";
import type { ArchiveFacts, Backup } from "../../../functions/domain/backup/backup.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { type BuildSystemOptions, buildSystem } from "../../support/build-system.ts";
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

  it("is the archive that reading every byte gives: with big entries copied, out of the one before, or streamed", async () => {
    const sizes = { partsAtOnce: 2, bytesAtOnce: 64 * MiB, copiesAtOnce: 8 };
    const reading = buildSystem({ ...contents, ...sizes, store: { copyAnswers: "refused" } });
    await makeBackup(reading);
    const wanted = reading.archiveBytes();

    const client = endpoint.clientWith(S3_CLIENT_SETTINGS);
    const bucket = await endpoint.createBucket();
    for (const { id, file, content } of attachments) {
      const Key = `uploads/attachment/file/${id}/${file}`;
      await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: content }));
    }
    const tenant = aTenant({ attachments: { bucket, prefix: "" } });
    const work = s3WorkStore({ client, bucket: await endpoint.createBucket() });

    /** The backup, made on the store, into a bucket of its own; what of its archive the store copied. */
    async function made(options: BuildSystemOptions & { archives?: Partial<ArchiveStore>; before?: Made } = {}) {
      const store = s3ArchiveStore({ client, bucket: await endpoint.createBucket("locked") });
      const { before } = options;
      const archives: ArchiveStore = {
        ...store,
        // The time that goes by here has nothing to do with the store's.
        retain: async () => undefined,
        ...(before ? { bucket: before.store.bucket } : {}),
        read: (archive, first, last) =>
          (archive.versionId === before?.archive.versionId ? before.store : store).read(archive, first, last),
        ...options.archives,
      };
      const history = { list: async () => ({ backups: before ? [before.backup] : [] }) };
      const workerPorts = { attachments: s3AttachmentSource({ client }), work, archives, history };
      const system = buildSystem({ ...contents, ...sizes, tenant, workerPorts, ...options });
      const backup = await makeBackup(system);
      expect(backup).toMatchObject({ state: "ready", errors: [] });
      if (backup.archive === undefined) throw new Error("no archive was published");
      const { archiveKey: key, versionId, bytes } = backup.archive;
      const read = store.read({ key, versionId }, 0, bytes - 1);
      expect(Buffer.concat(await Array.fromAsync(read)).equals(wanted)).toBe(true);
      const copied = system.log.lines.flatMap((line) => /"bytesCopied":(\d+)/.exec(line)?.[1] ?? []);
      const bytesCopied = copied.reduce((sum, digits) => sum + Number(digits), 0);
      return { store, backup, archive: backup.archive, bytesCopied };
    }

    const first = await made();
    // All but what the heads take: 5 MiB each of the first and of the dump, nothing of the one that small ones stand before.
    expect(first.bytesCopied).toBeGreaterThanOrEqual((20 - 5 + 9 + 17 - 5) * MiB);
    expect(first.bytesCopied).toBeLessThan((20 - 5 + 9 + 17 - 5) * MiB + 1000);

    const second = await made({ before: first });
    // All attachments, in one run, and the dump but for its head.
    expect(second.bytesCopied).toBeGreaterThanOrEqual((20 + 2 + 1 + 3 + 9 + 17 - 5) * MiB);

    const refused = { outcome: "refused", error: "AccessDenied" } as const;
    const streamed = await made({ before: first, bytesAtOnce: 1, archives: { copyPart: async () => refused } });
    expect(streamed.bytesCopied).toBe(0);
  });
});

interface Made {
  readonly store: ArchiveStore;
  readonly backup: Backup;
  readonly archive: ArchiveFacts;
}
