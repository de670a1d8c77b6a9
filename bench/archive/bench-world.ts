import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { type Postgres, startPostgres } from "../../infra/local/postgres/start-postgres.ts";
import { withClient } from "../../infra/local/seed/create-tenant-database.ts";
import { type BenchCloud, startCloud } from "../cloud/start-cloud.ts";
import { type Attachments, fillAttachments } from "../data/attachments.ts";
import { type FilledDatabase, fillDatabase } from "../data/fill-database.ts";

/** One tenant of one size, and all that the ways to back it up work with. */
export interface BenchWorld {
  readonly directory: string;
  /** Empty at the beginning of each run. */
  readonly scratch: string;
  /** Where ways that know no S3 leave their result. */
  readonly store: string;
  readonly attachmentsDirectory: string;
  readonly attachmentsBucket: string;
  readonly database: FilledDatabase;
  readonly attachments: Attachments;
  readonly postgres: Postgres;
  /** The database server's first process. */
  readonly postmaster: number;
  readonly cloud: BenchCloud;
  readonly round: number;
}

export interface OpenWorld {
  readonly world: BenchWorld;
  close(): Promise<void>;
}

const attachmentsBucket = "bench-attachments";

/** Fills a fresh tenant under `directory`, which goes away with it. */
export async function openWorld(directory: string, size: number, seed: number): Promise<OpenWorld> {
  rmSync(directory, { recursive: true, force: true });
  await using opening = new AsyncDisposableStack();
  const removeAll = () => rmSync(directory, { recursive: true, force: true });
  process.once("exit", removeAll);
  opening.defer(() => {
    process.off("exit", removeAll);
    removeAll();
  });
  const scratch = join(directory, "scratch");
  const store = join(directory, "store");
  const attachmentsDirectory = join(directory, "attachments");
  for (const path of [scratch, store, attachmentsDirectory]) mkdirSync(path, { recursive: true });
  const postgres = await startPostgres({ directory: join(directory, "postgres"), port: 0, durable: false });
  opening.defer(() => postgres.close());
  const cloud = await startCloud(join(directory, "cloud"), postgres);
  opening.defer(() => cloud.close());
  const database = await fillDatabase(postgres, size, seed);
  await cloud.s3.send(new CreateBucketCommand({ Bucket: attachmentsBucket }));
  const places = { database, directory: attachmentsDirectory, s3: cloud.s3, bucket: attachmentsBucket };
  const attachments = await fillAttachments(places, size, seed);
  await settle(database.ownerUrl);
  const postmaster = Number(readFileSync(join(postgres.data, "postmaster.pid"), "utf8").split("\n", 1)[0]);
  const opened = opening.move();
  return {
    world: {
      directory,
      scratch,
      store,
      attachmentsDirectory,
      attachmentsBucket,
      database,
      attachments,
      postgres,
      postmaster,
      cloud,
      round: 0,
    },
    close: () => opened.disposeAsync(),
  };
}

/** What the server would do later by itself, in the midst of a measurement. */
const settle = (ownerUrl: string) =>
  withClient(ownerUrl, async (client) => {
    await client.query("vacuum (freeze, analyze)");
    await client.query("checkpoint");
    await client.query("alter system set autovacuum = off");
    await client.query("select pg_reload_conf()");
  });
