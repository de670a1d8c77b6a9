import { coffer } from "../api/coffer-api.ts";
import type { AuditEvent } from "../api/wire.ts";

/** Nobody can take the last backup along for longer. */
const FAREWELL_MS = 30 * 24 * 3_600_000;

/** The installation is going to be removed: this is its last backup, open until then (a time as the API tells it). */
export interface Farewell {
  readonly backupId: string;
  readonly until: string;
}

/** Whether the installation is about to go, as administrators find it in their audit log. */
export async function findFarewell(): Promise<Farewell | undefined> {
  const from = new Date(Date.now() - FAREWELL_MS).toISOString();
  const answer = await coffer.events(`kind=tenant.removal-begun&from=${from}&pageSize=1`);
  const [begun] = "body" in answer ? answer.body._embedded.elements : [];
  return begun && farewellOf(begun);
}

function farewellOf({ details: { backupId, until } }: AuditEvent): Farewell | undefined {
  const isOpen = typeof until === "string" && Date.parse(until) > Date.now();
  return typeof backupId === "string" && isOpen ? { backupId, until } : undefined;
}
