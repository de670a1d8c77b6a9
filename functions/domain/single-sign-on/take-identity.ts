import { Failure } from "../failure.ts";
import type { Clock } from "../ports.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { TenantUsers, User } from "../tenant/tenant-users.ts";
import { hashSignOnSecret, type SignOnPurpose } from "./sign-on-challenge.ts";
import type { SignOnIdentities, SignOnIdentity } from "./sign-on-identity.ts";

export interface TakeIdentityDeps {
  readonly identities: SignOnIdentities;
  readonly users: TenantUsers;
  readonly clock: Clock;
}

/**
 * Uses an identity up, for the purpose it was asked for, and finds the user whom OpenProject has linked to it. The issuer
 * has to be the one that is registered now. Throws `single-sign-on-refused` alike for used, late and unknown ones, and for
 * a person who is linked to no active user.
 */
export const takeIdentity = async (
  { identities, users, clock }: TakeIdentityDeps,
  tenant: Tenant,
  identityId: string,
  purpose: SignOnPurpose,
): Promise<{ readonly identity: SignOnIdentity; readonly user: User }> => {
  const identity = await identities.take(tenant.tenantId, hashSignOnSecret(identityId));
  const isUsable = identity?.purpose === purpose && identity.endsAt > clock.now();
  const { signOn } = tenant;
  if (!isUsable || signOn?.issuer !== identity.issuer) throw new Failure("single-sign-on-refused");
  const user = await users.findBySubject(tenant, signOn.name, identity.subject);
  if (!user) throw new Failure("single-sign-on-refused");
  return { identity, user };
};
