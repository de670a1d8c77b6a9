import { CreateBucketCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { REGION } from "../../infra/local/template/account.ts";
import type { BenchWorld } from "../archive/bench-world.ts";
import { forkChild } from "../cloud/ask-child.ts";
import { variable } from "../cloud/start-cloud.ts";
import type { Way } from "./way.ts";

const program = new URL("../engine/copy-objects.ts", import.meta.url);

/**
 * No backup: what moving the bytes of an archive costs at least, through the same store and the same client. They are the
 * attachments and the dump that Coffer's first backup of this round made, so it comes after that.
 */
export const s3CopyWay: Way = {
  name: "copy of the archive's bytes through S3, without a dump",
  prepare: async (world) => void (await world.cloud.s3.send(new CreateBucketCommand({ Bucket: targetOf(world) }))),
  async run(world) {
    const { cloud, attachmentsBucket } = world;
    const child = await forkChild<{ readonly ms: number; readonly bytes: number }, object>(program, [
      cloud.s3Url,
      REGION,
      attachmentsBucket,
      targetOf(world),
      ...(await dumpOf(world)),
    ]);
    await child.close();
    return { keptBytes: child.started.bytes, wallMs: child.started.ms };
  },
};

const targetOf = ({ round }: BenchWorld) => `copy-${round}`;

async function dumpOf({ cloud, round }: BenchWorld): Promise<readonly string[]> {
  const bucket = variable(cloud.worker.spec, "COFFER_WORK_BUCKET");
  const page = await cloud.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: `t/round-${round}/` }));
  const key = page.Contents?.find((each) => each.Key?.endsWith(".pgdump"))?.Key;
  if (key === undefined) throw new Error("Coffer's first backup of this round left no dump.");
  return [bucket, key];
}
