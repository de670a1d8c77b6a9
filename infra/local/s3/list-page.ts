import { s3Error } from "./s3-error.ts";
import type { S3Request } from "./s3-request.ts";

/** What all listings have in common: their names may be asked for in URL encoding, and how many rows a page has. */
export interface PageWish {
  readonly prefix: string;
  readonly delimiter: string;
  readonly rowsMax: number;
  readonly encode: (text: string) => string;
  readonly encodingType: "url" | undefined;
}

const rowsMaxUsual = 1000;

export function readPageWish(request: S3Request, countName: string): PageWish {
  const encodingType = request.query("encoding-type");
  if (encodingType !== undefined && encodingType !== "url")
    throw s3Error("InvalidArgument", "Invalid Encoding Method specified in Request");
  return {
    prefix: request.query("prefix") ?? "",
    delimiter: request.query("delimiter") ?? "",
    rowsMax: readCount(request, countName),
    encode: encodingType === "url" ? encodeListed : (text) => text,
    encodingType,
  };
}

export function readCount(request: S3Request, name: string): number {
  const text = request.query(name) ?? String(rowsMaxUsual);
  if (!/^\d{1,10}$/u.test(text) || Number(text) > 2_147_483_647)
    throw s3Error("InvalidArgument", `Provided ${name} not an integer or within integer range`);
  return Math.min(Number(text), rowsMaxUsual);
}

const encodeListed = (text: string): string =>
  encodeURIComponent(text)
    .replaceAll("%2F", "/")
    .replaceAll("%20", "+")
    .replace(/[!'()]/gu, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** The part of a key up to the first delimiter after the prefix: what a listing folds into one row. */
export function commonPrefix(key: string, { prefix, delimiter }: PageWish): string | undefined {
  if (delimiter === "") return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at === -1 ? undefined : key.slice(0, at + delimiter.length);
}

/** Behind every key that begins with it: no key contains this code point, which stands for nothing. */
export const endOf = (prefix: string): string => `${prefix}\u{10ffff}`;
