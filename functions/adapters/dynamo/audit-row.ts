import type { ChainRow, FactKey, KeptFact } from "../../domain/audit/audit-chain.ts";
import type { AuditFact } from "../../domain/audit/audit-log.ts";
import { canonicalText } from "../../domain/audit/fact-text.ts";
import { auditKey, CHAIN_PREFIX, chainRowKey } from "./keys.ts";
import type { Item } from "./read-item.ts";

/** In the index `due`: facts that wait for their place in the chain, by their time. */
export const AUDIT_DUE = "audit";

/** A new fact waits for its place. Content is never changed; that it waits is taken off, and its position put there. */
export const encodeFact = (fact: AuditFact) => ({
  ...auditKey(fact.tenantId, fact.at, fact.factId),
  ...fact,
  dueKind: AUDIT_DUE,
  dueAt: fact.at,
});

/** Whatever stands in a row besides these is part of what the fact says, whoever put it there. */
const NOT_CONTENT: ReadonlySet<string> = new Set(["pk", "sk", "dueKind", "dueAt", "position"]);

/** Of any row under a fact's key, however mangled: who verifies has to see it as it is. */
export function decodeKeptFact(tenantId: string, item: Item): KeptFact {
  const content = Object.fromEntries(Object.entries(item).filter(([name]) => !NOT_CONTENT.has(name)));
  const { at, factId, position } = item;
  const key = { tenantId, at: Number(at), factId: String(factId) };
  const wanted = auditKey(String(item["tenantId"]), key.at, key.factId);
  return {
    ...key,
    text: canonicalText(content),
    position: typeof position === "number" ? position : undefined,
    isWaiting: item["dueKind"] === AUDIT_DUE && position === undefined,
    isInPlace: item["pk"] === wanted.pk && item["sk"] === wanted.sk,
  };
}

/** The position is that of the key: a row that was moved is seen where it is now. */
export const encodeChainRow = ({ tenantId, position, previousHash, text, hash }: ChainRow) => ({
  ...chainRowKey(tenantId, position),
  previousHash,
  text,
  hash,
});

export const decodeChainRow = (tenantId: string, item: Item): ChainRow => ({
  tenantId,
  position: Number(String(item["sk"]).slice(CHAIN_PREFIX.length)),
  previousHash: String(item["previousHash"]),
  text: String(item["text"]),
  hash: String(item["hash"]),
});

/** A row as the table's stream shows it. */
type FactImage = Readonly<Record<string, { readonly S?: string | undefined; readonly N?: string | undefined }>>;

/** Which fact a new row in the table's stream is; undefined for every other kind of row. */
export function decodeFactImage(image: FactImage): FactKey | undefined {
  if (image["dueKind"]?.S !== AUDIT_DUE) return undefined;
  const { tenantId, factId, at } = { tenantId: image["tenantId"]?.S, factId: image["factId"]?.S, at: image["at"]?.N };
  return tenantId === undefined || factId === undefined || at === undefined
    ? undefined
    : { tenantId, factId, at: Number(at) };
}
