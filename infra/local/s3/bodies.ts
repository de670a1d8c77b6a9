import type { Extent } from "./blob-store.ts";
import { numberOf, textOf } from "./metadata.ts";
import type { Store } from "./store.ts";

/** An extent whose CRC-32 is known, so that a copy of all of it need not read it. */
export interface CheckedExtent extends Extent {
  readonly crc32: number;
}

/** One that may have been cut out of another. */
export interface CutExtent extends Extent {
  readonly crc32: number | undefined;
}

/** A body is the bytes of a version or of a part: a list of extents, never changed once made. */
export function addBody(store: Store, extents: Iterable<CheckedExtent>): number {
  const body = Number(store.sql.run`INSERT INTO body (size) VALUES (0)`.lastInsertRowid);
  let start = 0;
  for (const { blob, offset, length, crc32 } of extents) {
    void store.sql.run`INSERT INTO extent (body, start, blob, offset, length, crc32)
      VALUES (${body}, ${start}, ${blob}, ${offset}, ${length}, ${crc32})`;
    start += length;
  }
  void store.sql.run`UPDATE body SET size = ${start} WHERE id = ${body}`;
  return body;
}

/** Forgets a body. Returns the blobs that nothing refers to any more; discard them after the commit. */
export function dropBody(store: Store, body: number): readonly string[] {
  const blobs = store.sql.all`SELECT DISTINCT blob FROM extent WHERE body = ${body}`.map((row) => textOf(row, "blob"));
  void store.sql.run`DELETE FROM extent WHERE body = ${body}`;
  void store.sql.run`DELETE FROM body WHERE id = ${body}`;
  return blobs.filter((blob) => !isReferenced(store, blob));
}

export const isReferenced = (store: Pick<Store, "sql">, blob: string): boolean =>
  store.sql.get`SELECT 1 FROM extent WHERE blob = ${blob} LIMIT 1` !== undefined;

/** Extents of the bytes `first` to `last`, both included; a CRC-32 where the extent is whole. */
export function extentsOf(store: Store, body: number, first = 0, last = Number.MAX_SAFE_INTEGER): readonly CutExtent[] {
  const rows = store.sql.all`SELECT start, blob, offset, length, crc32 FROM extent
    WHERE body = ${body} AND start <= ${last} AND start + length > ${first} ORDER BY start`;
  return rows.map((row) => {
    const [start, length] = [numberOf(row, "start"), numberOf(row, "length")];
    const skipped = Math.max(0, first - start);
    const kept = Math.min(length, last - start + 1) - skipped;
    return {
      blob: textOf(row, "blob"),
      offset: numberOf(row, "offset") + skipped,
      length: kept,
      crc32: kept === length ? numberOf(row, "crc32") : undefined,
    };
  });
}
