import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { withClient } from "../../infra/local/seed/create-tenant-database.ts";
import { download } from "../../infra/local/tour/download.ts";
import type { BadInputCloud } from "./a-bad-input-cloud.ts";
import { untilEnded } from "./a-demo-cloud.ts";

/** Where globex keeps its attachments. */
export const STORE = { bucket: "shared-attachments", folder: "globex/uploads/attachment/file/" } as const;

/** Statements as the database's owner. */
export const inDatabase = ({ cloud }: BadInputCloud, sql: string, values: readonly unknown[] = []) =>
  withClient(cloud.services.postgres.url("globex"), (client) => client.query(sql, [...values]));

export interface WantedAttachment {
  readonly id: number;
  readonly file: string;
  readonly content: string;
}

/** A row as OpenProject writes it, and its object. */
export async function putAttachment(world: BadInputCloud, { id, file, content }: WantedAttachment): Promise<void> {
  const md5 = createHash("md5").update(content).digest("hex");
  await inDatabase(
    world,
    `insert into attachments (id, container_id, container_type, file, filesize, digest, author_id, created_at)
     values ($1, 1, 'WorkPackage', $2, $3, $4, 4, now())`,
    [id, file, Buffer.byteLength(content), md5],
  );
  await putObject(world, `${id}/${file}`, content);
}

export const putObject = ({ cloud }: BadInputCloud, name: string, content: string) => {
  const object = { Bucket: STORE.bucket, Key: `${STORE.folder}${name}`, Body: Buffer.from(content) };
  return cloud.services.clients.s3.send(new PutObjectCommand(object));
};

export const requestBackup = (world: BadInputCloud): Promise<string> =>
  world.client.requestBackup(world.apiKey, world.backupToken);

/** The end of a backup that the world's administrator asked for. */
export const endOf = (world: BadInputCloud, job: string, limitMs?: number) =>
  untilEnded({ ...world, administrator: { ...world.administrator, apiKey: world.apiKey } }, job, limitMs);

/** Makes a backup and saves its archive. Throws unless it ends well. */
export async function makeArchive(world: BadInputCloud, name: string) {
  const ended = await endOf(world, await requestBackup(world));
  return { ...ended, file: await saveArchive(world, ended, name) };
}

export async function saveArchive(
  world: BadInputCloud,
  ended: { readonly status: string; readonly message: string | null; readonly download: string | undefined },
  name: string,
): Promise<string> {
  if (ended.download === undefined) throw new Error(`the backup ended as ${ended.status}: ${ended.message}`);
  const file = join(world.directory, name);
  await download(await world.client.link(world.apiKey, ended.download), file);
  return file;
}

/** Most MiB that any invocation of a function ever held. */
export function peakMemoryMiB({ cloud }: BadInputCloud, name: string): number {
  const log = readFileSync(cloud.functions[name]?.spec.logFile ?? "", "utf8");
  const peaks = [...log.matchAll(/Max Memory Used: (\d+) MB/g)].map(([, peak]) => Number(peak));
  return Math.max(...peaks);
}
