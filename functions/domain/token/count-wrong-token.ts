import type { Actor, Origin } from "../audit/audit-log.ts";
import { noticeOf } from "../outbox.ts";
import type { Clock, Ids } from "../ports.ts";
import { type AttemptSubject, type Attempts, BACKUP_TOKEN_PER_API_KEY } from "../session/attempts.ts";
import { countAttempt, refuseBlocked } from "../session/count-attempt.ts";
import type { User } from "../tenant/tenant-users.ts";

export interface CountWrongTokenDeps {
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Who presents a backup token: by an API key, or signed in. */
export interface TokenPresenter {
  readonly tenantId: string;
  readonly user: User;
  readonly apiKeyId?: number;
  readonly origin: Origin;
}

/** Throws `too-many-attempts` where so many were wrong that this one is not looked at. */
export const refusePresenter = ({ attempts }: CountWrongTokenDeps, presenter: TokenPresenter): Promise<void> =>
  refuseBlocked(attempts, subjectOf(presenter), BACKUP_TOKEN_PER_API_KEY);

/** Counts a wrong token; the key's owner and every administrator are told of the last one before it has to wait. */
export const countWrongToken = async (deps: CountWrongTokenDeps, presenter: TokenPresenter): Promise<void> => {
  const subject = subjectOf(presenter);
  await countAttempt(deps.attempts, subject, BACKUP_TOKEN_PER_API_KEY);
  if (!(await deps.attempts.blocked(subject, BACKUP_TOKEN_PER_API_KEY))) return;
  const { tenantId, user, apiKeyId, origin } = presenter;
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
const subjectOf = ({ tenantId, apiKeyId, user }: TokenPresenter): AttemptSubject => ({
  tenantId,
  kind: "backup-token",
  subject: apiKeyId === undefined ? `user-${user.userId}` : `key-${apiKeyId}`,
});
