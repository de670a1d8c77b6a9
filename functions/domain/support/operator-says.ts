import { checkedReason, type StaffCall } from "./staff.ts";

/** What the operator does, and why, as the domain of tokens and passwords wants to know it. Throws `constraint-violation`. */
export const operatorSays = ({ staff, origin, ticketNumber }: StaffCall, reason: string) => ({
  actor: { kind: "staff" as const, staff: staff.kind, name: staff.name },
  origin,
  reason: ticketNumber === undefined ? checkedReason(reason) : `${checkedReason(reason)} (ticket ${ticketNumber})`,
});
