import type { APIGatewayProxyEvent } from "aws-lambda";
import { Failure } from "../domain/failure.ts";
import type { Clock } from "../domain/ports.ts";
import { factorsMark } from "../domain/session/factors-mark.ts";
import { isSessionLive, type Sessions } from "../domain/session/session.ts";
import { hashSessionId } from "../domain/session/session-id.ts";
import type { Tenant } from "../domain/tenant/tenant.ts";
import type { TenantUsers } from "../domain/tenant/tenant-users.ts";
import type { SignIn } from "../routes.ts";
import { apiKeyOf } from "./basic-authorization.ts";
import { type Caller, headerOf } from "./call.ts";
import { sessionIdOf } from "./session-cookie.ts";

export interface IdentifyDeps {
  readonly users: TenantUsers;
  readonly sessions: Sessions;
  readonly clock: Clock;
}

/**
 * Works out who is calling, by the means the route allows. An API key that is sent decides alone: a wrong one is not
 * saved by a cookie. Throws `unauthenticated`, and `forbidden-origin` for a change that another site could have sent.
 */
export const identifyCaller = async (
  deps: IdentifyDeps,
  event: APIGatewayProxyEvent,
  tenant: Tenant,
  signIn: Exclude<SignIn, "none" | "iam">,
): Promise<Caller> => {
  const authorization = headerOf(event, "authorization");
  if (authorization !== undefined && signIn !== "session") {
    // A browser that was once told an API key sends it for whoever asks, too; a script names no origin.
    refuseOtherSites(event, tenant);
    return callerByApiKey(deps, tenant, apiKeyOf(authorization));
  }
  if (signIn !== "api-key") return callerBySession(deps, event, tenant);
  throw new Failure("unauthenticated");
};

async function callerByApiKey({ users }: IdentifyDeps, tenant: Tenant, apiKey: string | undefined): Promise<Caller> {
  const owner = apiKey === undefined ? undefined : await users.findByApiKey(tenant, apiKey);
  if (!owner) throw new Failure("unauthenticated");
  return { via: "api-key", user: owner.user, apiKeyId: owner.apiKeyId };
}

async function callerBySession(
  { users, sessions, clock }: IdentifyDeps,
  event: APIGatewayProxyEvent,
  tenant: Tenant,
): Promise<Caller> {
  const id = sessionIdOf(headerOf(event, "cookie"));
  if (id === undefined) throw new Failure("unauthenticated");
  refuseForeignOrigin(event, tenant);
  const session = await sessions.find(tenant.tenantId, hashSessionId(id));
  if (!session || !isSessionLive(session, clock.now())) throw new Failure("unauthenticated");
  const [user, factors] = await Promise.all([
    users.findById(tenant, session.userId),
    users.factors(tenant, session.userId),
  ]);
  // Whoever was locked, or got in by an old password or without the second factor that is there now, is out for good.
  if (!user || factorsMark(factors) !== session.factorsMark) {
    await sessions.end(tenant.tenantId, session.idHash);
    throw new Failure("unauthenticated");
  }
  await sessions.touch(session, clock.now());
  return { via: "session", user, session };
}

/** A browser sends the cookie for whoever asks; only our own pages can add this header, or have this origin. */
export function refuseForeignOrigin(event: APIGatewayProxyEvent, tenant: Tenant): void {
  if (event.httpMethod === "GET") return;
  refuseOtherSites(event, tenant);
  if (headerOf(event, "x-requested-with") !== "Coffer") throw new Failure("forbidden-origin");
}

/** Nothing that changes anything is taken from another site's page. */
function refuseOtherSites(event: APIGatewayProxyEvent, tenant: Tenant): void {
  const origin = headerOf(event, "origin");
  if (event.httpMethod !== "GET" && origin !== undefined && origin !== tenant.origin) {
    throw new Failure("forbidden-origin");
  }
}
