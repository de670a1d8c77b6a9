import type { Actor, Origin } from "../audit/audit-log.ts";
import { noticeOf } from "../outbox.ts";
import type { Clock, Ids } from "../ports.ts";
import type { AttemptSubject, Attempts } from "../session/attempts.ts";
import { countAttempt, refuseBlocked } from "../session/count-attempt.ts";
import { limitsOf } from "../session/limits-of.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";

export interface CountWrongTokenDeps {
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Who presents a backup token: by an API key, or signed in. */
export interface TokenPresenter {
  readonly tenant: Tenant;
  readonly user: User;
  readonly apiKeyId?: number;
  readonly origin: Origin;
}

/** Throws `too-many-attempts` where so many were wrong that this one is not looked at. */
export const refusePresenter = ({ attempts }: CountWrongTokenDeps, presenter: TokenPresenter): Promise<void> =>
  refuseBlocked(attempts, subjectOf(presenter), limitsOf(presenter.tenant).wrongTokensPerKey);

/** Counts a wrong token; the key's owner and every administrator are told of the last one before it has to wait. */
export const countWrongToken = async (deps: CountWrongTokenDeps, presenter: TokenPresenter): Promise<void> => {
  const { tenant, user, apiKeyId, origin } = presenter;
  const { tenantId } = tenant;
  const subject = subjectOf(presenter);
  const limit = limitsOf(tenant).wrongTokensPerKey;
  await countAttempt(deps.attempts, subject, limit);
  if (!(await deps.attempts.blocked(subject, limit))) return;
  const { userId, login, name } = user;
  const at = deps.clock.now();
  const about = { userId, login, name };
  const actor: Actor = { kind: "user", userId, login, ...(apiKeyId === undefined ? {} : { apiKeyId }) };
  await deps.attempts.tell(subject, {
    at,
    events: [noticeOf(deps.ids, tenantId, at, { kind: "wrong-backup-tokens", about, address: origin.address })],
    fact: { factId: deps.ids.uuid(), tenantId, at, what: "token.guessed", actor, origin, details: {} },
  });
};

/** A forgotten script with an old token must lock out nothing but its own API key. */
const subjectOf = ({ tenant: { tenantId }, apiKeyId, user }: TokenPresenter): AttemptSubject => ({
  tenantId,
  kind: "backup-token",
  subject: apiKeyId === undefined ? `user-${user.userId}` : `key-${apiKeyId}`,
});
