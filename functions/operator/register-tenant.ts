import * as z from "zod/mini";
import { type RegisterDeps, registerTenant } from "../domain/support/register-tenant.ts";
import { isTenantId } from "../domain/tenant/tenant.ts";
import { byStaff } from "../http/by-staff.ts";
import { operatorSettingsShape, readOperatorSettings, titleShape } from "../http/representations/operator-settings.ts";
import { renderSupportTenant } from "../http/representations/support-tenant.ts";

/** Lower case, as it is looked up. */
const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/u;

const shape = z.strictObject({
  id: z.string().check(z.refine((text) => isTenantId(text))),
  title: titleShape,
  domainName: z.string().check(z.regex(HOST)),
  /** Where people open it; `https://` and the host name unless it is said otherwise. */
  origin: z.exactOptional(z.string().check(z.maxLength(300))),
  attachments: z.strictObject({
    bucket: z.string().check(z.regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/u)),
    /** Empty, or ends with `/`. */
    prefix: z._default(z.string().check(z.maxLength(512), z.regex(/^$|^[\w!.*'()-][\w!.*'()/-]*\/$/u)), ""),
  }),
  settings: z._default(operatorSettingsShape, {}),
});

/** On this host, without a path; without TLS on this machine alone. */
const isOriginOf = (origin: string, domainName: string): boolean => {
  const url = URL.parse(origin);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && domainName.endsWith(".localhost"));
  return url !== null && isSafe && url.origin === origin && url.hostname === domainName;
};

const bodyShape = shape.check(
  z.refine(({ origin, domainName }) => origin === undefined || isOriginOf(origin, domainName), { path: ["origin"] }),
);

/** `POST /support/v1/tenants`: takes a tenant in. Its secret does not come this way. */
export const registerTenantRoute = (deps: RegisterDeps) =>
  byStaff<z.infer<typeof bodyShape>>({
    body: { shape: bodyShape },
    async handle(call) {
      const { id, title, domainName, origin = `https://${domainName}`, attachments, settings } = call.input;
      const { supportMail, ...others } = readOperatorSettings(settings);
      const tenant = await registerTenant(deps, call, {
        tenantId: id,
        title,
        domainName,
        origin,
        attachments,
        settings: { ...others, ...(typeof supportMail === "string" ? { supportMail } : {}) },
      });
      return { status: 201, body: renderSupportTenant(tenant) };
    },
  });
