import type { Origin } from "../audit/audit-log.ts";
import { noticeOf } from "../outbox.ts";
import type { Clock, Ids } from "../ports.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import type { FailureStreaks, StreakSubject } from "./failure-streaks.ts";
import { limitsOf } from "./limits-of.ts";

export interface DisablePasswordDeps {
  readonly streaks: FailureStreaks;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The streak is as long as it may be: the user and every administrator are told, once. */
export const disablePassword = async (
  { streaks, clock, ids }: DisablePasswordDeps,
  tenant: Tenant,
  streak: StreakSubject,
  { userId, login, name }: User,
  origin: Origin,
): Promise<void> => {
  const { tenantId, way } = streak;
  const at = clock.now();
  const about = { userId, login, name };
  await streaks.tell(streak, limitsOf(tenant).failuresInARow, {
    at,
    events: [noticeOf(ids, tenantId, at, { kind: "password-disabled", about, address: origin.address })],
    fact: {
      factId: ids.uuid(),
      tenantId,
      at,
      what: "password.disabled",
      actor: { kind: "anonymous" },
      origin,
      details: { userId, login, by: way.startsWith("browser-") ? "known browser" : way },
    },
  });
};
