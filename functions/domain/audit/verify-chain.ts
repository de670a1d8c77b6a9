import type { AuditChain, ChainHead, ChainRow, FactKey, KeptFact } from "./audit-chain.ts";
import { chainHash } from "./chain-hash.ts";
import { type ChainBreak, NO_ROW, walkChain } from "./walk-chain.ts";

/** The first row that is not as it was put. */
export interface BrokenRow {
  readonly kind: "changed" | "missing" | "swapped" | "inserted";
  /** Which row: of the chain, or the fact that has this place in it. */
  readonly where: "chain" | "fact";
  /** Undefined for a fact that has no place and does not wait for one. */
  readonly position?: number;
  readonly factId?: string;
}

export interface ChainCheck {
  readonly broken?: BrokenRow;
  /** The last row that holds. */
  readonly head: ChainHead;
  /** Facts that wait for their place: nothing vouches for them yet. */
  readonly tail: { readonly count: number; readonly first: readonly FactKey[] };
}

const SHOWN_OF_TAIL = 100;

/**
 * Holds a tenant's chain to itself, and every fact to its place in the chain. What is chained meanwhile is left for the
 * next check. Needs some 300 bytes of memory for each row.
 */
export async function verifyChain(chain: AuditChain, tenantId: string): Promise<ChainCheck> {
  const headBefore = await chain.head(tenantId);
  const places: Places = { hashes: [NO_ROW.hash], factIds: [""] };
  const walk = await walkChain(chain.rows(tenantId), NO_ROW, (row) => {
    places.hashes.push(row.hash);
    places.factIds.push(factIdIn(row));
  });
  const headAfter = await chain.head(tenantId);
  const found: BrokenRow[] = endsOf(walk.broken, walk.last, headBefore, headAfter);
  const facts = await checkFacts(chain, tenantId, places, walk.broken);
  if (walk.broken) found.push(nameBreak(walk.broken, places, facts));
  const { position: end } = await chain.head(tenantId);
  found.push(...facts.broken.filter(({ position = 0 }) => position < places.hashes.length || position > end));
  const [broken] = found.toSorted((a, b) => orderOf(a) - orderOf(b));
  return { head: walk.last, tail: facts.tail, ...(broken ? { broken } : {}) };
}

/** By position: the hash, and which fact's it is. */
interface Places {
  readonly hashes: string[];
  readonly factIds: string[];
}

const orderOf = ({ position = Number.MAX_SAFE_INTEGER, where }: BrokenRow): number =>
  position * 2 + (where === "chain" ? 0 : 1);

/** Rows at the chain's end that nobody put there, or that somebody took away. */
function endsOf(broken: ChainBreak | undefined, last: ChainHead, before: ChainHead, after: ChainHead): BrokenRow[] {
  if (broken) return [];
  if (last.position < before.position) return [{ kind: "missing", where: "chain", position: last.position + 1 }];
  if (last.position > after.position) return [{ kind: "inserted", where: "chain", position: after.position + 1 }];
  const isOtherEnd = last.position === after.position && last.hash !== after.hash;
  return isOtherEnd ? [{ kind: "changed", where: "chain", position: last.position }] : [];
}

interface FactsCheck {
  readonly broken: readonly BrokenRow[];
  readonly tail: ChainCheck["tail"];
  /** Where facts have their place that the break is about, by the id. */
  readonly placeOf: ReadonlyMap<string, number>;
}

async function checkFacts(
  chain: AuditChain,
  tenantId: string,
  places: Places,
  chainBreak: ChainBreak | undefined,
): Promise<FactsCheck> {
  const broken: BrokenRow[] = [];
  const first: FactKey[] = [];
  const placeOf = new Map<string, number>();
  const isSeen = new Uint8Array(places.hashes.length).fill(1, 0, 1);
  const wanted = chainBreak?.row === undefined ? undefined : factIdIn(chainBreak.row);
  let count = 0;
  for await (const fact of chain.facts(tenantId)) {
    const { factId, position, isWaiting } = fact;
    if (factId === wanted && position !== undefined) placeOf.set(factId, position);
    if (isWaiting) {
      count += 1;
      if (first.length < SHOWN_OF_TAIL) first.push(keyOf(fact));
    } else if (position === undefined) broken.push({ kind: "inserted", where: "fact", factId });
    else if (position >= places.hashes.length) broken.push({ kind: "inserted", where: "fact", position, factId });
    else {
      isSeen[position] = 1;
      if (!isAsChained(fact, position, places)) broken.push(nameFact(fact, position, places));
    }
  }
  const missing = isSeen.indexOf(0);
  if (missing !== -1) {
    broken.push({ kind: "missing", where: "fact", position: missing, factId: places.factIds[missing] ?? "" });
  }
  // What stands behind a break of the chain is nobody's any more: its facts say nothing.
  const isBefore = ({ position }: BrokenRow) => position === undefined || position < places.hashes.length;
  return { broken: chainBreak ? broken.filter(isBefore) : broken, tail: { count, first }, placeOf };
}

const keyOf = ({ tenantId, at, factId }: KeptFact): FactKey => ({ tenantId, at, factId });

const isAsChained = ({ text, isInPlace }: KeptFact, position: number, { hashes }: Places): boolean =>
  isInPlace && chainHash({ position, previousHash: hashes[position - 1] ?? "", text }) === hashes[position];

function nameFact({ factId, isInPlace }: KeptFact, position: number, { factIds }: Places): BrokenRow {
  const found = { where: "fact", position, factId } as const;
  if (factIds[position] === factId) return { ...found, kind: isInPlace ? "changed" : "swapped" };
  return { ...found, kind: factIds.includes(factId) ? "swapped" : "inserted" };
}

/** A chain's break in words: a row of another place was put there, or one that no fact belongs to. */
function nameBreak({ kind, position, row }: ChainBreak, { factIds }: Places, { placeOf }: FactsCheck): BrokenRow {
  if (kind === "missing" || row === undefined) return { kind: "missing", where: "chain", position };
  const factId = factIdIn(row);
  const place = placeOf.get(factId) ?? factIds.indexOf(factId);
  const named = place === position ? "changed" : place > 0 ? "swapped" : "inserted";
  return { kind: named, where: "chain", position, factId };
}

/** Empty where the text is none of ours. */
function factIdIn({ text }: ChainRow): string {
  try {
    const { factId }: { factId?: unknown } = Object(JSON.parse(text));
    return typeof factId === "string" ? factId : "";
  } catch {
    return "";
  }
}
