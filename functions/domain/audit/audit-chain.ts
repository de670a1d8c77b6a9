import type { AuditFact } from "./audit-log.ts";

/** Which fact is meant; its content is read where it is kept. */
export type FactKey = Pick<AuditFact, "tenantId" | "at" | "factId">;

/** A fact as it is kept: `text` is the canonical text of everything that its row says. */
export interface KeptFact extends FactKey {
  readonly text: string;
  /** Its place in the chain; undefined as long as it has none. */
  readonly position: number | undefined;
  /** It waits for its place. */
  readonly isWaiting: boolean;
  /** Its key is that of its content. */
  readonly isInPlace: boolean;
}

/** A fact in its place. Places are counted from 1, per tenant. */
export interface ChainRow {
  readonly tenantId: string;
  readonly position: number;
  /** Of the row before; `CHAIN_START` for the first. */
  readonly previousHash: string;
  readonly text: string;
  readonly hash: string;
}

/** The last row of a chain; position 0 and `CHAIN_START` where there is none. */
export interface ChainHead {
  readonly position: number;
  readonly hash: string;
}

export type AppendOutcome = "appended" | "head-moved" | "fact-placed" | "row-taken";

/**
 * Each tenant's facts in one order, for good. Only what appends may write it. `AuditLog` writes facts as waiting.
 */
export interface AuditChain {
  /** Facts that wait, of all tenants, the oldest first, at most `limit`. Those of the last moment may be missing, and some may have a place already. */
  waiting(limit: number): Promise<readonly FactKey[]>;
  /** Those of the facts that wait now. Strongly consistent. */
  stillWaiting(facts: readonly FactKey[]): Promise<readonly KeptFact[]>;
  /** Strongly consistent. */
  head(tenantId: string): Promise<ChainHead>;
  /**
   * Puts the rows behind `head` and takes their facts off what waits: all of it or nothing, and only while `head` is the
   * head. `rows` follow each other, at most `APPENDED_AT_ONCE`; `facts` are theirs, in the same order.
   */
  append(head: ChainHead, rows: readonly ChainRow[], facts: readonly FactKey[]): Promise<AppendOutcome>;
  /** In the order of their positions, from the one after `after` on. Strongly consistent. */
  rows(tenantId: string, after?: number): AsyncIterable<ChainRow>;
  /** Every fact that is kept, in the order of time. Strongly consistent. */
  facts(tenantId: string): AsyncIterable<KeptFact>;
}

export const APPENDED_AT_ONCE = 40;
