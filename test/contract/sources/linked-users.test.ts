import { describe, expect, it } from "vitest";
import { aTenant } from "../../support/a-tenant.ts";
import { usersWorld } from "../../support/users-world.ts";

const world = usersWorld();
const NAME = "globex-login";
const find = (name: string, subject: string, tenantId = "globex") =>
  world.users.findBySubject(aTenant({ tenantId }), name, subject);

/** The one person of the demo who signs in by a provider. */
function linked() {
  const person = world.globex.people.find(({ externalId }) => externalId !== undefined);
  if (person?.externalId === undefined) throw new Error("the demo has nobody who is linked");
  return { ...person, externalId: person.externalId };
}

const MOVE_LINKS = "alter table user_auth_provider_links rename to links_elsewhere";
const MOVE_BACK = "alter table links_elsewhere rename to user_auth_provider_links";

describe("whom OpenProject has linked to an identity", () => {
  it("is found by provider and subject together, both to the letter", async () => {
    const { externalId, login } = linked();

    expect((await find(NAME, externalId))?.login).toBe(login);
    expect(await find(NAME, externalId.toUpperCase())).toBeUndefined();
    expect(await find(NAME, `${externalId} `)).toBeUndefined();
    expect(await find("another-login", externalId)).toBeUndefined();
    expect(await find(NAME, "")).toBeUndefined();
    expect(await find("", "")).toBeUndefined();
    expect(await find(NAME, "' or true --")).toBeUndefined();
    expect(await find(NAME, `${externalId}\0`)).toBeUndefined();
  });

  it("is nobody of another tenant", async () => {
    expect(await find(NAME, linked().externalId, "acme")).toBeUndefined();
  });

  it("is not found once locked, unlinked, or when the provider is switched off in OpenProject", async () => {
    const { externalId, userId } = linked();
    await world.change(
      world.globex,
      `update users set status = 3 where id = ${userId}`,
      `update users set status = 1 where id = ${userId}`,
    );
    expect(await find(NAME, externalId)).toBeUndefined();
    await world.change(world.globex, `update users set status = 1 where id = ${userId}`, "select 1");
    expect(await find(NAME, externalId)).toBeDefined();
    await world.change(
      world.globex,
      "update auth_providers set available = false",
      "update auth_providers set available = true",
    );
    expect(await find(NAME, externalId)).toBeUndefined();
  });

  it("is found by the newest name of the column as well", async () => {
    const { externalId, login } = linked();
    await world.change(
      world.globex,
      "alter table user_auth_provider_links rename user_id to principal_id",
      "alter table user_auth_provider_links rename principal_id to user_id",
    );

    expect((await find(NAME, externalId))?.login).toBe(login);
  });

  it("is found by the text of older versions, where there is no table of links", async () => {
    const { externalId, login, userId } = linked();
    await world.change(world.globex, MOVE_LINKS, MOVE_BACK);
    await world.change(
      world.globex,
      `update users set identity_url = '${NAME}:${externalId}' where id = ${userId}`,
      `update users set identity_url = null where id = ${userId}`,
    );

    expect((await world.freshUsers().findBySubject(aTenant({ tenantId: "globex" }), NAME, externalId))?.login).toBe(
      login,
    );
    expect(await world.freshUsers().findBySubject(aTenant({ tenantId: "globex" }), NAME, "another")).toBeUndefined();
  });

  it("is not found by that text where there is a table of links, which it was moved to", async () => {
    const { userId } = linked();
    await world.change(
      world.globex,
      `update users set identity_url = '${NAME}:old' where id = ${userId}`,
      `update users set identity_url = null where id = ${userId}`,
    );

    expect(await find(NAME, "old")).toBeUndefined();
  });

  it("is nobody where two people have the same text", async () => {
    await world.change(world.globex, MOVE_LINKS, MOVE_BACK);
    await world.change(
      world.globex,
      `update users set identity_url = '${NAME}:both' where id in (4, 5)`,
      "update users set identity_url = null where id in (4, 5)",
    );

    expect(await world.freshUsers().findBySubject(aTenant({ tenantId: "globex" }), NAME, "both")).toBeUndefined();
  });

  it("says since when an authenticator is set up, where the database does", async () => {
    const person = world.globex.people.find(({ totpSecret }) => totpSecret !== undefined);
    const factors = await world.users.factors(aTenant({ tenantId: "globex" }), person?.userId ?? 0);

    expect(factors.authenticators).toMatchObject([{ enrolledAt: Date.UTC(2023, 2, 1, 8) }]);
    await world.change(
      world.globex,
      "alter table two_factor_authentication_devices rename created_at to made_at",
      "alter table two_factor_authentication_devices rename made_at to created_at",
    );
    const unknown = await world.freshUsers().factors(aTenant({ tenantId: "globex" }), person?.userId ?? 0);
    expect(unknown.authenticators.map(({ enrolledAt }) => enrolledAt)).toEqual([undefined]);
  });
});
