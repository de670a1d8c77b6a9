import type { Actor, Origin } from "../audit/audit-log.ts";
import { Failure } from "../failure.ts";
import type { TokenNotice } from "../notice/notice-event.ts";
import { noticeOf } from "../outbox.ts";
import type { Confirmation } from "../session/confirmation.ts";
import { confirmationWay } from "../session/confirmation-way.ts";
import { type SignedIn, type StepUpSessionDeps, stepUpSession } from "../session/step-up-session.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import type { BackupToken } from "./backup-token.ts";
import type { BackupTokens, TokenHasher } from "./backup-tokens.ts";
import { encodeToken, TOKEN_SECRET_BYTES } from "./token-format.ts";
import { tokenValidFrom } from "./waiting-period.ts";

export interface MakeTokenDeps extends StepUpSessionDeps {
  readonly tokens: BackupTokens;
  readonly hasher: TokenHasher;
}

export interface TokenWish {
  readonly confirmation: "create" | "reset";
  readonly typed: Confirmation;
}

/**
 * Makes the user's backup token; a live one is replaced, and dead from that moment. The plain token is returned here
 * and nowhere else, and so is the session's new id. Whoever cannot confirm here gets one that works a day later. Throws
 * `missing-permission`, `token-exists`, `confirmation-word`, and what `stepUpSession` throws.
 */
export const makeToken = async (
  deps: MakeTokenDeps,
  person: SignedIn,
  wish: TokenWish,
): Promise<{ readonly token: string; readonly record: BackupToken; readonly sessionId?: string }> => {
  const { tenant, user, origin } = person;
  if (!user.mayCreateBackup) throw new Failure("missing-permission");
  const live = await deps.tokens.find(tenant.tenantId, user.userId);
  if (live && wish.confirmation === "create") throw new Failure("token-exists");
  if (!live && wish.confirmation === "reset") throw new Failure("confirmation-word");
  const sessionId = await confirm(deps, person, wish.typed);
  const token = encodeToken(deps.ids.secret(TOKEN_SECRET_BYTES));
  const record = await recordOf(deps, person, token, sessionId !== undefined);
  const change = tokenChange(deps, tenant, live ? "token-reset" : "token-made", record, user, origin);
  if (!(await deps.tokens.replace(record, live?.tokenId, change))) throw new Failure("token-exists");
  return { token, record, ...(sessionId === undefined ? {} : { sessionId }) };
};

/** The session's new id; undefined for a person who could prove nothing here: their token then waits in any case. */
async function confirm(deps: MakeTokenDeps, person: SignedIn, brought: Confirmation): Promise<string | undefined> {
  if (!brought.isWaiting) return stepUpSession(deps, person, brought, "token");
  const { tenant, user } = person;
  const way = confirmationWay(tenant, await deps.users.factors(tenant, user.userId), deps.clock.now());
  if (way !== "wait") throw new Failure(way === "none" ? "no-password" : "opening-needless");
  return undefined;
}

async function recordOf(
  deps: MakeTokenDeps,
  { tenant, user }: SignedIn,
  token: string,
  isProven: boolean,
): Promise<BackupToken> {
  const subject = { tenantId: tenant.tenantId, userId: user.userId };
  const now = deps.clock.now();
  return {
    ...subject,
    ...(await deps.hasher.hash(subject, token)),
    tokenId: deps.ids.uuid(),
    login: user.login,
    createdAt: now,
    validFrom: tokenValidFrom(tenant, await deps.users.factors(tenant, user.userId), now, isProven),
  };
}

/** What a change of a token tells the people and the audit log, in the change's own transaction. */
export const tokenChange = (
  { ids, clock }: Pick<MakeTokenDeps, "ids" | "clock">,
  tenant: Tenant,
  kind: TokenNotice["kind"],
  token: BackupToken,
  by: User,
  origin: Origin,
) => {
  const at = clock.now();
  const actor: Actor = { kind: "user", userId: by.userId, login: by.login };
  const content: TokenNotice = {
    kind,
    about: { userId: token.userId, login: token.login, name: token.userId === by.userId ? by.name : token.login },
    by: { userId: by.userId, login: by.login, name: by.name },
    validFrom: token.validFrom,
  };
  return {
    events: [noticeOf(ids, tenant.tenantId, at, content)],
    fact: {
      factId: ids.uuid(),
      tenantId: tenant.tenantId,
      at,
      what: kind.replace("-", "."),
      actor,
      origin,
      details: { holder: token.login, validFrom: new Date(token.validFrom).toISOString() },
    },
  };
};
