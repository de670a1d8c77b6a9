import type { APIGatewayProxyEvent } from "aws-lambda";
import type * as z from "zod/mini";
import type { AuditLog } from "../domain/audit/audit-log.ts";
import { Failure, isFailure } from "../domain/failure.ts";
import {
  isTicketNumber,
  NO_TENANT,
  type StaffCall,
  type StaffDeps,
  type StaffKind,
  staffFact,
} from "../domain/support/staff.ts";
import type { Route } from "../routes.ts";
import type { Answer } from "./answer.ts";
import { originOf, pathOf } from "./call.ts";
import type { RouteHandler } from "./handler.ts";
import { type BodyShape, readJsonBody } from "./json-body.ts";
import { readQuery } from "./read-query.ts";

export interface StaffHandlerDeps extends StaffDeps {
  readonly audit: AuditLog;
  /** The cloud account's roles, by their ARNs: who takes one is of that kind. */
  readonly staffRoles: Readonly<Record<StaffKind, string>>;
}

/** One request of support or of the operator, read and checked. */
export interface StaffRequest<Input> extends StaffCall {
  readonly input: Input;
  readonly path: Readonly<Record<string, string>>;
  /** What stands behind the path's `?`, but for the ticket number. Throws `constraint-violation`. */
  readonly query: <Wish>(shape: z.core.$ZodType<Wish>) => Wish;
}

interface WithBody<Input> {
  readonly body: BodyShape<Input>;
  handle(call: StaffRequest<Input>): Promise<Answer>;
}

interface WithoutBody {
  readonly body?: undefined;
  handle(call: StaffRequest<undefined>): Promise<Answer>;
}

/**
 * For support and the operator. The front door has checked the signature, and that the signer's role was given this
 * route; which role that is, and that it may, is asked here once more. Whatever is refused is in the audit log.
 */
export function byStaff<Input>(handler: WithBody<Input>): RouteHandler<StaffHandlerDeps>;
export function byStaff(handler: WithoutBody): RouteHandler<StaffHandlerDeps>;
export function byStaff<Input>(handler: WithBody<Input> | WithoutBody): RouteHandler<StaffHandlerDeps> {
  return (deps, route) => async (event) => {
    const staff = identifyStaff(event, deps.staffRoles);
    if (!staff) throw new Failure("staff-refused");
    let call: StaffCall = { staff, origin: originOf(event) };
    try {
      if (!route.staff?.includes(staff.kind)) throw new Failure("staff-refused");
      call = { ...call, ...ticketOf(event, staff.kind) };
      return await handle(handler, event, call);
    } catch (error) {
      if (isFailure(error)) await deps.audit.record(refusal(deps, call, route, event, error));
      throw error;
    }
  };
}

function handle<Input>(
  handler: WithBody<Input> | WithoutBody,
  event: APIGatewayProxyEvent,
  call: StaffCall,
): Promise<Answer> {
  const query = <Wish>(shape: z.core.$ZodType<Wish>) => readQuery(withoutTicket(event), shape);
  const request = { ...call, query, path: pathOf(event) };
  if (!handler.body) return handler.handle({ ...request, input: undefined });
  return handler.handle({ ...request, input: readJsonBody(event, handler.body) });
}

/** Who signs in a role is known by it as `arn:<partition>:sts::<account>:assumed-role/<role>/<name>`. */
const IN_ROLE = /^arn:(aws[\w-]*):sts::(\d{12}):assumed-role\/([\w+=,.@-]{1,64})\/([\w+=,.@-]{2,64})$/u;

function identifyStaff(
  event: APIGatewayProxyEvent,
  roles: StaffHandlerDeps["staffRoles"],
): StaffCall["staff"] | undefined {
  const [, partition, account, role, name] = IN_ROLE.exec(event.requestContext.identity.userArn ?? "") ?? [];
  if (name === undefined) return undefined;
  const arn = `arn:${partition}:iam::${account}:role/${role}`;
  if (arn === roles.operator) return { kind: "operator", name };
  return arn === roles.support ? { kind: "support", name } : undefined;
}

const TICKET = "ticketNumber";

/** In the query, so that it is part of what is signed, whatever the method. Throws `constraint-violation`. */
function ticketOf(event: APIGatewayProxyEvent, kind: StaffKind): Pick<StaffCall, "ticketNumber"> {
  const given = event.multiValueQueryStringParameters?.[TICKET] ?? [event.queryStringParameters?.[TICKET]];
  const [ticketNumber, ...more] = given;
  if (ticketNumber === undefined && kind === "operator") return {};
  if (ticketNumber !== undefined && more.length === 0 && isTicketNumber(ticketNumber)) return { ticketNumber };
  throw new Failure("constraint-violation", { attribute: TICKET });
}

const withoutTicket = (event: APIGatewayProxyEvent): APIGatewayProxyEvent => ({
  ...event,
  queryStringParameters: without(event.queryStringParameters ?? {}),
  multiValueQueryStringParameters: without(event.multiValueQueryStringParameters ?? {}),
});

const without = <Value>(parameters: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => name !== TICKET));

const refusal = (
  deps: StaffHandlerDeps,
  call: StaffCall,
  { method, path }: Route,
  event: APIGatewayProxyEvent,
  { code }: Failure,
) =>
  staffFact(deps, call, NO_TENANT, "staff.refused", {
    method,
    route: path,
    code,
    ...Object.fromEntries(
      Object.entries(event.pathParameters ?? {}).flatMap(([name, value]) =>
        value !== undefined && /^[\w-]{1,64}$/u.test(value) ? [[name, value]] : [],
      ),
    ),
  });
