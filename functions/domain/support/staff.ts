import type { AuditFact, Origin } from "../audit/audit-log.ts";
import { Failure, type FailureDetails } from "../failure.ts";
import type { Clock, Ids } from "../ports.ts";

/** The two kinds of people who look after the service: each has a role of its own in the cloud account. */
export type StaffKind = "support" | "operator";

/** One of them, as the cloud account knows them. */
interface Staff {
  readonly kind: StaffKind;
  readonly name: string;
}

/** Who looks or acts, from where, and which ticket of theirs it is about. */
export interface StaffCall {
  readonly staff: Staff;
  readonly origin: Origin;
  /** Support always names one. */
  readonly ticketNumber?: string;
}

export interface StaffDeps {
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Whose facts those are that are about no tenant in particular; no tenant can have this id. */
export const NO_TENANT = "-";

/** Letters, digits and what ticket systems put between them: never a line break, nor anything a mail would interpret. */
export const isTicketNumber = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._/#-]{0,63}$/u.test(text);

const REASON_CHARACTERS = { min: 3, max: 200 } as const;

/** One line that a person wrote: it stands in mails and in the audit log. Throws `constraint-violation`. */
export const checkedReason = (text: string): string => {
  const reason = text.trim();
  const isLine = reason.isWellFormed() && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(reason);
  if (isLine && reason.length >= REASON_CHARACTERS.min && reason.length <= REASON_CHARACTERS.max) return reason;
  throw new Failure("constraint-violation", { attribute: "reason" });
};

/** What the audit log keeps of what one of the staff did, or looked at. */
export const staffFact = (
  { clock, ids }: StaffDeps,
  { staff: { kind, name }, origin, ticketNumber }: StaffCall,
  tenantId: string,
  what: string,
  details: FailureDetails = {},
): AuditFact => ({
  factId: ids.uuid(),
  tenantId,
  at: clock.now(),
  what,
  actor: { kind: "staff", staff: kind, name },
  origin,
  details: { ...(ticketNumber === undefined ? {} : { ticketNumber }), ...details },
});
