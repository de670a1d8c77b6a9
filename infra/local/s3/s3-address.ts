import { s3Error } from "./s3-error.ts";

/** Where a request goes; an empty bucket means the service, an empty key the bucket. */
export interface S3Address {
  readonly bucket: string;
  readonly key: string;
  /** The path as it came, for the signature. */
  readonly rawPath: string;
  readonly query: readonly (readonly [name: string, value: string])[];
}

const keyBytesMax = 1024;

/**
 * Never by the URL class: it would fold `a//b` and `../x`, which are keys like any other. A name before a known host
 * is a bucket (virtual-hosted style); on any other host the bucket is the first part of the path.
 */
export function readAddress(host: string, target: string): S3Address {
  const mark = target.indexOf("?");
  const rawPath = mark === -1 ? target : target.slice(0, mark);
  const query = mark === -1 ? [] : readQuery(target.slice(mark + 1));
  const path = decode(rawPath).slice(1);
  const hosted = bucketOfHost(host);
  if (hosted !== undefined) return checked({ bucket: hosted, key: path, rawPath, query });
  const slash = path.indexOf("/");
  const bucket = slash === -1 ? path : path.slice(0, slash);
  return checked({ bucket, key: slash === -1 ? "" : path.slice(slash + 1), rawPath, query });
}

function checked(address: S3Address): S3Address {
  if (Buffer.byteLength(address.key) > keyBytesMax) throw s3Error("KeyTooLongError");
  return address;
}

const hostSuffixes = /^(?:(.+?)\.)??(?:s3\.localhost|localhost|127\.0\.0\.1|s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com)$/u;

function bucketOfHost(host: string): string | undefined {
  const name = host.replace(/:\d+$/u, "").toLowerCase();
  return hostSuffixes.exec(name)?.[1];
}

/** `+` is a space in a query, as S3 reads it, and itself in a path. */
function readQuery(text: string): (readonly [string, string])[] {
  return text
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const equals = pair.indexOf("=");
      const name = equals === -1 ? pair : pair.slice(0, equals);
      const value = equals === -1 ? "" : pair.slice(equals + 1);
      return [decode(name.replaceAll("+", " ")), decode(value.replaceAll("+", " "))] as const;
    });
}

export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw Object.assign(s3Error("InvalidURI"), { cause });
  }
}
