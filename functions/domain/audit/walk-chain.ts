import type { ChainHead, ChainRow } from "./audit-chain.ts";
import { CHAIN_START, chainHash } from "./chain-hash.ts";

/** What is wrong with a chain's first broken row, as far as the chain itself shows it. */
export interface ChainBreak {
  readonly kind: "missing" | "changed";
  readonly position: number;
  /** The row that stands there. */
  readonly row?: ChainRow;
}

export interface ChainWalk {
  /** The last row before the break, or of all. */
  readonly last: ChainHead;
  readonly broken?: ChainBreak;
}

export const NO_ROW: ChainHead = { position: 0, hash: CHAIN_START };

/**
 * Walks rows that have to follow `after`, in the order they stand in, up to the first that does not hold; `onRow` is told
 * each that does.
 */
export async function walkChain(
  rows: AsyncIterable<ChainRow> | Iterable<ChainRow>,
  after: ChainHead = NO_ROW,
  onRow: (row: ChainRow) => void = () => undefined,
): Promise<ChainWalk> {
  let last = after;
  for await (const row of rows) {
    const position = last.position + 1;
    if (row.position > position) return { last, broken: { kind: "missing", position } };
    const isWhole = row.position === position && row.previousHash === last.hash && row.hash === chainHash(row);
    if (!isWhole) return { last, broken: { kind: "changed", position, row } };
    onRow(row);
    last = { position, hash: row.hash };
  }
  return { last };
}
