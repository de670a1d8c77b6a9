import { CreateSecretCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hmacTokenHasher } from "../../../functions/adapters/identity/hmac-token-hasher.ts";
import { tenantSecrets } from "../../../functions/adapters/secrets/secrets-manager-tenant-secrets.ts";
import { tokenKeys } from "../../../functions/adapters/secrets/secrets-manager-token-keys.ts";
import { type KeysService, keysService } from "../../support/keys-service.ts";
import { movingClock } from "../../support/moving-clock.ts";

let keys: KeysService;
beforeAll(async () => {
  keys = await keysService();
});
afterAll(() => keys.stop());

const clock = movingClock();
const put = (name: string, value: unknown) =>
  keys.secrets.send(new CreateSecretCommand({ Name: name, SecretString: JSON.stringify(value) }));
const rotate = (name: string, value: unknown) =>
  keys.secrets.send(new PutSecretValueCommand({ SecretId: name, SecretString: JSON.stringify(value) }));
const secret = (name: string) => ({
  identityUrl: `postgres://identity:x@db/${name}`,
  dumpUrl: `postgres://dump:x@db/${name}`,
  secretKeyBase: "base",
});

const asked = () => keys.local.faults.counts.get("GetSecretValue") ?? 0;

describe("tenants' secrets", () => {
  beforeEach(() => keys.local.faults.resetCounts());

  it("are each tenant's own, without what nobody here needs", async () => {
    await put("a/acme", { ...secret("acme"), restoreUrl: "postgres://restore:x@db/acme" });
    await put("a/globex", secret("globex"));
    const secrets = tenantSecrets({ client: keys.secrets, prefix: "a/", clock });
    expect(await secrets("acme")).toEqual(secret("acme"));
    expect(await secrets("globex")).toEqual(secret("globex"));
  });

  it("are asked for once in five minutes, also by many at once, and then again", async () => {
    await put("b/acme", secret("old"));
    const secrets = tenantSecrets({ client: keys.secrets, prefix: "b/", clock });
    await Promise.all(Array.from({ length: 20 }, () => secrets("acme")));
    await rotate("b/acme", secret("new"));
    clock.advance(299_999);
    expect(await secrets("acme")).toEqual(secret("old"));
    expect(asked()).toBe(1);
    clock.advance(1);
    expect(await secrets("acme")).toEqual(secret("new"));
    expect(asked()).toBe(2);
  });

  it("that are not there, or are not usable, make the database unavailable and are asked for again", async () => {
    const secrets = tenantSecrets({ client: keys.secrets, prefix: "c/", clock });
    await expect(secrets("acme")).rejects.toMatchObject({ code: "tenant-database-unavailable" });
    await put("c/acme", { identityUrl: "postgres://secret-password@db", dumpUrl: 7 });
    const error: unknown = await secrets("acme").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "tenant-database-unavailable",
      details: { wrong: ["dumpUrl", "secretKeyBase"] },
    });
    expect(JSON.stringify(error)).not.toContain("secret-password");
    await rotate("c/acme", secret("acme"));
    expect(await secrets("acme")).toEqual(secret("acme"));
  });

  it("that cannot be asked for now are busy", async () => {
    keys.local.faults.arm({
      operation: "GetSecretValue",
      nth: 1,
      effect: { kind: "refuse", status: 400, code: "ThrottlingException" },
    });
    const secrets = tenantSecrets({ client: keys.secrets, prefix: "d/", clock });
    await expect(secrets("acme")).rejects.toMatchObject({ code: "service-busy" });
  });
});

describe("keys of backup tokens", () => {
  const k1 = "1".repeat(64);
  const k2 = "2".repeat(64);

  it("can be rotated: new hashes use the new key, old ones still match", async () => {
    await put("keys", { current: "k1", k1 });
    const hasher = hmacTokenHasher({ tokenKeys: tokenKeys({ client: keys.secrets, secretId: "keys", clock }) });
    const subject = { tenantId: "acme", userId: 4 };
    const old = await hasher.hash(subject, "opbk_x");
    await rotate("keys", { current: "k2", k1, k2 });
    clock.advance(300_000);
    const fresh = await hasher.hash(subject, "opbk_x");
    expect([old.keyId, fresh.keyId]).toEqual(["k1", "k2"]);
    expect(fresh.hash).not.toBe(old.hash);
    expect(await hasher.matches(subject, "opbk_x", old)).toBe(true);
    expect(await hasher.matches(subject, "opbk_x", fresh)).toBe(true);
  });

  it.each([
    ["without a current one", { k1 }],
    ["whose current one is missing", { current: "k2", k1 }],
    ["that are too short", { current: "k1", k1: "short" }],
  ])("%s are refused", async (name, value) => {
    await put(name.replaceAll(" ", "-"), value);
    const read = tokenKeys({ client: keys.secrets, secretId: name.replaceAll(" ", "-"), clock });
    await expect(read()).rejects.toMatchObject({ code: "internal" });
  });
});
