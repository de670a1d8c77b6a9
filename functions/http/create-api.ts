import middy from "@middy/core";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { Failure } from "../domain/failure.ts";
import type { Log } from "../domain/ports.ts";
import type { TenantDirectory } from "../domain/tenant/tenant.ts";
import { ROUTES, type Route } from "../routes.ts";
import { type Answer, renderAnswer } from "./answer.ts";
import { type Call, headerOf, originOf } from "./call.ts";
import { type IdentifyDeps, identifyCaller, refuseForeignOrigin } from "./identify-caller.ts";
import { type BodyShape, readJsonBody } from "./json-body.ts";
import { logCalls } from "./log-calls.ts";
import { renderProblem } from "./problem.ts";

export interface ApiDeps extends IdentifyDeps {
  readonly tenants: TenantDirectory;
  readonly log: Log;
}

/** What one route does with a request that was read and checked: `body` is its input's shape, absent for none. */
export interface Handler<Input = undefined, Who = Call<Input>["caller"]> {
  readonly body?: BodyShape<Input>;
  handle(call: Call<Input, Who>): Promise<Answer>;
}

type AnyHandler = (event: APIGatewayProxyEvent) => Promise<Answer>;

/** A handler for callers who have signed in. */
export const signedIn =
  <Input = undefined>(handler: Handler<Input>) =>
  (deps: ApiDeps, route: Route): AnyHandler =>
  async (event) => {
    if (route.signIn === "none") throw new TypeError(`${route.path} has no caller`);
    const tenant = await tenantOf(deps, event);
    const caller = await identifyCaller(deps, event, tenant, route.signIn);
    if (!tenant.settings.backupEnabled && route.function !== "sessions") throw new Failure("backups-disabled");
    return handler.handle({ ...readCall(event), tenant, caller, input: readInput(event, handler) });
  };

/** A handler for callers who are not known yet. */
export const anonymous =
  <Input = undefined>(handler: Handler<Input, undefined>) =>
  (deps: ApiDeps, _route: Route): AnyHandler =>
  async (event) => {
    const tenant = await tenantOf(deps, event);
    refuseForeignOrigin(event, tenant);
    return handler.handle({ ...readCall(event), tenant, caller: undefined, input: readInput(event, handler) });
  };

/** The Lambda of one function: its routes by `METHOD path`, each answered by its handler, failures rendered as problems. */
export const createApi = (
  deps: ApiDeps,
  handlers: Readonly<Record<string, (deps: ApiDeps, route: Route) => AnyHandler>>,
): middy.MiddyfiedHandler<APIGatewayProxyEvent, APIGatewayProxyResult> => {
  const table = new Map<string, AnyHandler>();
  for (const route of ROUTES) {
    const handler = handlers[`${route.method} ${route.path}`];
    if (handler) table.set(`${route.method} ${route.path}`, handler(deps, route));
  }
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(logCalls(deps.log))
    .onError((request) => {
      request.response = renderProblem(request.error);
    })
    .handler(async (event: APIGatewayProxyEvent) => {
      const handler = table.get(`${event.httpMethod} ${event.resource}`);
      if (!handler) throw new Failure("not-found");
      return renderAnswer(await handler(event));
    });
};

/** The tenant is the host name the request came in under, as the front door saw it: never a header or a body. */
async function tenantOf({ tenants }: ApiDeps, event: APIGatewayProxyEvent) {
  const tenant = await tenants.findByDomainName((event.requestContext.domainName ?? "").toLowerCase());
  if (!tenant) throw new Failure("not-found");
  return tenant;
}

const readInput = <Input>(event: APIGatewayProxyEvent, handler: { readonly body?: BodyShape<Input> }): Input =>
  handler.body ? readJsonBody(event, handler.body) : (undefined as Input);

const readCall = (event: APIGatewayProxyEvent) => ({
  path: Object.fromEntries(Object.entries(event.pathParameters ?? {}).map(([name, value]) => [name, value ?? ""])),
  header: (name: string) => headerOf(event, name),
  origin: originOf(event),
});
