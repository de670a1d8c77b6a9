import { Failure } from "../failure.ts";
import type { Session } from "../session/session.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import type { SignOnIdentity } from "./sign-on-identity.ts";
import { type TakeIdentityDeps, takeIdentity } from "./take-identity.ts";

/** The provider's clock may be ahead by this much; one that is far ahead would call every sign-in a new one. */
const CLOCK_DIFFERENCE_MAX_MS = 30_000;

/**
 * Did the identity provider ask this very user anew, for this very session? That it was told to ask proves nothing: the
 * time that it says it did has to be after the challenge. Uses the identity up. Throws `step-up-not-fresh`,
 * `step-up-impossible` for a provider that cannot, and what `takeIdentity` throws.
 */
export const confirmByIdentity = async (
  deps: TakeIdentityDeps,
  { tenant, user, session }: { readonly tenant: Tenant; readonly user: User; readonly session: Session },
  identityId: string,
): Promise<void> => {
  // Known not to ask anew: whatever it says of the time is not to be relied on.
  if (!tenant.signOn?.canStepUp) throw new Failure("step-up-impossible");
  const found = await takeIdentity(deps, tenant, identityId, "step-up");
  if (found.identity.sessionHash !== session.idHash) throw new Failure("single-sign-on-refused");
  if (found.user.userId !== user.userId || !isFresh(found.identity, deps.clock.now())) {
    throw new Failure("step-up-not-fresh");
  }
};

/** `auth_time` counts whole seconds, so the challenge's own second is the oldest that it may be. */
const isFresh = ({ authTimeSeconds, challengedAt }: SignOnIdentity, now: number): boolean =>
  authTimeSeconds !== undefined &&
  authTimeSeconds >= Math.floor(challengedAt / 1000) &&
  authTimeSeconds * 1000 <= now + CLOCK_DIFFERENCE_MAX_MS;
