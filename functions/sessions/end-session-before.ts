import type { Sessions } from "../domain/session/session.ts";
import { hashSessionId } from "../domain/session/session-id.ts";
import type { Tenant } from "../domain/tenant/tenant.ts";
import { sessionIdOf } from "../http/session-cookie.ts";

/** Whoever signs in anew leaves no session of this browser open behind. `cookies`: the request's header. */
export const endSessionBefore = async (
  { sessions }: { readonly sessions: Sessions },
  { tenantId }: Tenant,
  cookies: string | undefined,
): Promise<void> => {
  const before = sessionIdOf(cookies);
  if (before !== undefined) await sessions.end(tenantId, hashSessionId(before));
};
