import type { Actor, Origin } from "../audit/audit-log.ts";
import { Failure } from "../failure.ts";
import type { Person } from "../notice/notice-event.ts";
import { noticeOf } from "../outbox.ts";
import type { Clock, Ids } from "../ports.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { TenantUsers } from "../tenant/tenant-users.ts";
import type { DisabledPassword, FailureStreaks } from "./failure-streaks.ts";
import { limitsOf } from "./limits-of.ts";

export interface ReenablePasswordDeps {
  readonly streaks: FailureStreaks;
  readonly users: TenantUsers;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Who enables it; `by` is absent for the operator. */
export interface Reenabler {
  readonly actor: Actor;
  readonly origin: Origin;
  readonly by?: Person;
  /** The operator's; audited. */
  readonly reason?: string;
}

/**
 * Takes a user's password again that too many wrong ones have disabled. The user and every administrator are mailed.
 * Throws `not-found` where nothing is disabled.
 */
export const reenablePassword = async (
  { streaks, users, clock, ids }: ReenablePasswordDeps,
  tenant: Tenant,
  userId: number,
  { actor, origin, by, reason }: Reenabler,
): Promise<void> => {
  const { tenantId } = tenant;
  const disabled = await findDisabledPassword({ streaks }, tenant, userId);
  const user = await users.findById(tenant, userId);
  const about = { userId, login: disabled.login, name: user?.name ?? disabled.login };
  const at = clock.now();
  const isEnabled = await streaks.enable(tenantId, userId, {
    at,
    events: [noticeOf(ids, tenantId, at, { kind: "password-enabled", about, ...(by ? { by } : {}) })],
    fact: {
      factId: ids.uuid(),
      tenantId,
      at,
      what: "password.enabled",
      actor,
      origin,
      details: { userId, login: disabled.login, ...(reason === undefined ? {} : { reason }) },
    },
  });
  if (!isEnabled) throw new Failure("not-found");
};

/** Throws `not-found`. */
export const findDisabledPassword = async (
  { streaks }: Pick<ReenablePasswordDeps, "streaks">,
  tenant: Tenant,
  userId: number,
): Promise<DisabledPassword> => {
  const all = await streaks.disabled(tenant.tenantId, limitsOf(tenant).failuresInARow);
  const disabled = all.find((each) => each.userId === userId);
  if (!disabled) throw new Failure("not-found");
  return disabled;
};
