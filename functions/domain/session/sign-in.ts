import type { Origin } from "../audit/audit-log.ts";
import { keepRefusal } from "../audit/keep-refusal.ts";
import { Failure, isFailure } from "../failure.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User, UserFactors } from "../tenant/tenant-users.ts";
import { confirmFactors, type FactorDeps, NO_FACTORS, type TypedFactors } from "./confirm-factors.ts";
import { countAttempt } from "./count-attempt.ts";
import { countSignIn } from "./count-sign-in.ts";
import { disablePassword } from "./disable-password.ts";
import { factorsMark } from "./factors-mark.ts";
import type { KnownBrowsers } from "./known-browsers.ts";
import { limitsOf } from "./limits-of.ts";
import { networkOf } from "./network-of.ts";
import { type RecordSignInDeps, recordSignIn, signInFact } from "./record-sign-in.ts";
import { hashSessionId, newSessionId } from "./session-id.ts";
import { type StartSessionDeps, startSession } from "./start-session.ts";

export type SignInDeps = FactorDeps &
  StartSessionDeps &
  RecordSignInDeps & {
    readonly browsers: KnownBrowsers;
  };

/** What a person typed, and what their browser's cookie says of it. */
export interface SignInWish {
  readonly login: string;
  readonly typed: TypedFactors;
  readonly browserId?: string | undefined;
}

export interface StartedSignIn {
  readonly sessionId: string;
  readonly user: User;
  /** For the browser's cookie: by it, it is known next time. */
  readonly browserId: string;
}

/** Has no row in any tenant's database; asked for where the name is nobody's, so that it is the same work. */
const NOBODY = 0;

/**
 * Signs a person in with the login of their installation. Counted by address and by name, user or browser before anything is
 * looked at. Throws `sign-in-refused` for every wrong combination alike, and for whoever cannot sign in here, and
 * `too-many-attempts`; refusals are in the audit log.
 */
export const signIn = async (
  deps: SignInDeps,
  tenant: Tenant,
  wish: SignInWish,
  origin: Origin,
): Promise<StartedSignIn> => {
  const address = { tenantId: tenant.tenantId, kind: "sign-in-address", subject: networkOf(origin.address) } as const;
  let user: User | undefined;
  try {
    await countAttempt(deps.attempts, address, limitsOf(tenant).signInPerAddress);
    user = await deps.users.findByLogin(tenant, wish.login);
    const started = await enter(deps, tenant, user, wish, origin);
    await deps.attempts.giveBack(address);
    return started;
  } catch (error) {
    if (isFailure(error)) {
      const details = { code: error.code, ...(user ? { login: user.login } : {}) };
      await keepRefusal(deps.audit, error, signInFact(deps, tenant, undefined, origin, details));
    }
    throw error;
  }
};

async function enter(
  deps: SignInDeps,
  tenant: Tenant,
  user: User | undefined,
  { login, typed, browserId }: SignInWish,
  origin: Origin,
): Promise<StartedSignIn> {
  const factors = await deps.users.factors(tenant, user?.userId ?? NOBODY);
  const browserHash = await knownBrowser(deps, tenant, user, factors, browserId);
  const turn = await countSignIn(deps, { tenant, login, user, browserHash });
  const isRight = await confirmFactors(deps, tenant, user && turn.isOpen ? factors : NO_FACTORS, typed);
  if (!user || !isRight) {
    if (user && turn.isLast) await disablePassword(deps, tenant, turn.streak, user, origin);
    throw new Failure("sign-in-refused");
  }
  await turn.giveBack();
  await recordSignIn(deps, tenant, user, origin);
  const knownId = browserHash === undefined ? undefined : browserId;
  return {
    sessionId: await startSession(deps, tenant, user, factors),
    user,
    browserId: await rememberBrowser(deps, tenant, user, factors, knownId),
  };
}

/** The hash of the browser's id, if this very user signed in with it before, by what they sign in with now. */
async function knownBrowser(
  { browsers }: SignInDeps,
  { tenantId }: Tenant,
  user: User | undefined,
  factors: UserFactors,
  browserId: string | undefined,
): Promise<string | undefined> {
  if (browserId === undefined) return undefined;
  const idHash = hashSessionId(browserId);
  const known = await browsers.find(tenantId, user?.userId ?? NOBODY, idHash);
  return known?.factorsMark === factorsMark(factors) ? idHash : undefined;
}

/** An id that is not known already is not taken: somebody else may have put it there. */
async function rememberBrowser(
  { browsers, ids, clock }: SignInDeps,
  { tenantId }: Tenant,
  { userId }: User,
  factors: UserFactors,
  knownId: string | undefined,
): Promise<string> {
  const browserId = knownId ?? newSessionId(ids);
  const idHash = hashSessionId(browserId);
  await browsers.remember({ tenantId, userId, idHash, factorsMark: factorsMark(factors), seenAt: clock.now() });
  return browserId;
}
