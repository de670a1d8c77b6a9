import type { AuditFact, AuditLog } from "../audit/audit-log.ts";
import type { Clock, Ids } from "../ports.ts";
import type { Confirmation } from "./confirmation.ts";
import type { Session, Sessions } from "./session.ts";
import { hashSessionId } from "./session-id.ts";
import { type SignedIn, type StepUpSessionDeps, stepUpSession } from "./step-up-session.ts";

export interface EndSessionDeps {
  readonly sessions: Sessions;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Signs somebody out; what was granted to the session goes with it. */
export const endSession = async (deps: EndSessionDeps, person: SignedIn): Promise<void> => {
  await deps.sessions.end(person.tenant.tenantId, person.session.idHash);
  await deps.audit.record(endFact(deps, person, [person.session]));
};

/**
 * Ends every other session of a person, in whatever browser, once they proved who they are. Returns the new id of theirs.
 * Throws what `stepUpSession` throws.
 */
export const endOtherSessions = async (
  deps: EndSessionDeps & StepUpSessionDeps,
  person: SignedIn,
  brought: Confirmation,
): Promise<string> => {
  const sessionId = await stepUpSession(deps, person, brought, "sessions");
  const { tenantId } = person.tenant;
  const own = hashSessionId(sessionId);
  const others = (await deps.sessions.list(tenantId, person.user.userId)).filter(({ idHash }) => idHash !== own);
  await Promise.all(others.map(({ idHash }) => deps.sessions.end(tenantId, idHash)));
  await deps.audit.record(endFact(deps, person, others));
  return sessionId;
};

const endFact = (
  { clock, ids }: EndSessionDeps,
  { tenant, user, origin }: SignedIn,
  sessions: readonly Session[],
): AuditFact => ({
  factId: ids.uuid(),
  tenantId: tenant.tenantId,
  at: clock.now(),
  what: "session.ended",
  actor: { kind: "user", userId: user.userId, login: user.login },
  origin,
  details: { sessions: sessions.length },
});
