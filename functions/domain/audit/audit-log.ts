import type { FailureDetails } from "../failure.ts";

/** Who did it. */
export type Actor =
  | { readonly kind: "user"; readonly userId: number; readonly login: string; readonly apiKeyId?: number }
  /** Support and the operator, by the name the cloud account knows them under. */
  | { readonly kind: "staff"; readonly staff: "support" | "operator"; readonly name: string }
  | { readonly kind: "anonymous" }
  | { readonly kind: "system" };

/** Where it came from: the address and the request id, as the front door saw them. */
export interface Origin {
  readonly address: string;
  readonly requestId: string;
}

export const SYSTEM_ORIGIN: Origin = { address: "internal", requestId: "internal" };

/** One line of the audit log: what was done, by whom, from where. Never a secret, never a URL that opens something. */
export interface AuditFact {
  readonly factId: string;
  readonly tenantId: string;
  readonly at: number;
  /** `noun.verb-in-the-past`, e.g. `backup.requested`. */
  readonly what: string;
  readonly actor: Actor;
  readonly origin: Origin;
  readonly details: FailureDetails;
}

/** For facts that no other write carries: refusals, looks. A fact about a change is written in that change's transaction. */
export interface AuditLog {
  record(fact: AuditFact): Promise<void>;
}
