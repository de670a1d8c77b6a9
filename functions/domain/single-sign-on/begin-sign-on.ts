import type { Origin } from "../audit/audit-log.ts";
import { Failure } from "../failure.ts";
import type { Clock, Ids } from "../ports.ts";
import { type AttemptSubject, type Attempts, SIGN_ON_PER_ADDRESS } from "../session/attempts.ts";
import { countAttempt } from "../session/count-attempt.ts";
import { networkOf } from "../session/network-of.ts";
import { hashSessionId } from "../session/session-id.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { IdentityProvider } from "./identity-provider.ts";
import { returnPathOf } from "./return-path.ts";
import {
  hashSignOnSecret,
  newSignOnSecret,
  SIGN_ON_MS,
  type SignOnChallenges,
  type SignOnPurpose,
} from "./sign-on-challenge.ts";

export interface BeginSignOnDeps {
  readonly challenges: SignOnChallenges;
  readonly provider: IdentityProvider;
  readonly attempts: Attempts;
  readonly ids: Ids;
  readonly clock: Clock;
}

export interface SignOnWish {
  readonly purpose: SignOnPurpose;
  readonly returnPath: string;
  /** Of the browser that asks, if it has one. Whether it is live is asked where the identity is used. */
  readonly sessionId?: string | undefined;
  readonly origin: Origin;
}

export interface BegunSignOn {
  /** Where the browser has to go. */
  readonly address: string;
  /** For the browser's cookie, and nowhere else. */
  readonly state: string;
  readonly nonce: string;
}

/** Where the identity provider sends browsers back to. */
export const redirectUriOf = ({ origin }: Tenant): string => `${origin}/api/v3/single_sign_on`;

/** What visits to the provider are counted by; one that came to its end does not count. */
export const visitOf = ({ tenantId }: Tenant, { address }: Origin): AttemptSubject => ({
  tenantId,
  kind: "sign-on-address",
  subject: networkOf(address),
});

/**
 * Sends a browser to the tenant's identity provider. Counted per address, since each costs the provider a visit. Throws
 * `no-single-sign-on`, `unauthenticated` for a step-up without a session, `step-up-impossible`, `constraint-violation`,
 * `identity-provider-unavailable`, `too-many-attempts`.
 */
export const beginSignOn = async (
  { challenges, provider, attempts, ids, clock }: BeginSignOnDeps,
  tenant: Tenant,
  { purpose, returnPath, sessionId, origin }: SignOnWish,
): Promise<BegunSignOn> => {
  const { tenantId, signOn } = tenant;
  if (!signOn) throw new Failure("no-single-sign-on");
  const isStepUp = purpose === "step-up";
  if (isStepUp && !signOn.canStepUp) throw new Failure("step-up-impossible");
  if (isStepUp && sessionId === undefined) throw new Failure("unauthenticated");
  const path = returnPathOf(returnPath, tenant.origin);
  await countAttempt(attempts, visitOf(tenant, origin), SIGN_ON_PER_ADDRESS);
  const [state, nonce, codeVerifier] = [newSignOnSecret(ids), newSignOnSecret(ids), newSignOnSecret(ids)];
  const request = { redirectUri: redirectUriOf(tenant), state, nonce, codeVerifier, isFresh: isStepUp };
  const address = await provider.addressFor(tenant, request);
  const now = clock.now();
  await challenges.begin({
    tenantId,
    stateHash: hashSignOnSecret(state),
    nonceHash: hashSignOnSecret(nonce),
    codeVerifier,
    purpose,
    ...(isStepUp && sessionId !== undefined ? { sessionHash: hashSessionId(sessionId) } : {}),
    returnPath: path,
    challengedAt: now,
    endsAt: now + SIGN_ON_MS,
  });
  return { address, state, nonce };
};
