import { Failure } from "../failure.ts";
import { personOf } from "../history/history-change.ts";
import type { Confirmation } from "./confirmation.ts";
import { findDisabledPassword, reenablePassword } from "./reenable-password.ts";
import { type SignedIn, type StepUpSessionDeps, stepUpSession } from "./step-up-session.ts";

/**
 * An administrator enables the password of somebody else again, after proving who they are. Returns the session's new id.
 * Throws `not-an-administrator`, `not-found` alike for oneself and where nothing is disabled, and what `stepUpSession`
 * throws.
 */
export const enablePassword = async (
  deps: StepUpSessionDeps,
  person: SignedIn,
  userId: number,
  typed: Confirmation,
): Promise<string> => {
  const { tenant, user, origin } = person;
  if (!user.isAdmin) throw new Failure("not-an-administrator");
  if (user.userId === userId) throw new Failure("not-found");
  await findDisabledPassword(deps, tenant, userId);
  const sessionId = await stepUpSession(deps, person, typed, "password");
  const actor = { kind: "user", userId: user.userId, login: user.login } as const;
  await reenablePassword(deps, tenant, userId, { actor, origin, by: personOf(user) });
  return sessionId;
};
