import { Failure } from "../failure.ts";
import type { Log } from "../ports.ts";
import {
  APPENDED_AT_ONCE,
  type AppendOutcome,
  type AuditChain,
  type ChainHead,
  type ChainRow,
  type FactKey,
  type KeptFact,
} from "./audit-chain.ts";
import { chainHash } from "./chain-hash.ts";

export interface ChainDeps {
  readonly chain: AuditChain;
  readonly log: Log;
}

/** Of the texts in one write: the table takes 4 MB, and each text stands in two rows. */
const TEXT_CHARACTERS_MAX = 1_000_000;
/** Each lost try means that somebody else got on. */
const TRIES_MAX = 20;

/**
 * Gives each of one tenant's facts that still waits its place, in the order of time and id; a fact that comes late gets a
 * place behind those that have one. Whoever else does the same at the same time, each fact gets one place. Where the
 * chain's own rows are in the way, somebody else wrote them: throws `internal`. Throws `service-busy`.
 */
export const chainFacts = async ({ chain, log }: ChainDeps, tenantId: string, keys: readonly FactKey[]) => {
  let left: readonly FactKey[] = keys.toSorted(byTime);
  for (let tries = 0; left.length > 0; ) {
    if (tries === TRIES_MAX) throw new Failure("service-busy", { tenantId, waiting: left.length });
    const head = await chain.head(tenantId);
    const waiting = await chain.stillWaiting(left.slice(0, APPENDED_AT_ONCE));
    const next = fittingIn(waiting);
    const outcome = next.length === 0 ? "appended" : await append({ chain, log }, head, next);
    tries = outcome === "appended" ? 0 : tries + 1;
    left = [...(outcome === "appended" ? waiting.slice(next.length) : waiting), ...left.slice(APPENDED_AT_ONCE)];
  }
};

async function append({ chain, log }: ChainDeps, head: ChainHead, facts: readonly KeptFact[]): Promise<AppendOutcome> {
  const rows = rowsAfter(head, facts);
  const outcome = await chain.append(head, rows, facts);
  const [{ tenantId, position, hash } = { tenantId: "", ...head }] = rows.slice(-1);
  if (outcome === "row-taken") throw new Failure("internal", { tenantId, chain: "a row is where none was put" });
  // The log is kept elsewhere, so a head that it names cannot be forged together with the chain.
  if (outcome === "appended") log.info("facts chained", { tenantId, position, hash });
  return outcome;
}

/** Once if it is named twice. */
export const byTenant = (facts: readonly FactKey[]): ReadonlyMap<string, readonly FactKey[]> => {
  const once = new Map(facts.map((fact) => [`${fact.tenantId}#${fact.factId}`, fact]));
  return Map.groupBy(once.values(), ({ tenantId }) => tenantId);
};

const byTime = (a: FactKey, b: FactKey): number => a.at - b.at || (a.factId < b.factId ? -1 : 1);

function fittingIn(facts: readonly KeptFact[]): readonly KeptFact[] {
  let characters = 0;
  const firstTooMuch = facts.findIndex(({ text }, index) => {
    characters += text.length;
    return index > 0 && characters > TEXT_CHARACTERS_MAX;
  });
  return facts.slice(0, firstTooMuch === -1 ? facts.length : firstTooMuch);
}

function rowsAfter(head: ChainHead, facts: readonly KeptFact[]): readonly ChainRow[] {
  let { position, hash: previousHash } = head;
  return facts.map(({ tenantId, text }) => {
    position += 1;
    const row = { tenantId, position, previousHash, text };
    const hash = chainHash(row);
    previousHash = hash;
    return { ...row, hash };
  });
}
