import { describe, expect, it } from "vitest";
import { staffWorld } from "../../support/staff-world.ts";

const PATH = "/support/v1/tenants/{tenantId}/single_sign_on";
const PROVIDER = { name: "acme-login", issuer: "https://login.acme.example", client_id: "coffer", can_step_up: true };

describe("a tenant’s identity provider", () => {
  it("is registered, changed and taken away by the operator, each time on record", async () => {
    const { olga, deps, facts } = staffWorld();
    const changed = { ...PROVIDER, can_step_up: false };

    expect(await olga("POST", PATH, { body: PROVIDER })).toMatchObject({
      status: 200,
      body: { single_sign_on: PROVIDER },
    });
    expect(deps.world.tenants.get("acme")?.signOn).toEqual({
      name: "acme-login",
      issuer: "https://login.acme.example",
      clientId: "coffer",
      canStepUp: true,
    });
    expect(await olga("POST", PATH, { body: changed })).toMatchObject({ body: { single_sign_on: changed } });
    expect(await olga("DELETE", PATH)).toMatchObject({ status: 200, body: { single_sign_on: null } });
    expect(deps.world.tenants.get("acme")?.signOn).toBeUndefined();
    expect(deps.world.tenants.get("globex")?.signOn).toBeUndefined();
    expect(facts("single-sign-on.changed")).toMatchObject([
      {
        actor: { kind: "staff", staff: "operator", name: "olga" },
        details: { issuer: PROVIDER.issuer, canStepUp: true },
      },
      { details: { canStepUp: false } },
      { details: { issuer: "none" } },
    ]);
  });

  it.each([
    "http://login.acme.example",
    "https://login.acme.example?tenant=1",
    "https://login.acme.example#x",
    "https://user:secret@login.acme.example",
    "login.acme.example",
    "javascript:alert(1)",
    "https://login.acme.example /x",
  ])("has an issuer that is one: not %s", async (issuer) => {
    const { olga, deps } = staffWorld();

    expect(await olga("POST", PATH, { body: { ...PROVIDER, issuer } })).toMatchObject({
      status: 422,
      body: { _embedded: { details: { attribute: "issuer" } } },
    });
    expect(deps.world.tenants.get("acme")?.signOn).toBeUndefined();
  });

  it("takes no secret, and nothing from support", async () => {
    const { olga, samir } = staffWorld();

    expect(await olga("POST", PATH, { body: { ...PROVIDER, client_secret: "x" } })).toMatchObject({ status: 422 });
    expect(await samir("POST", PATH, { body: PROVIDER })).toMatchObject({ status: 403 });
    expect(await samir("DELETE", PATH)).toMatchObject({ status: 403 });
  });

  it("says where its client’s secret belongs", async () => {
    const { olga } = staffWorld();
    const place = "/support/v1/tenants/{tenantId}/secret_place";

    expect(await olga("GET", place)).toMatchObject({ body: { signOnName: "coffer/tenant-sign-on/acme" } });
  });
});
