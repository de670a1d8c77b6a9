import type { APIGatewayProxyEvent } from "aws-lambda";
import type * as z from "zod/mini";
import { Failure } from "../domain/failure.ts";
import type { TenantDirectory } from "../domain/tenant/tenant.ts";
import type { Route } from "../routes.ts";
import type { Answer } from "./answer.ts";
import { type Asked, type AuditingDeps, auditingRefusals } from "./auditing-refusals.ts";
import { type Call, type Caller, headerOf, originOf, pathOf } from "./call.ts";
import { type IdentifyDeps, identifyCaller, refuseForeignOrigin } from "./identify-caller.ts";
import { type BodyShape, readJsonBody } from "./json-body.ts";
import { readQuery } from "./read-query.ts";

interface TenantDeps {
  readonly tenants: TenantDirectory;
}

interface HandlerDeps extends IdentifyDeps, TenantDeps, AuditingDeps {}

/** What one route does with a request that was read and checked; `body` is the shape of its input. */
interface WithBody<Input, Who> {
  readonly body: BodyShape<Input>;
  handle(call: Call<Input, Who>): Promise<Answer>;
}

interface WithoutBody<Who> {
  readonly body?: undefined;
  handle(call: Call<undefined, Who>): Promise<Answer>;
}

/** A route's handler once it has its dependencies. */
export type RouteHandler<Deps = HandlerDeps> = (
  deps: Deps,
  route: Route,
) => (event: APIGatewayProxyEvent) => Promise<Answer>;

/**
 * For callers who have signed in. The order is that of the wire contract: tenant, sign-in, switch, content; what the
 * handler checks comes after. Whatever is refused is in the audit log.
 */
export function signedIn<Input>(handler: WithBody<Input, Caller>): RouteHandler;
export function signedIn(handler: WithoutBody<Caller>): RouteHandler;
export function signedIn<Input>(handler: WithBody<Input, Caller> | WithoutBody<Caller>): RouteHandler {
  return (deps, route) => async (event) => {
    if (route.signIn === "none" || route.signIn === "iam") throw new TypeError(`${route.path} has no caller`);
    const tenant = await tenantOf(deps, event);
    const { signIn } = route;
    const asked: Asked = { event, tenant, route };
    return auditingRefusals(deps, asked, async () => {
      const caller = await identifyCaller(deps, event, tenant, signIn);
      asked.caller = caller;
      if (!tenant.settings.backupEnabled && route.function !== "sessions") throw new Failure("backups-disabled");
      return handle(handler, event, { tenant, caller });
    });
  };
}

/** For callers who are not known yet. */
export function anonymous<Input>(handler: WithBody<Input, undefined>): RouteHandler<TenantDeps>;
export function anonymous(handler: WithoutBody<undefined>): RouteHandler<TenantDeps>;
export function anonymous<Input>(
  handler: WithBody<Input, undefined> | WithoutBody<undefined>,
): RouteHandler<TenantDeps> {
  return (deps) => async (event) => {
    const tenant = await tenantOf(deps, event);
    refuseForeignOrigin(event, tenant);
    return handle(handler, event, { tenant, caller: undefined });
  };
}

/** The tenant is the host name the request came in under, as the front door saw it: never a header or a body. */
async function tenantOf({ tenants }: TenantDeps, event: APIGatewayProxyEvent) {
  const tenant = await tenants.findByDomainName((event.requestContext.domainName ?? "").toLowerCase());
  if (!tenant) throw new Failure("not-found");
  return tenant;
}

async function handle<Input, Who>(
  handler: WithBody<Input, Who> | WithoutBody<Who>,
  event: APIGatewayProxyEvent,
  who: Pick<Call<unknown, Who>, "tenant" | "caller">,
): Promise<Answer> {
  const header = (name: string) => headerOf(event, name);
  const query = <Wish>(shape: z.core.$ZodType<Wish>) => readQuery(event, shape);
  const call = () => ({ ...who, header, query, path: pathOf(event), origin: originOf(event) });
  if (!handler.body) return handler.handle({ ...call(), input: undefined });
  // Content before ids: a malformed id is answered as any other that is not there.
  const input = readJsonBody(event, handler.body);
  return handler.handle({ ...call(), input });
}
