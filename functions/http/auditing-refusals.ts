import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Actor, AuditFact, AuditLog } from "../domain/audit/audit-log.ts";
import { keepRefusal } from "../domain/audit/keep-refusal.ts";
import { isFailure } from "../domain/failure.ts";
import type { Clock, Ids } from "../domain/ports.ts";
import type { Tenant } from "../domain/tenant/tenant.ts";
import type { Route } from "../routes.ts";
import { type Caller, headerOf, originOf } from "./call.ts";
import { sessionIdOf } from "./session-cookie.ts";

export interface AuditingDeps {
  readonly audit: AuditLog;
  readonly ids: Ids;
  readonly clock: Clock;
}

/** A request of a tenant, and who was found to send it; nobody until then. */
export interface Asked {
  readonly event: APIGatewayProxyEvent;
  readonly tenant: Tenant;
  readonly route: Route;
  caller?: Caller;
}

/**
 * Does `work`. Whatever is refused is in the audit log with who asked, from where, under which request id, before it is
 * answered; but not that somebody came without any credentials, of whom there is nothing to say.
 */
export const auditingRefusals = async <Result>(
  deps: AuditingDeps,
  asked: Asked,
  work: () => Promise<Result>,
): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    if (isFailure(error) && (asked.caller || hasCredentials(asked.event))) {
      await keepRefusal(deps.audit, error, refusalFact(deps, asked, error.code));
    }
    throw error;
  }
};

const hasCredentials = (event: APIGatewayProxyEvent): boolean =>
  headerOf(event, "authorization") !== undefined || sessionIdOf(headerOf(event, "cookie")) !== undefined;

const refusalFact = (
  { ids, clock }: AuditingDeps,
  { event, tenant, route, caller }: Asked,
  code: string,
): AuditFact => ({
  factId: ids.uuid(),
  tenantId: tenant.tenantId,
  at: clock.now(),
  what: "request.refused",
  actor: actorOf(caller),
  origin: originOf(event),
  details: { code, method: route.method, route: route.path, ...idsIn(event) },
});

const actorOf = (caller: Caller | undefined): Actor =>
  caller === undefined
    ? { kind: "anonymous" }
    : {
        kind: "user",
        userId: caller.user.userId,
        login: caller.user.login,
        ...(caller.via === "api-key" ? { apiKeyId: caller.apiKeyId } : {}),
      };

/** What the path names, where it could be an id at all: anything may stand there. */
const idsIn = ({ pathParameters }: APIGatewayProxyEvent): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(pathParameters ?? {}).flatMap(([name, value]) =>
      value !== undefined && /^[\w-]{1,64}$/u.test(value) ? [[name, value]] : [],
    ),
  );
