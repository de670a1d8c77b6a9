import { systemChange } from "../audit/system-change.ts";
import { workOf } from "../outbox.ts";
import type { Clock, Ids } from "../ports.ts";
import type { Backup } from "./backup.ts";
import type { Change } from "./backup-store.ts";
import type { BuildWork } from "./build-work.ts";

/** A change of state by a worker: what it starts, and the fact of it. */
export const stepChange = (
  deps: { readonly clock: Clock; readonly ids: Ids },
  { tenantId, backupId }: Backup,
  what: string,
  starts: readonly BuildWork[],
): Change => {
  const change = systemChange(deps, tenantId, what, { backupId });
  return { ...change, events: starts.map((work) => workOf(deps.ids, change.at, work)) };
};
