import { fromBufferPromise } from "yauzl";

/** All entries of a ZIP by their paths, as another's reader sees them. */
export async function readArchive(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(bytes, { strictFileNames: true });
  const contents = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    const stream = await zip.openReadStreamPromise(entry);
    contents.set(entry.fileName, Buffer.concat(await Array.fromAsync(stream)));
  }
  return contents;
}
