import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DeleteObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { withClient } from "../../infra/local/seed/create-tenant-database.ts";
import { insertRows } from "../../infra/local/seed/insert-rows.ts";
import { prose } from "../../infra/local/seed/prose.ts";
import { seededRandom } from "../../infra/local/seed/seeded-random.ts";
import type { TenantShape } from "../model/tenant-shape.ts";
import { type FileBodies, fileBodies } from "./file-bodies.ts";
import type { FilledDatabase } from "./fill-database.ts";
import { keyOf, ordinaryFile, type PlannedFile, planFiles } from "./plan-files.ts";

/** Where one attachment is kept: for ways that know files a directory, for those that speak S3 a bucket. */
export interface AttachmentPlaces {
  readonly database: FilledDatabase;
  readonly directory: string;
  readonly s3: S3Client;
  readonly bucket: string;
}

/** What there is before a change, and what a change does. */
export type AttachmentFacts = Omit<TenantShape, "dumpBytes" | "changed"> & Required<Pick<TenantShape, "changed">>;

export interface Attachments {
  readonly facts: AttachmentFacts;
  /** One in a hundred added, a quarter of that deleted: what a day changes. */
  change(): Promise<void>;
  /** As it was, to the byte. */
  restore(): Promise<void>;
}

/** Makes the files, puts them into both places, and the rows that name them. */
export async function fillAttachments(places: AttachmentPlaces, size: number, seed: number): Promise<Attachments> {
  const random = seededRandom(seed, "attachments");
  const planned = planFiles(size, random);
  const bodies = fileBodies(random, prose(random));
  const kept = new Map<PlannedFile, Buffer>();
  const ordinary = planned.filter(({ kind }) => kind !== "mp4");
  const daily = Math.max(1, Math.round(ordinary.length / 100));
  const every = Math.floor(ordinary.length / Math.max(1, Math.round(daily / 4)));
  const deleted = ordinary.filter((_, index) => index % every === Math.floor(every / 2));
  for (const file of planned) {
    const body = bodies.make(file);
    if (deleted.includes(file)) kept.set(file, body);
    await put(places, file, body);
  }
  const added = newFiles(bodies, planned.length + 1, daily, random);
  return {
    facts: {
      attachments: planned.length,
      attachmentBytes: bytesOf(planned),
      bigAttachments: planned.length - ordinary.length,
      bigBytes: bytesOf(planned) - bytesOf(ordinary),
      changed: {
        added: added.length,
        addedBytes: bytesOf(added.map(([file]) => file)),
        deleted: deleted.length,
      },
    },
    change: async () => {
      for (const [file, body] of added) await put(places, file, body);
      for (const file of deleted) await remove(places, file);
    },
    restore: async () => {
      for (const [file] of added) await remove(places, file);
      for (const [file, body] of kept) await put(places, file, body);
    },
  };
}

const bytesOf = (files: readonly PlannedFile[]) => files.reduce((sum, { bytes }) => sum + bytes, 0);

function newFiles(bodies: FileBodies, firstId: number, count: number, random: ReturnType<typeof seededRandom>) {
  return Array.from({ length: count }, (_, index): readonly [PlannedFile, Buffer] => {
    const file = ordinaryFile(firstId + index, random);
    return [file, bodies.make(file)];
  });
}

async function put({ database, directory, s3, bucket }: AttachmentPlaces, file: PlannedFile, body: Buffer) {
  const path = join(directory, keyOf(file));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, body);
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: keyOf(file), Body: body }));
  await withClient(database.ownerUrl, (client) =>
    insertRows(client, "attachments", [rowOf(file, body, database.workPackages)]),
  );
}

async function remove({ database, directory, s3, bucket }: AttachmentPlaces, file: PlannedFile) {
  rmSync(dirname(join(directory, keyOf(file))), { recursive: true });
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: keyOf(file) }));
  await withClient(database.ownerUrl, (client) => client.query("delete from attachments where id = $1", [file.id]));
}

function rowOf(file: PlannedFile, body: Buffer, workPackages: number) {
  const at = new Date(Date.UTC(2023, 3, 1) + (file.id % 650) * 86_400_000).toISOString();
  return {
    id: file.id,
    container_id: 1 + (file.id % workPackages),
    container_type: "WorkPackage",
    filesize: body.length,
    content_type: "application/octet-stream",
    digest: createHash("md5").update(body).digest("hex"),
    author_id: 4,
    created_at: at,
    updated_at: at,
    file: file.name,
    status: 0,
  };
}
