import { Failure } from "../failure.ts";
import type { SignOnProvider } from "../single-sign-on/sign-on-provider.ts";
import type { Tenant } from "../tenant/tenant.ts";
import { findTenant } from "./find-tenant.ts";
import type { SetTenantDeps } from "./set-tenant.ts";
import { type StaffCall, staffFact } from "./staff.ts";

/**
 * Registers a tenant's identity provider in place of the one that is there; null takes it away. Sign-ons that are under way
 * at the earlier one let nobody in any more. Throws `not-found`, `constraint-violation` for what is no issuer, and
 * `tenant-changed` where somebody else changed it since it was read.
 */
export const setSignOn = async (
  deps: SetTenantDeps,
  call: StaffCall,
  tenantId: string,
  signOn: SignOnProvider | null,
): Promise<Tenant> => {
  const seen = await findTenant(deps, tenantId);
  if (signOn && !isIssuer(signOn.issuer)) throw new Failure("constraint-violation", { attribute: "issuer" });
  const details = signOn ? { ...signOn } : { issuer: "none" };
  const fact = staffFact(deps, call, tenantId, "single-sign-on.changed", details);
  if (!(await deps.tenants.change(seen, { signOn }, fact))) throw new Failure("tenant-changed");
  return findTenant(deps, tenantId);
};

/** OpenID Connect Discovery 1.0, 3: `https`, and nothing but host, port and path. */
function isIssuer(text: string): boolean {
  const url = URL.parse(text);
  if (url?.protocol !== "https:" || url.username !== "" || url.password !== "") return false;
  return !/[?#\s]/u.test(text);
}
