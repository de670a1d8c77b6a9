import type { SupportTenant } from "../../functions/http/representations/support-tenant.ts";
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
}: SupportTenant) =>
  facts([
    ["tenant", id],
    ["title", title],
    ["host", domainName],
    ["origin", origin],
    ["registered", registeredAt],
    ["attachments", `${attachments.bucket}/${attachments.prefix}`],
    ...Object.entries(settings).map(([name, value]): [string, string] => [name, value === null ? "–" : String(value)]),
    ...Object.entries(signOn ?? {}).map(([name, value]): [string, string] => [`single sign-on ${name}`, String(value)]),
  ]);
