import type { Origin } from "../audit/audit-log.ts";
import { Failure } from "../failure.ts";
import { confirmByIdentity } from "../single-sign-on/confirm-by-identity.ts";
import type { SignOnIdentities } from "../single-sign-on/sign-on-identity.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User, UserFactors } from "../tenant/tenant-users.ts";
import { confirmFactors, type FactorDeps, isCodeRight } from "./confirm-factors.ts";
import type { Confirmation } from "./confirmation.ts";
import { confirmationWay, settledAuthenticators } from "./confirmation-way.ts";
import { countAttempt } from "./count-attempt.ts";
import { disablePassword } from "./disable-password.ts";
import { limitsOf } from "./limits-of.ts";
import type { Session } from "./session.ts";

export interface ConfirmDeps extends FactorDeps {
  readonly identities: SignOnIdentities;
}

interface Person {
  readonly tenant: Tenant;
  readonly user: User;
  readonly session: Session;
  readonly origin: Origin;
}

/**
 * Somebody who is signed in proves once more who they are. All such proofs of a user are counted together, before
 * anything is looked at: it is one password that is guessed, wherever it is typed.
 * Throws `too-many-attempts`, `confirmation-refused`, `password-disabled` after too many wrong ones in a row, what
 * `confirmByIdentity` throws, and `provider-step-up-required`, `step-up-impossible`, `no-password` or
 * `factor-not-checkable`, whatever was typed, for users who cannot prove themselves by typing.
 */
export const confirmPerson = async (deps: ConfirmDeps, person: Person, brought: Confirmation): Promise<void> => {
  const { tenant, user } = person;
  const subject = { tenantId: tenant.tenantId, kind: "confirm", subject: String(user.userId) } as const;
  await countAttempt(deps.attempts, subject, limitsOf(tenant).stepUpPerUser);
  if (brought.identityId === undefined) await confirmTyped(deps, person, brought);
  else await confirmByIdentity(deps, person, brought.identityId);
  await deps.attempts.giveBack(subject);
};

async function confirmTyped(deps: ConfirmDeps, person: Person, { password = "", code }: Confirmation): Promise<void> {
  const { tenant, user } = person;
  const factors = await deps.users.factors(tenant, user.userId);
  const now = deps.clock.now();
  switch (confirmationWay(tenant, factors, now)) {
    case "password":
      return inARow(deps, person, () => confirmFactors(deps, tenant, factors, { password, code }));
    case "code": {
      const authenticators = settledAuthenticators(factors, now);
      return inARow(deps, person, () => isCodeRight(deps, tenant, { authenticators }, code));
    }
    case "provider":
      throw new Failure("provider-step-up-required", { singleSignOn: "/api/v3/single_sign_on" });
    case "wait":
      throw impossible(factors);
    case "none":
      throw new Failure("no-password");
  }
}

/** What is wrong is counted until something is right, without an end to the count. */
async function inARow(
  deps: ConfirmDeps,
  { tenant, user, origin }: Person,
  isRight: () => Promise<boolean>,
): Promise<void> {
  const { failuresInARow } = limitsOf(tenant);
  const streak = { tenantId: tenant.tenantId, user, way: "step-up" } as const;
  const count = await deps.streaks.count(streak, failuresInARow);
  if (count === undefined) throw new Failure("password-disabled");
  if (!(await isRight())) {
    if (count === failuresInARow) await disablePassword(deps, tenant, streak, user, origin);
    throw new Failure("confirmation-refused");
  }
  await deps.streaks.end(streak);
}

const impossible = ({ password, uncheckable }: UserFactors): Failure =>
  password ? new Failure("factor-not-checkable", { factors: uncheckable }) : new Failure("step-up-impossible");
