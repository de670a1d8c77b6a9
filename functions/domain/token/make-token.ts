import type { Actor, Origin } from "../audit/audit-log.ts";
import { Failure } from "../failure.ts";
import type { TokenNotice } from "../notice/notice-event.ts";
import { noticeOf } from "../outbox.ts";
import type { Ids } from "../ports.ts";
import type { FactorDeps, TypedFactors } from "../session/confirm-factors.ts";
import { confirmPerson } from "../session/confirm-person.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import type { BackupToken } from "./backup-token.ts";
import type { BackupTokens, TokenHasher } from "./backup-tokens.ts";
import { encodeToken, TOKEN_SECRET_BYTES } from "./token-format.ts";
import { tokenValidFrom } from "./waiting-period.ts";

export interface MakeTokenDeps extends FactorDeps {
  readonly tokens: BackupTokens;
  readonly hasher: TokenHasher;
  readonly ids: Ids;
}

export interface TokenWish {
  readonly confirmation: "create" | "reset";
  readonly typed: TypedFactors;
}

/**
 * Makes the user's backup token; a live one is replaced, and dead from that moment. The plain token is returned here
 * and nowhere else. Throws `missing-permission`, `token-exists`, `confirmation-word`, and what
 * `confirmPerson` throws.
 */
export const makeToken = async (
  deps: MakeTokenDeps,
  tenant: Tenant,
  user: User,
  wish: TokenWish,
  origin: Origin,
): Promise<{ readonly token: string; readonly record: BackupToken }> => {
  if (!user.mayCreateBackup) throw new Failure("missing-permission");
  const live = await deps.tokens.find(tenant.tenantId, user.userId);
  if (live && wish.confirmation === "create") throw new Failure("token-exists");
  if (!live && wish.confirmation === "reset") throw new Failure("confirmation-word");
  await confirmPerson(deps, tenant, user, wish.typed);
  const token = encodeToken(deps.ids.secret(TOKEN_SECRET_BYTES));
  const record = await recordOf(deps, tenant, user, token);
  const change = tokenChange(deps, tenant, live ? "token-reset" : "token-made", record, user, origin);
  if (!(await deps.tokens.replace(record, live?.tokenId, change))) throw new Failure("token-exists");
  return { token, record };
};

async function recordOf(deps: MakeTokenDeps, tenant: Tenant, user: User, token: string): Promise<BackupToken> {
  const subject = { tenantId: tenant.tenantId, userId: user.userId };
  const now = deps.clock.now();
  return {
    ...subject,
    ...(await deps.hasher.hash(subject, token)),
    tokenId: deps.ids.uuid(),
    login: user.login,
    createdAt: now,
    validFrom: tokenValidFrom(tenant, await deps.users.factors(tenant, user.userId), now),
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
