import type { Origin } from "../audit/audit-log.ts";
import type { Change } from "../backup/backup-store.ts";
import type { FailureDetails } from "../failure.ts";
import type { NoticeContent, Person } from "../notice/notice-event.ts";
import { noticeOf } from "../outbox.ts";
import type { Clock, Ids } from "../ports.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";

export interface ChangeDeps {
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Who changes something, by which means, from where. */
export interface Doer {
  readonly tenant: Tenant;
  readonly user: User;
  /** Absent: from the console. */
  readonly apiKeyId?: number;
  readonly origin: Origin;
}

/** What a person's change carries in its own transaction: the fact, and the notice people get of it. */
export const personChange = (
  { clock, ids }: ChangeDeps,
  { tenant: { tenantId }, user, apiKeyId, origin }: Doer,
  what: string,
  details: FailureDetails,
  notice?: NoticeContent,
): Change => {
  const at = clock.now();
  return {
    at,
    events: notice ? [noticeOf(ids, tenantId, at, notice)] : [],
    fact: {
      factId: ids.uuid(),
      tenantId,
      at,
      what,
      actor: {
        kind: "user",
        userId: user.userId,
        login: user.login,
        ...(apiKeyId === undefined ? {} : { apiKeyId }),
      },
      origin,
      details,
    },
  };
};

export const personOf = ({ userId, login, name }: User): Person => ({ userId, login, name });
