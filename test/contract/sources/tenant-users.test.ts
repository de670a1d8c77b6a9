import { describe, expect, it } from "vitest";
import { aTenant } from "../../support/a-tenant.ts";
import { usersWorld } from "../../support/users-world.ts";

const world = usersWorld();
const inTenant = ({ tenantId }: { readonly tenantId: string }) => aTenant({ tenantId });

describe("users of a tenant, in its own database", () => {
  describe.each(["acme", "globex"] as const)("of %s", (tenantId) => {
    const tenant = () => (tenantId === "acme" ? world.acme : world.globex);

    it("finds each active person by login, mail and id, with the permissions they have", async () => {
      for (const person of tenant().people) {
        const expected = person.isActive
          ? {
              userId: person.userId,
              login: person.login,
              name: `${person.firstname} ${person.lastname}`,
              mail: person.mail,
              isAdmin: person.isAdmin,
              mayCreateBackup: person.mayBackUp,
            }
          : undefined;
        expect(await world.users.findByLogin(inTenant(tenant()), person.login)).toEqual(expected);
        expect(await world.users.findByLogin(inTenant(tenant()), person.login.toUpperCase())).toEqual(expected);
        expect(await world.users.findByLogin(inTenant(tenant()), person.mail.toUpperCase())).toEqual(expected);
        expect(await world.users.findById(inTenant(tenant()), person.userId)).toEqual(expected);
      }
    });

    it("finds the owner of an API key that is not over, and nobody by any other token", async () => {
      for (const { userId, apiKey, isActive } of tenant().people) {
        if (apiKey === undefined) continue;
        const owner = await world.users.findByApiKey(inTenant(tenant()), apiKey);
        expect(owner?.user.userId).toBe(isActive ? userId : undefined);
        expect(await world.users.findByApiKey(inTenant(tenant()), `${apiKey} expired`)).toBeUndefined();
      }
      expect(await world.users.findByApiKey(inTenant(tenant()), "no key")).toBeUndefined();
    });

    it("gives the active administrators", async () => {
      const admins = await world.users.activeAdmins(inTenant(tenant()));
      const expected = tenant().people.filter(({ isAdmin, isActive }) => isAdmin && isActive);
      expect(admins.map(({ userId }) => userId)).toEqual(expected.map(({ userId }) => userId));
    });

    it("tells the factors of each person", async () => {
      for (const { userId, passwordType, totpSecret, hasWebauthn, externalId } of tenant().people) {
        const factors = await world.users.factors(inTenant(tenant()), userId);
        const scheme = passwordType === undefined ? undefined : passwordType.endsWith("SHA1") ? "sha1" : "bcrypt";
        expect(factors.password?.scheme).toBe(scheme);
        expect(factors.authenticators.map(({ secret }) => secret)).toEqual(
          totpSecret === undefined ? [] : [totpSecret],
        );
        expect(factors.uncheckable).toEqual(hasWebauthn === true ? ["TwoFactorAuthentication::Device::Webauthn"] : []);
        expect(factors.isSingleSignOn).toBe(externalId !== undefined);
      }
    });

    it("finds nobody of another tenant", async () => {
      const other = tenantId === "acme" ? world.globex : world.acme;
      for (const { login, apiKey } of other.people) {
        expect(await world.users.findByLogin(inTenant(tenant()), login)).toBeUndefined();
        expect(await world.users.findByApiKey(inTenant(tenant()), apiKey ?? "none")).toBeUndefined();
      }
    });
  });

  it("knows groups, placeholders and accounts of the system by no name and no id", async () => {
    for (const userId of [1, 2, 3, 90, 91])
      expect(await world.users.findById(inTenant(world.globex), userId)).toBeUndefined();
    expect(await world.users.findByLogin(inTenant(world.globex), "")).toBeUndefined();
    expect(await world.users.findByLogin(inTenant(world.globex), "null\0byte")).toBeUndefined();
    expect(await world.users.findByLogin(inTenant(world.globex), "x".repeat(300))).toBeUndefined();
  });

  it("sees a lock and a withdrawn permission at the next question", async () => {
    const person = world.globex.people.find(({ persona }) => persona === "backup role");
    const userId = person?.userId ?? 0;
    expect((await world.users.findById(inTenant(world.globex), userId))?.mayCreateBackup).toBe(true);
    await world.change(
      world.globex,
      "update role_permissions set permission = 'create_backups' where permission = 'create_backup'",
      "update role_permissions set permission = 'create_backup' where permission = 'create_backups'",
    );
    expect((await world.users.findById(inTenant(world.globex), userId))?.mayCreateBackup).toBe(false);
    await world.change(
      world.globex,
      `update users set status = 3 where id = ${userId}`,
      `update users set status = 1 where id = ${userId}`,
    );
    expect(await world.users.findById(inTenant(world.globex), userId)).toBeUndefined();
  });

  it("takes the login before the mail, and nobody where two have the same mail", async () => {
    const [first, second, third] = world.globex.people;
    if (first === undefined || second === undefined || third === undefined) throw new Error("too few people");
    await world.change(
      world.globex,
      `update users set mail = '${first.login}' where id = ${second.userId}`,
      `update users set mail = '${second.mail}' where id = ${second.userId}`,
    );
    expect((await world.users.findByLogin(inTenant(world.globex), first.login))?.userId).toBe(first.userId);
    await world.change(
      world.globex,
      `update users set mail = '${third.mail.toUpperCase()}' where id = ${second.userId}`,
      "select 1",
    );
    expect(await world.users.findByLogin(inTenant(world.globex), third.mail)).toBeUndefined();
  });
});
