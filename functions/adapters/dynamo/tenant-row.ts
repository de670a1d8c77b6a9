import * as z from "zod/mini";
import type { AttachmentStoreLocation, Tenant, TenantSettings } from "../../domain/tenant/tenant.ts";
import { decodeRow } from "./decode-row.ts";
import { domainKey, tenantKey } from "./keys.ts";

const attachmentsShape = z.object({
  bucket: z.string(),
  prefix: z.string(),
} satisfies Record<keyof AttachmentStoreLocation, unknown>);

const settingsShape = z.object({
  backupEnabled: z.boolean(),
  backupDailyLimit: z.number(),
  backupInitialWaitingPeriodMs: z.number(),
  backupIncludeAttachments: z.boolean(),
  backupAttachmentSizeMaxSumMb: z.number(),
  backupApiPull: z.boolean(),
  supportMail: z.exactOptional(z.string()),
} satisfies Record<keyof TenantSettings, unknown>);

const tenantShape: z.ZodMiniType<Tenant> = z.object({
  tenantId: z.string(),
  title: z.string(),
  domainName: z.string(),
  origin: z.string(),
  registeredAt: z.number(),
  attachments: attachmentsShape,
  settings: settingsShape,
} satisfies Record<keyof Tenant, unknown>);

export const encodeTenant = (tenant: Tenant) => ({ ...tenantKey(tenant.tenantId), ...tenant });

export const decodeTenant = (item: unknown): Tenant => decodeRow(tenantShape, item);

/** Says whose a domain name is; being the key of a row, it can only be one tenant's. */
export const encodeDomain = ({ domainName, tenantId }: Tenant) => ({ ...domainKey(domainName), tenantId });
