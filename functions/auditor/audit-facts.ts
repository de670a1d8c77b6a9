import type { DynamoDBBatchResponse, DynamoDBRecord } from "aws-lambda";
import type { FactKey } from "../domain/audit/audit-chain.ts";
import { byTenant, type ChainDeps, chainFacts } from "../domain/audit/chain-facts.ts";
import { chainWaitingFacts } from "../domain/audit/chain-waiting-facts.ts";
import { type VerifyAllDeps, verifyAllChains } from "../domain/audit/verify-all-chains.ts";

export interface AuditorDeps extends ChainDeps, VerifyAllDeps {
  /** Undefined: no fact that waits. */
  readonly decode: (record: DynamoDBRecord) => FactKey | undefined;
}

/** From the table's stream; from the clock each minute; from the clock once a day, to verify. */
export interface AuditorEvent {
  readonly Records?: readonly DynamoDBRecord[];
  readonly verify?: boolean;
}

/**
 * Gives facts their place in the chain as they are written. What fails for one tenant is sent again by the stream, and
 * is taken up by the clock's next minute; the others' facts have their place by then.
 */
export const auditFacts =
  (deps: AuditorDeps) =>
  async ({ Records: records, verify }: AuditorEvent): Promise<DynamoDBBatchResponse> => {
    if (verify) await verifyAllChains(deps);
    else if (records === undefined) await chainWaitingFacts(deps);
    else return { batchItemFailures: await failuresOf(deps, records) };
    return { batchItemFailures: [] };
  };

async function failuresOf(
  deps: AuditorDeps,
  records: readonly DynamoDBRecord[],
): Promise<DynamoDBBatchResponse["batchItemFailures"]> {
  const shown = records.flatMap((record) => {
    const fact = deps.decode(record);
    return fact === undefined ? [] : [{ fact, number: record.dynamodb?.SequenceNumber ?? "" }];
  });
  const failed = new Set<string>();
  for (const [tenantId, facts] of byTenant(shown.map(({ fact }) => fact))) {
    await chainFacts(deps, tenantId, facts).catch((error: unknown) => {
      deps.log.error("facts could not be chained", { tenantId, facts: facts.length }, error);
      failed.add(tenantId);
    });
  }
  return shown.filter(({ fact }) => failed.has(fact.tenantId)).map(({ number }) => ({ itemIdentifier: number }));
}
