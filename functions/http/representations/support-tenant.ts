import * as z from "zod/mini";
import type { Schedule } from "../../domain/schedule/schedule.ts";
import type { Tenant } from "../../domain/tenant/tenant.ts";
import { administratorShape, renderAdministrators } from "./settings.ts";
import { renderSignOnProvider, signOnProviderShape } from "./sign-on-provider.ts";
import { isoTime, timeShape } from "./wire.ts";

/** A path of the staff's own API. */
const staffHref = z.string().check(z.regex(/^\/support\/v1\//u));
export const staffLinkShape = z.strictObject({ href: staffHref });

export const tenantPath = (tenantId: string): string => `/support/v1/tenants/${tenantId}`;

export const supportTenantShape = z.strictObject({
  _type: z.literal("Tenant"),
  id: z.string(),
  title: z.string(),
  domainName: z.string(),
  origin: z.string(),
  registeredAt: timeShape,
  attachments: z.strictObject({ bucket: z.string(), prefix: z.string() }),
  settings: z.strictObject({
    backup_enabled: z.boolean(),
    backup_daily_limit: z.int(),
    /** Seconds. */
    backup_initial_waiting_period: z.int(),
    backup_include_attachments: z.boolean(),
    /** MiB; 0: no limit. */
    backup_attachment_size_max_sum_mb: z.int(),
    backup_api_pull: z.boolean(),
    support_mail: z.nullable(z.string()),
  }),
  single_sign_on: z.nullable(signOnProviderShape),
  _links: z.strictObject({ self: staffLinkShape }),
});

export type SupportTenant = z.infer<typeof supportTenantShape>;

export const renderSupportTenant = ({ tenantId, title, domainName, origin, ...rest }: Tenant): SupportTenant => ({
  _type: "Tenant",
  id: tenantId,
  title,
  domainName,
  origin,
  registeredAt: isoTime(rest.registeredAt),
  attachments: { bucket: rest.attachments.bucket, prefix: rest.attachments.prefix },
  settings: {
    backup_enabled: rest.settings.backupEnabled,
    backup_daily_limit: rest.settings.backupDailyLimit,
    backup_initial_waiting_period: Math.round(rest.settings.backupInitialWaitingPeriodMs / 1000),
    backup_include_attachments: rest.settings.backupIncludeAttachments,
    backup_attachment_size_max_sum_mb: rest.settings.backupAttachmentSizeMaxSumMb,
    backup_api_pull: rest.settings.backupApiPull,
    support_mail: rest.settings.supportMail ?? null,
  },
  single_sign_on: rest.signOn ? renderSignOnProvider(rest.signOn) : null,
  _links: { self: { href: tenantPath(tenantId) } },
});

/** With what the administrators have set themselves. */
export const shownTenantShape = z.extend(supportTenantShape, { administrator: administratorShape });

export type ShownTenant = z.infer<typeof shownTenantShape>;

export const renderShownTenant = (tenant: Tenant, schedule: Schedule | undefined, now: number): ShownTenant => ({
  ...renderSupportTenant(tenant),
  administrator: renderAdministrators(tenant, schedule, now),
});

/** One page of a list; the address of the next one where there is one. */
export const staffPageShape = <Element extends z.ZodMiniType>(element: Element) =>
  z.strictObject({
    _type: z.literal("Collection"),
    count: z.int(),
    _embedded: z.strictObject({ elements: z.array(element) }),
    _links: z.strictObject({ self: staffLinkShape, nextByCursor: z.exactOptional(staffLinkShape) }),
  });

export const supportTenantsShape = staffPageShape(supportTenantShape);

/** `next`: where the next page begins. */
export const renderStaffPage = <Element>(path: string, elements: Element[], next: string | undefined) => ({
  _type: "Collection" as const,
  count: elements.length,
  _embedded: { elements },
  _links: {
    self: { href: path },
    ...(next === undefined
      ? {}
      : { nextByCursor: { href: `${path}?${new URLSearchParams({ cursor: next }).toString()}` } }),
  },
});
