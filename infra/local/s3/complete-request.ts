import { checksumAlgorithms } from "./checksums.ts";
import { s3Error } from "./s3-error.ts";
import { childrenNamed, childText, expectOnly, parseXml } from "./xml-parse.ts";

/** A part as Complete names it. */
export interface NamedPart {
  readonly number: number;
  readonly etag: string;
  /** By element name, `ChecksumCRC32` and the like. */
  readonly checksums: ReadonlyMap<string, string>;
}

const checksumElements = checksumAlgorithms.map((algorithm) => `Checksum${algorithm}`);

export function parseCompleteRequest(document: string): readonly NamedPart[] {
  const root = parseXml(document, "CompleteMultipartUpload");
  expectOnly(root, ["Part"]);
  const parts = childrenNamed(root, "Part").map((part) => {
    expectOnly(part, ["PartNumber", "ETag", ...checksumElements]);
    const [number, etag] = [childText(part, "PartNumber") ?? "", childText(part, "ETag")];
    if (!/^\d{1,5}$/u.test(number) || etag === undefined) throw s3Error("MalformedXML");
    const checksums = new Map(
      checksumElements.flatMap((name) => {
        const value = childText(part, name);
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
    return { number: Number(number), etag: etag.replaceAll('"', ""), checksums };
  });
  if (parts.length === 0) throw s3Error("MalformedXML");
  return parts;
}
