import { SYSTEM_ORIGIN } from "../audit/audit-log.ts";
import { workOf } from "../outbox.ts";
import type { Clock, Ids } from "../ports.ts";
import type { Backup } from "./backup.ts";
import type { Change } from "./backup-store.ts";
import type { BuildWork } from "./build-work.ts";

/** A change of state by a worker: what it starts, and the fact of it. */
export const stepChange = (
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
  { tenantId, backupId }: Backup,
  what: string,
  starts: readonly BuildWork[],
): Change => {
  const at = clock.now();
  return {
    at,
    events: starts.map((work) => workOf(ids, at, work)),
    fact: {
      factId: ids.uuid(),
      tenantId,
      at,
      what,
      actor: { kind: "system" },
      origin: SYSTEM_ORIGIN,
      details: { backupId },
    },
  };
};
