import type { SignOnPurpose } from "./sign-on-challenge.ts";

/**
 * Whom the identity provider found a browser to be, kept by the function that asked it for the one that lets people in:
 * the first cannot reach any tenant's database, the second nothing outside. Its id is in the browser's cookie.
 */
export interface SignOnIdentity {
  readonly tenantId: string;
  readonly idHash: string;
  readonly purpose: SignOnPurpose;
  /** Hash of the session that steps up. */
  readonly sessionHash?: string;
  readonly issuer: string;
  readonly subject: string;
  /** When the person proved themselves at the provider, in whole seconds; absent where it does not say. */
  readonly authTimeSeconds?: number;
  /** When the provider was asked to. Milliseconds. */
  readonly challengedAt: number;
  /** Milliseconds. */
  readonly endsAt: number;
}

export const SIGN_ON_IDENTITY_MS = 120_000;

/** Identities that were found and not used. */
export interface SignOnIdentities {
  keep(identity: SignOnIdentity): Promise<void>;
  /** Gives it once and takes it away. May return one that is over. */
  take(tenantId: string, idHash: string): Promise<SignOnIdentity | undefined>;
}
