import { Failure } from "../failure.ts";
import type { Clock } from "../ports.ts";
import { type Attempts, BACKUP_TOKEN_PER_API_KEY } from "../session/attempts.ts";
import { countAttempt, refuseBlocked } from "../session/count-attempt.ts";
import { type BackupToken, usableFrom } from "./backup-token.ts";
import type { BackupTokens, TokenHasher, TokenSubject } from "./backup-tokens.ts";
import { isTokenWellFormed } from "./token-format.ts";

export interface CheckTokenDeps {
  readonly tokens: BackupTokens;
  readonly hasher: TokenHasher;
  readonly attempts: Attempts;
  readonly clock: Clock;
}

/** Whom tries are counted against: a forgotten script with an old token must lock out nothing but its own API key. */
export type TokenPresenter = { readonly apiKeyId: number } | { readonly userId: number };

/**
 * Gives the user's live token, if `token` is it. Only wrong tokens are counted, after the look: 256 random bits cannot be
 * guessed in any number of parallel tries, and counting right ones beforehand would refuse a script that asks often.
 * Wrong, foreign and revoked ones look alike: `backup-token-refused`. Throws `backup-token-waiting` (naming the time) for
 * the right one too early, `too-many-attempts`.
 */
export const checkToken = async (
  deps: CheckTokenDeps,
  subject: TokenSubject,
  token: string,
  presenter: TokenPresenter,
): Promise<BackupToken> => {
  const counted = {
    tenantId: subject.tenantId,
    kind: "backup-token",
    subject: "apiKeyId" in presenter ? `key-${presenter.apiKeyId}` : `user-${presenter.userId}`,
  } as const;
  await refuseBlocked(deps.attempts, counted, BACKUP_TOKEN_PER_API_KEY);
  const live = isTokenWellFormed(token) ? await deps.tokens.find(subject.tenantId, subject.userId) : undefined;
  if (!live || !(await deps.hasher.matches(subject, token, live))) {
    await countAttempt(deps.attempts, counted, BACKUP_TOKEN_PER_API_KEY);
    throw new Failure("backup-token-refused");
  }
  if (deps.clock.now() < usableFrom(live)) {
    throw new Failure("backup-token-waiting", { validFrom: new Date(live.validFrom).toISOString() });
  }
  return live;
};
