import * as z from "zod/mini";
import { type ListTenantsDeps, listTenants } from "../domain/support/list-tenants.ts";
import { byStaff } from "../http/by-staff.ts";
import { renderStaffPage, renderSupportTenant } from "../http/representations/support-tenant.ts";

const PAGE_SIZE = 100;

const queryShape = z.strictObject({ cursor: z.optional(z.string().check(z.regex(/^[a-z0-9-]{1,63}$/u))) });

/** `GET /support/v1/tenants`: all that are registered, in the order of their ids. */
export const listTenantsRoute = (deps: ListTenantsDeps) =>
  byStaff({
    async handle(call) {
      const { cursor } = call.query(queryShape);
      const wish = { pageSize: PAGE_SIZE, ...(cursor === undefined ? {} : { after: cursor }) };
      const { tenants, next } = await listTenants(deps, call, wish);
      return { status: 200, body: renderStaffPage("/support/v1/tenants", tenants.map(renderSupportTenant), next) };
    },
  });
