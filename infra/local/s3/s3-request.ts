import type { Caller } from "./authenticate.ts";
import type { Download } from "./blob-store.ts";

/** A request that has been authenticated, with its address read. */
export interface S3Request {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  /** A parameter of the query, decoded. */
  query(name: string): string | undefined;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  readonly headers: ReadonlyMap<string, string>;
  readonly caller: Caller;
  /** The body as it comes over the wire, aws-chunked framing included. */
  readonly body: AsyncIterable<Buffer>;
}

export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** A document, or the bytes of an object; neither where the status says all. */
  readonly document?: string;
  readonly download?: Download;
}
