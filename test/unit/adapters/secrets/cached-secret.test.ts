import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { tenantSecrets } from "../../../../functions/adapters/secrets/secrets-manager-tenant-secrets.ts";
import { tokenKeys } from "../../../../functions/adapters/secrets/secrets-manager-token-keys.ts";
import { movingClock } from "../../../support/moving-clock.ts";
import { COMMON_FAILURES, serviceError } from "../../../support/sdk-errors.ts";

const manager = mockClient(SecretsManagerClient);
beforeEach(() => manager.reset());

const client = new SecretsManagerClient();
const clock = movingClock();

describe("secrets", () => {
  it("are asked for by prefix and tenant", async () => {
    const secret = { identityUrl: "postgres://i", dumpUrl: "postgresql://d", secretKeyBase: "b" };
    manager.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify(secret) });
    expect(await tenantSecrets({ client, prefix: "coffer/tenants/", clock })("acme")).toEqual(secret);
    expect(manager.calls().map(({ args }) => args[0].input)).toEqual([{ SecretId: "coffer/tenants/acme" }]);
  });

  it.each([...COMMON_FAILURES, ["a refusal", serviceError("AccessDeniedException", 400), "internal"] as const])(
    "fail on %s, and are asked for again",
    async (_, error, code) => {
      manager.on(GetSecretValueCommand).rejectsOnce(error).rejectsOnce(error).resolves({ SecretString: "{}" });
      await expect(tenantSecrets({ client, prefix: "", clock })("acme")).rejects.toMatchObject({ code });
      const keys = tokenKeys({ client, secretId: "keys", clock });
      await expect(keys()).rejects.toMatchObject({ code });
      manager.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify({ current: "k", k: "x".repeat(64) }) });
      expect(await keys()).toEqual({ current: "k", keys: { k: "x".repeat(64) } });
    },
  );

  it.each([undefined, "", "no JSON with opbk_x in it", "[]", '{"current":7}'])(
    "of the form %j are not usable",
    async (text) => {
      manager.on(GetSecretValueCommand).resolves(text === undefined ? {} : { SecretString: text });
      const error: unknown = await tokenKeys({ client, secretId: "keys", clock })().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "internal" });
      expect(error).not.toHaveProperty("cause");
      await expect(tenantSecrets({ client, prefix: "", clock })("acme")).rejects.toMatchObject({
        code: "tenant-database-unavailable",
      });
    },
  );
});
