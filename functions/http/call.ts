import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Origin } from "../domain/audit/audit-log.ts";
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
  readonly origin: Origin;
}

/** Headers arrive in any case. */
export const headerOf = (event: APIGatewayProxyEvent, name: string): string | undefined => {
  const wanted = name.toLowerCase();
  for (const [key, value] of Object.entries(event.headers ?? {})) if (key.toLowerCase() === wanted) return value;
  return undefined;
};

export const originOf = (event: APIGatewayProxyEvent): Origin => ({
  address: event.requestContext.identity.sourceIp,
  requestId: event.requestContext.requestId,
});
