import type { AuditFact } from "../../domain/audit/audit-log.ts";
import { isFailure } from "../../domain/failure.ts";
import type { OutboxEvent } from "../../domain/outbox.ts";
import { encodeFact } from "./audit-row.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { auditKey } from "./keys.ts";
import { encodeOutboxRow } from "./outbox-row.ts";
import { readItem } from "./read-item.ts";
import { encodeNewStep } from "./step-row.ts";
import { type GuardedWrite, type TransactOutcome, type TransactWrite, transact } from "./transact.ts";

/** What goes out, and what is remembered, because of a change: in the change's own transaction. */
export interface ChangeRecord {
  readonly events: readonly OutboxEvent[];
  readonly fact: AuditFact;
}

const factKey = ({ tenantId, at, factId }: AuditFact) => auditKey(tenantId, at, factId);

/**
 * The guarded writes, with the rows that belong to every change: one per event, one per step that these start, and the
 * fact. The fact's id is fresh: its row tells afterwards whether a transaction whose answer was lost was carried out.
 */
export async function commit<Guard extends string>(
  deps: DynamoDeps,
  guarded: readonly GuardedWrite<Guard>[],
  change: ChangeRecord,
): Promise<TransactOutcome<Guard>> {
  const { events, fact } = change;
  const steps = events.flatMap((event) => (event.kind === "work" ? [encodeNewStep(event.work, event.at)] : []));
  const rows = [...events.map(encodeOutboxRow), ...steps, encodeFact(fact)];
  try {
    return await transact(deps, [...guarded, ...rows.map((row) => ({ write: putNew(deps.table, row) }))]);
  } catch (error) {
    if (isFailure(error, "answer-ambiguous") && (await readItem(deps, factKey(fact)))) return { isApplied: true };
    throw error;
  }
}

/** A row that must not be there yet. */
export const putNew = (table: string, row: Record<string, unknown>): TransactWrite => ({
  Put: { TableName: table, Item: row, ConditionExpression: "attribute_not_exists(pk)" },
});
