import { CreateBucketCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { REGION } from "../../infra/local/template/account.ts";
import type { BenchWorld } from "../archive/bench-world.ts";
import { owner } from "../cloud/owner.ts";
import { runProgram, runScript } from "./run-script.ts";
import type { Way } from "./way.ts";

const needs = [{ program: "restic", packageName: "restic" }];

/** Into the S3 server that ours uses, since it speaks S3; the attachments it reads where they lie, without a copy. */
const backUp = `pg_dump -x -O | restic backup --quiet --stdin --stdin-filename openproject.sql
                restic backup --quiet "$ATTACHMENTS"`;

export const resticFirstWay: Way = {
  name: "restic, first",
  needs,
  async prepare(world) {
    await world.cloud.s3.send(new CreateBucketCommand({ Bucket: bucketOf(world) }));
    await runProgram(world, "restic", ["init", "--quiet"], environmentOf(world));
  },
  async run(world) {
    await runScript(world, backUp, environmentOf(world));
    return { keptBytes: await bytesIn(world) };
  },
};

export const resticSecondWay: Way = {
  name: "restic, second",
  isSecond: true,
  needs,
  async run(world) {
    const before = await bytesIn(world);
    await runScript(world, backUp, environmentOf(world));
    return { keptBytes: (await bytesIn(world)) - before };
  },
};

/** One repository a round: it is empty in the beginning of each. */
const bucketOf = ({ round }: BenchWorld) => `restic-${round}`;

const environmentOf = (world: BenchWorld) => ({
  RESTIC_REPOSITORY: `s3:${world.cloud.s3Url}/${bucketOf(world)}`,
  RESTIC_PASSWORD: "bench",
  RESTIC_CACHE_DIR: `${world.directory}/restic-cache-${world.round}`,
  AWS_ACCESS_KEY_ID: owner.accessKeyId,
  AWS_SECRET_ACCESS_KEY: owner.secretAccessKey,
  AWS_DEFAULT_REGION: REGION,
});

async function bytesIn(world: BenchWorld): Promise<number> {
  let bytes = 0;
  let ContinuationToken: string | undefined;
  do {
    const page = await world.cloud.s3.send(new ListObjectsV2Command({ Bucket: bucketOf(world), ContinuationToken }));
    for (const { Size = 0 } of page.Contents ?? []) bytes += Size;
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return bytes;
}
