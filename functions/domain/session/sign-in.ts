import { createHash } from "node:crypto";
import type { Origin } from "../audit/audit-log.ts";
import { Failure } from "../failure.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import { type AttemptSubject, SIGN_IN_PER_ADDRESS, SIGN_IN_PER_USER } from "./attempts.ts";
import { confirmFactors, type FactorDeps, NO_FACTORS, type TypedFactors } from "./confirm-factors.ts";
import { countAttempt } from "./count-attempt.ts";
import { type RecordSignInDeps, recordSignIn } from "./record-sign-in.ts";
import { type StartSessionDeps, startSession } from "./start-session.ts";

export type SignInDeps = FactorDeps & StartSessionDeps & RecordSignInDeps;

/**
 * Signs a person in with the login of their installation. Counted per login and per address before anything is checked.
 * Throws `sign-in-refused` for every wrong combination alike, and for whoever cannot sign in here, `too-many-attempts`.
 */
export const signIn = async (
  deps: SignInDeps,
  tenant: Tenant,
  login: string,
  typed: TypedFactors,
  origin: Origin,
): Promise<{ readonly sessionId: string; readonly user: User }> => {
  const subjects = attemptSubjects(tenant, login, origin);
  await countAttempt(deps.attempts, subjects.address, SIGN_IN_PER_ADDRESS);
  await countAttempt(deps.attempts, subjects.user, SIGN_IN_PER_USER);
  const user = await deps.users.findByLogin(tenant, login);
  const factors = user ? await deps.users.factors(tenant, user.userId) : NO_FACTORS;
  const isProven = await confirmFactors(deps, tenant, factors, typed);
  await recordSignIn(deps, tenant, isProven ? user : undefined, origin);
  if (!user || !isProven) throw new Failure("sign-in-refused");
  await Promise.all([deps.attempts.giveBack(subjects.address), deps.attempts.giveBack(subjects.user)]);
  return { sessionId: await startSession(deps, tenant, user, factors), user };
};

/** The name is hashed: it is typed by anyone, may be a password typed into the wrong field, and may be any length. */
const attemptSubjects = ({ tenantId }: Tenant, login: string, origin: Origin) => ({
  user: {
    tenantId,
    kind: "sign-in-user",
    subject: createHash("sha256").update(folded(login)).digest("hex"),
  } satisfies AttemptSubject,
  address: { tenantId, kind: "sign-in-address", subject: origin.address } satisfies AttemptSubject,
});

/**
 * One text for all spellings that a tenant's database may take for the same name, or each would have tries of its own. To
 * write İ small, some databases leave its dot out. Too many names in one are harmless: they share their tries.
 */
const folded = (login: string): string => login.trim().normalize("NFKC").toLowerCase().replaceAll("\u0307", "");
