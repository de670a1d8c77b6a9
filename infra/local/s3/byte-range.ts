import { s3Error } from "./s3-error.ts";

export interface ByteRange {
  readonly first: number;
  /** Included. */
  readonly last: number;
}

/**
 * The Range header of a read. Undefined where S3 answers with the whole: no header, a form it does not know, several
 * ranges. @throws InvalidRange where no byte of it exists
 */
export function readRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/u.exec(header?.trim() ?? "");
  if (header === undefined || match === null) return undefined;
  const [, from = "", to = ""] = match;
  if (from === "" && to === "") return undefined;
  if (from !== "" && to !== "" && Number(from) > Number(to)) return undefined;
  const first = from === "" ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const last = from === "" || to === "" ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (first >= sizeBytes || (from === "" && Number(to) === 0)) {
    throw s3Error("InvalidRange", undefined, { RangeRequested: header, ActualObjectSize: String(sizeBytes) });
  }
  return { first, last };
}

/** The range of a copy knows one form, and must lie inside its source. */
export function readCopyRange(header: string, sizeBytes: number): ByteRange {
  const match = /^bytes=(\d{1,15})-(\d{1,15})$/u.exec(header);
  const [first, last] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || first > last) {
    throw s3Error(
      "InvalidArgument",
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
    );
  }
  if (last >= sizeBytes) {
    throw s3Error("InvalidArgument", `Range specified is not valid for source object of size: ${sizeBytes}`);
  }
  return { first, last };
}
