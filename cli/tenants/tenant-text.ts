import type { ShownTenant, SupportTenant } from "../../functions/http/representations/support-tenant.ts";
import { facts } from "../print.ts";

/** One tenant, for a person. */
export const tenantText = ({
  id,
  title,
  domainName,
  origin,
  registeredAt,
  attachments,
  settings,
  single_sign_on: signOn,
  administrator,
}: SupportTenant & Partial<ShownTenant>) =>
  facts([
    ["tenant", id],
    ["title", title],
    ["host", domainName],
    ["origin", origin],
    ["registered", registeredAt],
    ["attachments", `${attachments.bucket}/${attachments.prefix}`],
    ...Object.entries(settings).map(([name, value]): [string, string] => [name, value === null ? "–" : String(value)]),
    ...(administrator ? ownSettings(administrator) : []),
    ...Object.entries(signOn ?? {}).map(([name, value]): [string, string] => [`single sign-on ${name}`, String(value)]),
  ]);

/** What the tenant's administrators set themselves. */
const ownSettings = ({ backup_retention, backup_schedule }: ShownTenant["administrator"]): [string, string][] => [
  ["backup_retention", retentionText(backup_retention)],
  ["backup_schedule", backup_schedule ? scheduleText(backup_schedule) : "–"],
];

type Retention = ShownTenant["administrator"]["backup_retention"];

const retentionText = ({ pending, ...policy }: Retention): string =>
  pending ? `${policyText(policy)}; ${policyText(pending)} from ${pending.actsAt}` : policyText(policy);

const policyText = ({ daily, weekly, monthly }: Omit<Retention, "pending">): string =>
  `${daily} daily, ${weekly} weekly, ${monthly} monthly`;

type Schedule = NonNullable<ShownTenant["administrator"]["backup_schedule"]>;

function scheduleText({ cron, timeZone, holder, nextRunAt, paused, overdueSince }: Schedule): string {
  const next = paused ? `paused ${paused.at}: ${paused.reason}` : `next ${nextRunAt ?? "never"}`;
  const overdue = overdueSince === null ? "" : `, overdue since ${overdueSince}`;
  return `${cron} (${timeZone}) of ${holder.login}, ${next}${overdue}`;
}
