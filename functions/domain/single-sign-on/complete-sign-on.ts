import type { Origin } from "../audit/audit-log.ts";
import { Failure, isFailure } from "../failure.ts";
import type { Clock, Ids, Log } from "../ports.ts";
import type { Attempts } from "../session/attempts.ts";
import type { Tenant } from "../tenant/tenant.ts";
import { redirectUriOf, visitOf } from "./begin-sign-on.ts";
import type { IdentityProvider } from "./identity-provider.ts";
import { hashSignOnSecret, newSignOnSecret, type SignOnChallenges, type SignOnPurpose } from "./sign-on-challenge.ts";
import { SIGN_ON_IDENTITY_MS, type SignOnIdentities } from "./sign-on-identity.ts";

export interface CompleteSignOnDeps {
  readonly challenges: SignOnChallenges;
  readonly identities: SignOnIdentities;
  readonly provider: IdentityProvider;
  readonly attempts: Attempts;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the browser brings: the provider's answer, and what its own cookie holds. */
export interface ReturningBrowser {
  readonly query: string;
  readonly cookie: { readonly state: string; readonly nonce: string } | undefined;
  readonly origin: Origin;
}

export interface CompletedSignOn {
  readonly purpose: SignOnPurpose;
  readonly returnPath: string;
  /** Id of the identity: for the browser's cookie, and nowhere else. */
  readonly identityId: string;
}

/**
 * Takes a browser back from the identity provider, once: the code is redeemed by the browser that was sent for it and by
 * no other. Nobody is let in here. Throws `single-sign-on-refused` for whatever does not fit, saying what to the log alone,
 * and what `IdentityProvider.redeem` throws.
 */
export const completeSignOn = async (
  deps: CompleteSignOnDeps,
  tenant: Tenant,
  browser: ReturningBrowser,
): Promise<CompletedSignOn> => {
  try {
    return await takeBack(deps, tenant, browser);
  } catch (error) {
    if (isFailure(error, "single-sign-on-refused")) {
      deps.log.warn("single sign-on refused", { tenantId: tenant.tenantId }, error);
    }
    throw error;
  }
};

async function takeBack(
  deps: CompleteSignOnDeps,
  tenant: Tenant,
  { query, cookie, origin }: ReturningBrowser,
): Promise<CompletedSignOn> {
  const { challenges, identities, provider, ids, clock } = deps;
  const { tenantId } = tenant;
  // Before the challenge is taken away: somebody else's state must not cost its owner the sign-on.
  if (!cookie || new URLSearchParams(query).get("state") !== cookie.state) throw refused("another browser's answer");
  const challenge = await challenges.take(tenantId, hashSignOnSecret(cookie.state));
  if (!challenge || challenge.nonceHash !== hashSignOnSecret(cookie.nonce)) throw refused("no such challenge");
  if (challenge.endsAt <= clock.now()) throw refused("the challenge is over");
  const { codeVerifier, purpose, sessionHash, challengedAt, returnPath } = challenge;
  const claims = await provider.redeem(tenant, {
    ...cookie,
    query,
    codeVerifier,
    redirectUri: redirectUriOf(tenant),
  });
  const identityId = newSignOnSecret(ids);
  await identities.keep({
    tenantId,
    idHash: hashSignOnSecret(identityId),
    purpose,
    ...(sessionHash === undefined ? {} : { sessionHash }),
    ...claims,
    challengedAt,
    endsAt: clock.now() + SIGN_ON_IDENTITY_MS,
  });
  await deps.attempts.giveBack(visitOf(tenant, origin));
  return { purpose, returnPath, identityId };
}

const refused = (reason: string) => new Failure("single-sign-on-refused", {}, new Error(reason));
