import type { APIGatewayProxyEvent } from "aws-lambda";
import type * as z from "zod/mini";
import type { Origin } from "../domain/audit/audit-log.ts";
import { Failure } from "../domain/failure.ts";
import type { Session } from "../domain/session/session.ts";
import type { Tenant } from "../domain/tenant/tenant.ts";
import type { User } from "../domain/tenant/tenant-users.ts";

/** Who is calling, proven a moment ago against the tenant's own database. */
export type Caller =
  | { readonly via: "api-key"; readonly user: User; readonly apiKeyId: number }
  | { readonly via: "session"; readonly user: User; readonly session: Session };

/** One request, read and checked, as a route sees it. `caller` is absent only on routes that need no sign-in. */
export interface Call<Input, Who = Caller> {
  readonly tenant: Tenant;
  readonly caller: Who;
  readonly input: Input;
  readonly path: Readonly<Record<string, string>>;
  readonly header: (name: string) => string | undefined;
  /** What stands behind the path's `?`, read by a shape. Throws `constraint-violation`. */
  readonly query: <Wish>(shape: z.core.$ZodType<Wish>) => Wish;
  readonly origin: Origin;
}

/**
 * A header's value, whatever case its name arrives in. One that was sent several times is one list, as RFC 9110 (5.3)
 * has it: what takes a single value then refuses it, instead of picking one that a proxy may not have looked at.
 */
export const headerOf = (event: APIGatewayProxyEvent, name: string): string | undefined => {
  const wanted = name.toLowerCase();
  const values = [
    ...named(event.multiValueHeaders ?? {}, wanted).flat(),
    // Who calls without the lists has one value of each.
    ...(Object.keys(event.multiValueHeaders ?? {}).length === 0 ? named(event.headers ?? {}, wanted) : []),
  ];
  if (values.length === 0) return undefined;
  return values.join(wanted === "cookie" ? "; " : ", ");
};

const named = <Value>(headers: Readonly<Record<string, Value | undefined>>, wanted: string): Value[] =>
  Object.entries(headers).flatMap(([name, value]) =>
    name.toLowerCase() === wanted && value !== undefined ? [value] : [],
  );

/**
 * The path's parameters. Ids are plain words, so whatever has a slash, a zero byte or ten thousand characters is the id
 * of nothing. Throws `not-found`.
 */
export const pathOf = (event: APIGatewayProxyEvent): Readonly<Record<string, string>> => {
  const path: Record<string, string> = {};
  for (const [name, value = ""] of Object.entries(event.pathParameters ?? {})) {
    if (!/^[\w-]{1,64}$/.test(value)) throw new Failure("not-found");
    path[name] = value;
  }
  return path;
};

export const originOf = (event: APIGatewayProxyEvent): Origin => ({
  address: event.requestContext.identity.sourceIp,
  requestId: event.requestContext.requestId,
});
