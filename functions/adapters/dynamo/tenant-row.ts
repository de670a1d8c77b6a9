import * as z from "zod/mini";
import type { PendingPolicy, Retention } from "../../domain/retention/retention-policy.ts";
import type { SignOnProvider } from "../../domain/single-sign-on/sign-on-provider.ts";
import type { AttachmentStoreLocation, Tenant, TenantSettings } from "../../domain/tenant/tenant.ts";
import { decodeRow } from "./decode-row.ts";
import { domainKey, tenantKey, tenantListKey } from "./keys.ts";
import type { Item } from "./read-item.ts";

const attachmentsShape = z.object({
  bucket: z.string(),
  prefix: z.string(),
} satisfies Record<keyof AttachmentStoreLocation, unknown>);

const policy = { daily: z.number(), weekly: z.number(), monthly: z.number() };

const retentionShape = z.object({
  ...policy,
  pending: z.exactOptional(z.object({ ...policy, actsAt: z.number() } satisfies Record<keyof PendingPolicy, unknown>)),
} satisfies Record<keyof Retention, unknown>);

const settingsShape = z.object({
  backupEnabled: z.boolean(),
  backupDailyLimit: z.number(),
  backupInitialWaitingPeriodMs: z.number(),
  backupIncludeAttachments: z.boolean(),
  backupAttachmentSizeMaxSumMb: z.number(),
  backupApiPull: z.boolean(),
  backupRetention: z.exactOptional(retentionShape),
  supportMail: z.exactOptional(z.string()),
  signInTriesPerUser: z.exactOptional(z.number()),
  signInTriesPerAddress: z.exactOptional(z.number()),
  stepUpTriesPerUser: z.exactOptional(z.number()),
  wrongTokensPerKey: z.exactOptional(z.number()),
  failuresInARow: z.exactOptional(z.number()),
} satisfies Record<keyof TenantSettings, unknown>);

const signOnShape = z.object({
  name: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  canStepUp: z.boolean(),
} satisfies Record<keyof SignOnProvider, unknown>);

const tenantShape: z.ZodMiniType<Tenant> = z.object({
  tenantId: z.string(),
  title: z.string(),
  domainName: z.string(),
  origin: z.string(),
  registeredAt: z.number(),
  attachments: attachmentsShape,
  settings: settingsShape,
  signOn: z.exactOptional(signOnShape),
} satisfies Record<keyof Tenant, unknown>);

export const encodeTenant = (tenant: Tenant) => ({ ...tenantKey(tenant.tenantId), ...tenant });

/** What is left of a tenant that is gone, so that nobody is registered under its id, and over what was written under it. */
export const encodeGoneTenant = (tenantId: string, goneAt: number) => ({ ...tenantKey(tenantId), tenantId, goneAt });

/** For conditions: there, and not gone. */
export const IS_TENANT_THERE = "attribute_exists(pk) AND attribute_not_exists(goneAt)";

/** Undefined: not there, or gone. */
export const decodeTenant = (item: Item | undefined): Tenant | undefined =>
  item === undefined || "goneAt" in item ? undefined : decodeRow(tenantShape, item);

/** Says whose a domain name is; being the key of a row, it can only be one tenant's. */
export const encodeDomain = ({ domainName, tenantId }: Pick<Tenant, "domainName" | "tenantId">) => ({
  ...domainKey(domainName),
  tenantId,
});

/** A tenant's place in the operator's list; the record is read for each. */
export const encodeTenantListRow = ({ tenantId }: Tenant) => ({ ...tenantListKey(tenantId), tenantId });
