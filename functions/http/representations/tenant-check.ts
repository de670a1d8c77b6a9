import * as z from "zod/mini";
import type { Finding } from "../../domain/support/check-tenant.ts";

const findingShape = z.strictObject({
  what: z.enum(["secret", "identity-login", "identity-columns", "dump-login", "one-installation", "attachments"]),
  good: z.boolean(),
  missing: z.array(z.string()),
  note: z.nullable(z.string()),
});

export const tenantCheckShape = z.strictObject({
  _type: z.literal("TenantCheck"),
  tenant: z.string(),
  good: z.boolean(),
  findings: z.array(findingShape),
});

export const renderTenantCheck = (tenant: string, findings: readonly Finding[]): z.infer<typeof tenantCheckShape> => ({
  _type: "TenantCheck",
  tenant,
  good: findings.every(({ isGood }) => isGood),
  findings: findings.map(({ what, isGood, missing = [], note }) => ({
    what,
    good: isGood,
    missing: [...missing],
    note: note ?? null,
  })),
});
