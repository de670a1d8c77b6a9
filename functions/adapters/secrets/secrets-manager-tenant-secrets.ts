import { ResourceNotFoundException, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import * as z from "zod/mini";
import { Failure } from "../../domain/failure.ts";
import type { Clock } from "../../domain/ports.ts";
import { parseJson } from "../system/parse-json.ts";
import { sdkFailure } from "../system/sdk-failure.ts";
import { cachedSecrets } from "./cached-secret.ts";

const tenantSecretShape = z.object({
  /** `postgres://` URL of the login that may read the tables of users. */
  identityUrl: z.string().check(z.startsWith("postgres")),
  /** `postgres://` URL of the login that may read everything. */
  dumpUrl: z.string().check(z.startsWith("postgres")),
  /** OpenProject's own; API keys are hashed with it. */
  secretKeyBase: z.string().check(z.minLength(1)),
});

/** What Coffer needs to reach one tenant's database. */
export type TenantSecret = Readonly<z.infer<typeof tenantSecretShape>>;

export type TenantSecrets = (tenantId: string) => Promise<TenantSecret>;

/**
 * Tenants' secrets: JSON under `prefix` + tenant id, kept for five minutes. Throws `tenant-database-unavailable` when a
 * secret is not there or not usable, since that is what it means to the tenant; the log says which.
 */
export function tenantSecrets(deps: {
  readonly client: SecretsManagerClient;
  readonly prefix: string;
  readonly clock: Clock;
}): TenantSecrets {
  const secrets = cachedSecrets({ ...deps, decode: decodeTenantSecret });
  return async (tenantId) => {
    try {
      return await secrets(`${deps.prefix}${tenantId}`);
    } catch (error) {
      if (error instanceof ResourceNotFoundException) {
        throw new Failure("tenant-database-unavailable", { reason: "the tenant has no secret" }, error);
      }
      throw sdkFailure(error);
    }
  };
}

function decodeTenantSecret(text: string | undefined): TenantSecret {
  const read = tenantSecretShape.safeParse(parseJson(text));
  if (read.success) return read.data;
  const wrong = read.error.issues.map((issue) => issue.path.join("."));
  throw new Failure("tenant-database-unavailable", { reason: "the tenant's secret is not usable", wrong });
}
