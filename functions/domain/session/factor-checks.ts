import type { StoredPassword } from "../tenant/tenant-users.ts";

/** Checks passwords. Each call is the work of one hash, whoever is named: with nothing stored, against a dummy. */
export interface PasswordCheck {
  matches(password: string, stored: StoredPassword | undefined): Promise<boolean>;
}

/** Checks codes of authenticator apps (RFC 6238), one step of 30 s to either side. */
export interface CodeCheck {
  /** The time step that the code belongs to, or undefined. Using a step only once is the caller's. */
  matchingStep(secret: string, code: string, now: number): number | undefined;
}
