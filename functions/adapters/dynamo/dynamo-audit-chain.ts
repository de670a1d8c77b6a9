import type { AppendOutcome, AuditChain, ChainHead, ChainRow, FactKey } from "../../domain/audit/audit-chain.ts";
import { NO_ROW } from "../../domain/audit/walk-chain.ts";
import { Failure, isFailure } from "../../domain/failure.ts";
import { AUDIT_DUE, decodeChainRow, decodeKeptFact, encodeChainRow } from "./audit-row.ts";
import { putNew } from "./change-writes.ts";
import { queryDue } from "./due-index.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { AUDIT_PREFIX, auditKey, CHAIN_PREFIX, chainHeadKey, chainRowKey } from "./keys.ts";
import { queryItems, readItem } from "./read-item.ts";
import { type GuardedWrite, transact } from "./transact.ts";

/** Times of facts are no reason to wait: a clock may have been hours off. */
const ANY_TIME = Number.MAX_SAFE_INTEGER;
const READ_AT_ONCE = 25;

export function dynamoAuditChain(deps: DynamoDeps): AuditChain {
  const head = async (tenantId: string): Promise<ChainHead> => {
    const item = await readItem(deps, chainHeadKey(tenantId));
    return item ? { position: Number(item["position"]), hash: String(item["hash"]) } : NO_ROW;
  };

  return {
    async waiting(limit) {
      const items = await queryDue(deps, AUDIT_DUE, ANY_TIME, limit);
      return items.map((item) => ({
        tenantId: String(item["tenantId"]),
        at: Number(item["at"]),
        factId: String(item["factId"]),
      }));
    },

    async stillWaiting(facts) {
      const found = [];
      for (let first = 0; first < facts.length; first += READ_AT_ONCE) {
        found.push(
          ...(await Promise.all(facts.slice(first, first + READ_AT_ONCE).map((fact) => readKept(deps, fact)))),
        );
      }
      return found.flatMap((fact) => (fact?.isWaiting === true ? [fact] : []));
    },

    head,

    async append(seen, rows, facts) {
      const [last] = rows.slice(-1);
      if (last === undefined) return "appended";
      try {
        const outcome = await transact(deps, [
          { guards: "head-moved" as const, write: moveHead(deps.table, seen, last) },
          ...facts.map((fact, index) => place(deps.table, fact, rows[index]?.position)),
          ...rows.map((row) => ({ guards: "row-taken" as const, write: putNew(deps.table, encodeChainRow(row)) })),
        ]);
        return outcome.isApplied ? "appended" : outcome.refusedBy;
      } catch (error) {
        // Nobody else could have put this hash there.
        if (isFailure(error, "answer-ambiguous") && (await isThere(deps, last))) return "appended";
        throw error;
      }
    },

    rows: async function* (tenantId, after = 0) {
      const { pk } = chainHeadKey(tenantId);
      const from = chainRowKey(tenantId, after + 1).sk;
      const to = `${CHAIN_PREFIX}~`;
      for await (const item of ordered(deps, pk, from, to)) yield decodeChainRow(tenantId, item);
    },

    facts: async function* (tenantId) {
      const { pk } = auditKey(tenantId, 0, "");
      for await (const item of ordered(deps, pk, AUDIT_PREFIX, `${AUDIT_PREFIX}~`))
        yield decodeKeptFact(tenantId, item);
    },
  };
}

async function readKept(deps: DynamoDeps, { tenantId, at, factId }: FactKey) {
  const item = await readItem(deps, auditKey(tenantId, at, factId));
  return item && decodeKeptFact(tenantId, item);
}

const ordered = (deps: DynamoDeps, pk: string, from: string, to: string) =>
  queryItems(deps, {
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
    ExpressionAttributeValues: { ":pk": pk, ":from": from, ":to": to },
    ConsistentRead: true,
  });

const isThere = async (deps: DynamoDeps, { tenantId, position, hash }: ChainRow): Promise<boolean> =>
  (await readItem(deps, chainRowKey(tenantId, position)))?.["hash"] === hash;

const moveHead = (table: string, seen: ChainHead, { tenantId, position, hash }: ChainRow) => ({
  Update: {
    TableName: table,
    Key: chainHeadKey(tenantId),
    UpdateExpression: "SET #position = :position, #hash = :hash",
    ...(seen.position === 0
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : { ConditionExpression: "#position = :seen AND #hash = :seenHash" }),
    ExpressionAttributeNames: { "#position": "position", "#hash": "hash" },
    ExpressionAttributeValues: {
      ":position": position,
      ":hash": hash,
      ...(seen.position === 0 ? {} : { ":seen": seen.position, ":seenHash": seen.hash }),
    },
  },
});

function place(table: string, { tenantId, at, factId }: FactKey, position: number | undefined): Placing {
  if (position === undefined) throw new Failure("internal", { chain: "a fact without its row" });
  return {
    guards: "fact-placed",
    write: {
      Update: {
        TableName: table,
        Key: auditKey(tenantId, at, factId),
        UpdateExpression: "SET #position = :position REMOVE dueKind, dueAt",
        ConditionExpression: "dueKind = :waiting AND attribute_not_exists(#position)",
        ExpressionAttributeNames: { "#position": "position" },
        ExpressionAttributeValues: { ":waiting": AUDIT_DUE, ":position": position },
      },
    },
  };
}

type Placing = GuardedWrite<Exclude<AppendOutcome, "appended">>;
