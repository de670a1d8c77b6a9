import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { S3_CLIENT_SETTINGS } from "../../functions/adapters/s3/s3-client-settings.ts";
import { eachAtOnce } from "../../functions/domain/archive/each-at-once.ts";
import { answerParent } from "../cloud/ask-child.ts";
import { owner } from "../cloud/owner.ts";

/**
 * The plainest copy there is of the bytes that an archive has, by the same client to the same store: every object read
 * and put again, without a ZIP, sums, records or a table. `node copy-objects.ts <s3 url> <region> <bucket> <to bucket>
 * [<bucket of one more object> <key>]`; says how many milliseconds it took.
 */
const [, , endpoint = "", region = "", bucket = "", target = "", moreBucket, moreKey] = process.argv;
const client = new S3Client({ ...S3_CLIENT_SETTINGS, endpoint, region, credentials: owner, forcePathStyle: true });

const objectsAtOnce = 16;
const partBytes = 8 * 1024 ** 2;
const partsAtOnce = 2;

interface Source {
  readonly bucket: string;
  readonly key: string;
  readonly bytes: number;
}

async function listed(): Promise<Source[]> {
  const found: Source[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken }));
    for (const { Key = "", Size = 0 } of page.Contents ?? []) found.push({ bucket, key: Key, bytes: Size });
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return found;
}

async function oneMore(): Promise<Source[]> {
  if (moreBucket === undefined || moreKey === undefined) return [];
  const page = await client.send(new ListObjectsV2Command({ Bucket: moreBucket, Prefix: moreKey }));
  return (page.Contents ?? []).map(({ Key = "", Size = 0 }) => ({ bucket: moreBucket, key: Key, bytes: Size }));
}

async function read({ bucket, key }: Source, range?: string): Promise<Uint8Array> {
  const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: range }));
  if (answer.Body === undefined) throw new Error(`${key} has no bytes`);
  return await answer.Body.transformToByteArray();
}

async function copySmall(source: Source): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: target, Key: source.key, Body: await read(source) }));
}

async function copyLarge(source: Source): Promise<void> {
  const at = { Bucket: target, Key: source.key };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(at));
  const firsts = Array.from({ length: Math.ceil(source.bytes / partBytes) }, (_, index) => index * partBytes);
  const etags: (string | undefined)[] = [];
  await eachAtOnce(firsts, partsAtOnce, async (first, index) => {
    const Body = await read(source, `bytes=${first}-${Math.min(first + partBytes, source.bytes) - 1}`);
    const { ETag } = await client.send(new UploadPartCommand({ ...at, UploadId, PartNumber: index + 1, Body }));
    etags[index] = ETag;
  });
  const Parts = etags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
  await client.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }));
}

const started = performance.now();
const sources = [...(await listed()), ...(await oneMore())];
await eachAtOnce(
  sources.filter(({ bytes }) => bytes <= 2 * partBytes),
  objectsAtOnce,
  copySmall,
);
await eachAtOnce(
  sources.filter(({ bytes }) => bytes > 2 * partBytes),
  1,
  copyLarge,
);
const ms = performance.now() - started;
answerParent({ ms, bytes: sources.reduce((sum, { bytes }) => sum + bytes, 0) }, () => ({}));
