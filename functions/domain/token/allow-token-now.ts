import type { Actor, Origin } from "../audit/audit-log.ts";
import { Failure } from "../failure.ts";
import { noticeOf } from "../outbox.ts";
import type { Clock, Ids } from "../ports.ts";
import type { Tenant } from "../tenant/tenant.ts";
import { usableFrom } from "./backup-token.ts";
import type { BackupTokens } from "./backup-tokens.ts";

export interface AllowTokenDeps {
  readonly tokens: BackupTokens;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** What the operator says with it; the reason is read by the tenant's people. */
export interface Allowance {
  readonly actor: Actor;
  readonly origin: Origin;
  readonly reason: string;
}

const REASON_CHARACTERS_MAX = 500;

/**
 * The operator ends the wait of a user's token. The holder and every administrator are mailed the reason.
 * False: the token can be used already; nothing was written. Throws `not-found` where there is no token, and
 * `constraint-violation` without a reason.
 */
export const allowTokenNow = async (
  { tokens, clock, ids }: AllowTokenDeps,
  { tenantId }: Tenant,
  holderId: number,
  { actor, origin, reason }: Allowance,
): Promise<boolean> => {
  const why = reason.trim();
  if (why === "" || why.length > REASON_CHARACTERS_MAX)
    throw new Failure("constraint-violation", { attribute: "reason" });
  const token = await tokens.find(tenantId, holderId);
  if (!token) throw new Failure("not-found");
  const at = clock.now();
  if (at >= usableFrom(token)) return false;
  const { userId, login, validFrom } = token;
  const about = { userId, login, name: login };
  return tokens.endWait(token, at, {
    events: [noticeOf(ids, tenantId, at, { kind: "token-wait-skipped", about, reason: why, validFrom })],
    fact: {
      factId: ids.uuid(),
      tenantId,
      at,
      what: "token.wait-skipped",
      actor,
      origin,
      details: { holder: login, reason: why, validFrom: new Date(validFrom).toISOString() },
    },
  });
};
