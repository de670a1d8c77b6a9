import { createHmac } from "node:crypto";
import { Secret } from "otpauth";

/** What somebody is in the demo for. */
type Persona =
  | "administrator"
  | "second administrator"
  | "backup role"
  | "backup role by group"
  | "ordinary"
  | "locked"
  | "single sign-on"
  | "legacy password"
  | "webauthn"
  | "ldap";

/** Somebody to sign in as. The secrets are made from the demo's seed: worth nothing anywhere else. */
export interface DemoPerson {
  readonly persona: Persona;
  readonly userId: number;
  readonly login: string;
  readonly mail: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly isAdmin: boolean;
  /** False: locked (status 3). */
  readonly isActive: boolean;
  /** Holds `create_backup`, as an administrator or by a global role; a locked account still may do nothing. */
  readonly mayBackUp: boolean;
  /** What is typed; absent for whoever has no row in `user_passwords`. */
  readonly password?: string;
  readonly passwordType?: "UserPassword::Bcrypt" | "UserPassword::SHA1";
  /** Base32 secret of an active TOTP device. */
  readonly totpSecret?: string;
  readonly hasWebauthn?: boolean;
  /** Plaintext of an API token. */
  readonly apiKey?: string;
  /** Subject at the tenant's identity provider. */
  readonly externalId?: string;
  readonly isLdap?: boolean;
}

/** How secrets of one demo tenant are made. */
export interface DemoSecrets {
  hex(label: string, length: number): string;
  totp(login: string): string;
  password(login: string): string;
}

const words =
  "amber basil cedar delta ember fjord grove hazel indigo juniper kettle linden maple nectar olive pepper".split(" ");

export function demoSecrets(tenantId: string, seed: number): DemoSecrets {
  const digest = (label: string) => createHmac("sha512", `coffer demo ${seed}`).update(`${tenantId} ${label}`).digest();
  return {
    hex: (label, length) => digest(label).toString("hex").slice(0, length),
    totp: (login) => new Secret({ buffer: new Uint8Array(digest(`totp ${login}`).subarray(0, 20)).buffer }).base32,
    password: (login) => {
      const bytes = [...digest(`password ${login}`)];
      const chosen = bytes.slice(0, 4).map((byte) => words[byte % words.length]);
      return `${chosen.join("-")}-${bytes[4]}`;
    },
  };
}
