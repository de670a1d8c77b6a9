import { decode } from "./s3-address.ts";
import { s3Error } from "./s3-error.ts";

export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | undefined;
}

/** `bucket/key?versionId=…`, encoded as in a URL; here S3 reads a bare `+` as a space. */
export function readCopySource(header: string | undefined): CopySource {
  const [path = "", query] = (header ?? "").replace(/^\//u, "").split("?", 2);
  const slash = path.indexOf("/");
  if (slash < 1 || slash === path.length - 1) {
    throw s3Error("InvalidArgument", "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
  }
  if (query !== undefined && !query.startsWith("versionId=")) throw s3Error("InvalidArgument");
  return {
    bucket: read(path.slice(0, slash)),
    key: read(path.slice(slash + 1)),
    versionId: query === undefined ? undefined : read(query.slice("versionId=".length)),
  };
}

const read = (text: string): string => decode(text.replaceAll("+", " "));
