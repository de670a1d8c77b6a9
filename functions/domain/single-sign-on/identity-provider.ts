import type { Tenant } from "../tenant/tenant.ts";

/** What a browser is sent to the identity provider with. */
interface SignOnRequest {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** The provider shall ask the person anew, whoever is signed in there: `prompt=login`, `max_age=0`. */
  readonly isFresh: boolean;
}

/** What the browser came back with, and what it was sent away with. */
export interface SignOnAnswer extends Omit<SignOnRequest, "isFresh"> {
  /** The query of the address that the provider sent the browser to. */
  readonly query: string;
}

/** What the provider says of a person, in an ID token that was checked. */
export interface SignOnClaims {
  readonly issuer: string;
  readonly subject: string;
  /** When the person proved themselves there, in whole seconds; absent where the provider does not say. */
  readonly authTimeSeconds?: number;
}

/** The tenant's identity provider (OpenID Connect, authorization code with PKCE). */
export interface IdentityProvider {
  /** The address to send the browser to. Throws `no-single-sign-on`, `identity-provider-unavailable`. */
  addressFor(tenant: Tenant, request: SignOnRequest): Promise<string>;
  /**
   * Redeems the code, and checks the ID token: issuer, audience, signature, algorithm, nonce, times. Throws
   * `single-sign-on-refused` for what does not hold, `no-single-sign-on`, `identity-provider-unavailable`.
   */
  redeem(tenant: Tenant, answer: SignOnAnswer): Promise<SignOnClaims>;
}
