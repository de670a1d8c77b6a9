import { createHash } from "node:crypto";
import type { Ids } from "../ports.ts";

/** `sign-in`: who is it; `step-up`: somebody who is signed in proves once more who they are. */
export type SignOnPurpose = "sign-in" | "step-up";

/**
 * A browser that was sent to the identity provider and is expected back. State and nonce are in its cookie alone, and
 * the code verifier is here alone: neither half is of use without the other.
 */
export interface SignOnChallenge {
  readonly tenantId: string;
  readonly stateHash: string;
  readonly nonceHash: string;
  readonly codeVerifier: string;
  readonly purpose: SignOnPurpose;
  /** Hash of the session that steps up. */
  readonly sessionHash?: string;
  /** Path under the tenant's origin to go on at. */
  readonly returnPath: string;
  /** Milliseconds. What is proven has to be proven after this. */
  readonly challengedAt: number;
  /** Milliseconds. */
  readonly endsAt: number;
}

export const SIGN_ON_MS = 10 * 60_000;

/** 256 random bits, base64url, 43 characters: states, nonces, code verifiers (RFC 7636, 4.1) and identities' ids. */
export const newSignOnSecret = (ids: Ids): string => Buffer.from(ids.secret(32)).toString("base64url");

/** What is stored of one; 256 random bits need no salt. */
export const hashSignOnSecret = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** Browsers that are away. */
export interface SignOnChallenges {
  begin(challenge: SignOnChallenge): Promise<void>;
  /** Gives it once and takes it away. May return one that is over. */
  take(tenantId: string, stateHash: string): Promise<SignOnChallenge | undefined>;
}
