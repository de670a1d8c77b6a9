import type { AuditFact } from "../audit/audit-log.ts";
import type { Retention } from "../retention/retention-policy.ts";
import type { SignOnProvider } from "../single-sign-on/sign-on-provider.ts";
import type { TrySettings } from "./try-settings.ts";

/** One OpenProject installation. Its users and data stay in its own database; this is what the operator registered. */
export interface Tenant {
  readonly tenantId: string;
  /** Shown in mails and archives. */
  readonly title: string;
  /** The host name that Coffer answers under for this tenant; the only way a request is given a tenant. */
  readonly domainName: string;
  /** The origin people open, without a trailing slash, e.g. `https://backup.acme.example`. */
  readonly origin: string;
  readonly registeredAt: number;
  readonly attachments: AttachmentStoreLocation;
  readonly settings: TenantSettings;
  /** Absent: nobody signs in by single sign-on. */
  readonly signOn?: SignOnProvider;
}

export interface AttachmentStoreLocation {
  readonly bucket: string;
  /** Empty, or ends with `/`. */
  readonly prefix: string;
}

/** OpenProject's names where it has them; set by the operator alone but for `OwnSettings`. */
export interface TenantSettings extends TrySettings {
  readonly backupEnabled: boolean;
  /** Accepted requests per UTC day, over all users. */
  readonly backupDailyLimit: number;
  readonly backupInitialWaitingPeriodMs: number;
  readonly backupIncludeAttachments: boolean;
  /** MiB; 0 means no limit. */
  readonly backupAttachmentSizeMaxSumMb: number;
  /** May the API key that asked for a backup fetch it without a person. */
  readonly backupApiPull: boolean;
  /** Absent: `DEFAULT_RETENTION`. */
  readonly backupRetention?: Retention;
  readonly supportMail?: string;
}

export const DEFAULT_SETTINGS: TenantSettings = {
  backupEnabled: true,
  backupDailyLimit: 3,
  backupInitialWaitingPeriodMs: 24 * 3_600_000,
  backupIncludeAttachments: true,
  backupAttachmentSizeMaxSumMb: 0,
  backupApiPull: true,
};

/** A host as it is registered and looked up: lower case, no port. */
export const domainNameOf = (host: string): string => host.toLowerCase().replace(/:\d+$/, "");

/** Part of object keys, row keys and policies: lower-case letters, digits and hyphens. */
export const isTenantId = (text: string): boolean => /^[a-z0-9][a-z0-9-]{0,62}$/.test(text);

/** Where tenants are registered. */
export interface TenantDirectory {
  /** The tenant that is served under this host name (compared in lower case, without port). */
  findByDomainName(domainName: string): Promise<Tenant | undefined>;
  find(tenantId: string): Promise<Tenant | undefined>;
}

/** What a tenant's administrators set themselves; all else is the operator's. */
export type OwnSettings = Pick<TenantSettings, "backupApiPull" | "backupRetention">;

/** New values of some members; null removes one that need not be there. */
type Changes<Whole> = {
  readonly [Name in keyof Whole]?: object extends Pick<Whole, Name> ? Whole[Name] | null : Whole[Name];
};

/** What the operator may change of a registered tenant. What is not named stays, and so does what is not theirs. */
export type TenantChange = Changes<Omit<Tenant, "tenantId" | "registeredAt" | "settings">> & {
  readonly settings?: Changes<Omit<TenantSettings, keyof OwnSettings>>;
};

/** One page of all tenants, in the order of their ids. */
export interface TenantPageWish {
  readonly pageSize: number;
  /** `next` of the page before. */
  readonly after?: string;
}

export interface TenantPage {
  readonly tenants: readonly Tenant[];
  /** Absent on the last page. */
  readonly next?: string;
}

export interface TenantList {
  /** Strongly consistent. */
  list(wish: TenantPageWish): Promise<TenantPage>;
}

/** What the operator does to the directory. One transaction each, with its fact. */
export interface TenantRegistry {
  /** False: the id or the domain name is taken. Throws `constraint-violation` if the id is none (`isTenantId`). */
  register(tenant: Tenant, fact: AuditFact): Promise<boolean>;
  /**
   * Changes what is named and nothing else, so that a copy that is not the newest undoes nothing of what others changed.
   * False: something that is named is not as `seen` any more, or the domain name is another's.
   */
  change(seen: Tenant, change: TenantChange, fact: AuditFact): Promise<boolean>;
  /** The tenant goes, and its host name is free. False: it is gone already, or has moved to another host name. */
  remove(tenant: Tenant, fact: AuditFact): Promise<boolean>;
}
