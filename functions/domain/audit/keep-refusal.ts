import { type Failure, failureRow } from "../failure.ts";
import type { AuditFact, AuditLog } from "./audit-log.ts";

/** Refusals that are in the audit log already. */
const kept = new WeakSet<Failure>();

/**
 * A refusal goes into the audit log before it is answered: once, by whoever knows most of it, which is whoever is asked
 * first on its way out. A fault of ours refuses nothing, and is in the log.
 */
export const keepRefusal = async (audit: AuditLog, refusal: Failure, fact: AuditFact): Promise<void> => {
  if (kept.has(refusal) || failureRow(refusal.code).status >= 500) return;
  await audit.record(fact);
  kept.add(refusal);
};
