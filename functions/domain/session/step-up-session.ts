import type { Origin } from "../audit/audit-log.ts";
import { Failure } from "../failure.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import { type ConfirmDeps, confirmPerson } from "./confirm-person.ts";
import type { Confirmation } from "./confirmation.ts";
import type { Session, Sessions } from "./session.ts";
import { hashSessionId, newSessionId } from "./session-id.ts";

export interface StepUpSessionDeps extends ConfirmDeps {
  readonly sessions: Sessions;
}

/** Somebody who is signed in. */
export interface SignedIn {
  readonly tenant: Tenant;
  readonly user: User;
  readonly session: Session;
  readonly origin: Origin;
}

/**
 * A person proves once more who they are, `forWhat` they are going to do. The session goes on under a new id, so that
 * whoever knows the old one is left behind; what was granted to the session stays. Returns the id, for the cookie alone.
 * Throws what `confirmPerson` throws, and `unauthenticated` if the session was ended meanwhile.
 */
export const stepUpSession = async (
  deps: StepUpSessionDeps,
  person: SignedIn,
  brought: Confirmation,
  forWhat: string,
): Promise<string> => {
  await confirmPerson(deps, person, brought);
  const { tenant, user, session, origin } = person;
  const sessionId = newSessionId(deps.ids);
  const now = deps.clock.now();
  const isRenewed = await deps.sessions.renew(session, renewedSession(session, sessionId, now), {
    factId: deps.ids.uuid(),
    tenantId: tenant.tenantId,
    at: now,
    what: "session.stepped-up",
    actor: { kind: "user", userId: user.userId, login: user.login },
    origin,
    details: { for: forWhat },
  });
  if (!isRenewed) throw new Failure("unauthenticated");
  return sessionId;
};

/** The same session under a new id. */
export const renewedSession = (session: Session, sessionId: string, now: number): Session => ({
  ...session,
  idHash: hashSessionId(sessionId),
  lastSeenAt: now,
});
