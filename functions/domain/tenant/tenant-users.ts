import type { Tenant } from "./tenant.ts";

/** An active user of a tenant, read from the tenant's own database a moment ago; never kept. */
export interface User {
  readonly userId: number;
  readonly login: string;
  readonly name: string;
  readonly mail: string;
  readonly isAdmin: boolean;
  /** Administrator, or holder of a global role with `create_backup`. */
  readonly mayCreateBackup: boolean;
}

/** What a user can prove themselves with. */
export interface UserFactors {
  /** Absent: the user has no password (single sign-on, LDAP). */
  readonly password?: StoredPassword;
  /** Active authenticator apps (RFC 6238: SHA-1, 6 digits, 30 s). */
  readonly authenticators: readonly Authenticator[];
  /** Active second factors that cannot be checked from here, by OpenProject's type name. */
  readonly uncheckable: readonly string[];
  readonly isSingleSignOn: boolean;
}

export type StoredPassword = {
  /** When this password was set; milliseconds. */
  readonly changedAt: number;
} & (
  | { readonly scheme: "bcrypt"; readonly hash: string }
  /** OpenProject's legacy form: `sha1hex(salt + sha1hex(password))`. */
  | { readonly scheme: "sha1"; readonly hash: string; readonly salt: string }
);

interface Authenticator {
  readonly deviceId: number;
  /** When it was set up; milliseconds. Absent where the database does not say. */
  readonly enrolledAt?: number;
  /** Base32. */
  readonly secret: string;
}

export interface ApiKeyOwner {
  readonly user: User;
  /** Row id of the key: names the key in counters and audit without its value. */
  readonly apiKeyId: number;
}

/**
 * A tenant's users, asked of the tenant's database each time, so that a lock or a withdrawn permission takes effect at
 * once. Throws `tenant-database-unavailable` or `tenant-database-unsupported` (naming what is missing).
 */
export interface TenantUsers {
  /** Logins and mail addresses compare case-insensitively; active users of type `User` only. */
  findByLogin(tenant: Tenant, login: string): Promise<User | undefined>;
  findById(tenant: Tenant, userId: number): Promise<User | undefined>;
  /** Whom OpenProject has linked to `subject` at its provider `name`; nobody where that is not exactly one active user. */
  findBySubject(tenant: Tenant, name: string, subject: string): Promise<User | undefined>;
  findByApiKey(tenant: Tenant, apiKey: string): Promise<ApiKeyOwner | undefined>;
  factors(tenant: Tenant, userId: number): Promise<UserFactors>;
  activeAdmins(tenant: Tenant): Promise<readonly User[]>;
}
