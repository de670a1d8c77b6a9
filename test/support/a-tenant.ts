import { DEFAULT_SETTINGS, type Tenant } from "../../functions/domain/tenant/tenant.ts";

export const aTenant = (tenant: Partial<Tenant> = {}): Tenant => ({
  tenantId: "acme",
  title: "Acme",
  domainName: "backup.acme.example",
  origin: "https://backup.acme.example",
  registeredAt: 0,
  attachments: { bucket: "acme-files", prefix: "" },
  settings: DEFAULT_SETTINGS,
  ...tenant,
});
