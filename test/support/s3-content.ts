import { GetObjectCommand, type GetObjectCommandInput, type S3Client } from "@aws-sdk/client-s3";

export async function contentOf(client: S3Client, input: GetObjectCommandInput): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand(input));
  if (Body === undefined) throw new Error("the answer has no body");
  return Buffer.from(await Body.transformToByteArray());
}

/** Bytes that differ from place to place, the same ones for the same seed. */
export function bytesLike(seed: number, sizeBytes: number): Buffer {
  const words = new Uint32Array(Math.ceil(sizeBytes / 4));
  let state = seed + 1;
  for (let at = 0; at < words.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    words[at] = state;
  }
  return Buffer.from(words.buffer, 0, sizeBytes);
}
