import { Failure } from "../failure.ts";
import { type BackupToken, usableFrom } from "./backup-token.ts";
import type { BackupTokens, TokenHasher } from "./backup-tokens.ts";
import {
  type CountWrongTokenDeps,
  countWrongToken,
  refusePresenter,
  type TokenPresenter,
} from "./count-wrong-token.ts";
import { isTokenWellFormed } from "./token-format.ts";

export interface CheckTokenDeps extends CountWrongTokenDeps {
  readonly tokens: BackupTokens;
  readonly hasher: TokenHasher;
}

/**
 * Gives the user's live token, if `token` is it. Only wrong tokens are counted, after the look: 256 random bits cannot be
 * guessed in any number of parallel tries, and counting right ones beforehand would refuse a script that asks often.
 * Wrong, foreign and revoked ones look alike: `backup-token-refused`. Throws `backup-token-waiting` (naming the time) for
 * the right one too early, `too-many-attempts`.
 */
export const checkToken = async (
  deps: CheckTokenDeps,
  presenter: TokenPresenter,
  token: string,
): Promise<BackupToken> => {
  const subject = { tenantId: presenter.tenant.tenantId, userId: presenter.user.userId };
  await refusePresenter(deps, presenter);
  const live = isTokenWellFormed(token) ? await deps.tokens.find(subject.tenantId, subject.userId) : undefined;
  if (!live || !(await deps.hasher.matches(subject, token, live))) {
    await countWrongToken(deps, presenter);
    throw new Failure("backup-token-refused");
  }
  if (deps.clock.now() < usableFrom(live)) {
    throw new Failure("backup-token-waiting", { validFrom: new Date(live.validFrom).toISOString() });
  }
  return live;
};
