import { ResourceNotFoundException, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import * as z from "zod/mini";
import { Failure } from "../../domain/failure.ts";
import type { Clock } from "../../domain/ports.ts";
import { parseJson } from "../system/parse-json.ts";
import { sdkFailure } from "../system/sdk-failure.ts";
import { cachedSecrets } from "./cached-secret.ts";

const signOnSecretShape = z.object({
  /** Coffer's, at the tenant's identity provider. */
  clientSecret: z.string().check(z.minLength(1)),
});

/** A tenant's secret at its identity provider. */
export type SignOnSecret = Readonly<z.infer<typeof signOnSecretShape>>;

/**
 * Tenants' secrets at their identity providers: JSON under `prefix` + tenant id, kept for five minutes. They stand apart
 * from the databases' logins, because what speaks to the outside must not be able to read those. Throws
 * `identity-provider-unavailable` when one is not there or not usable.
 */
export function signOnSecrets(deps: {
  readonly client: SecretsManagerClient;
  readonly prefix: string;
  readonly clock: Clock;
}): (tenantId: string) => Promise<SignOnSecret> {
  const secrets = cachedSecrets({ ...deps, decode: decodeSignOnSecret });
  return async (tenantId) => {
    try {
      return await secrets(`${deps.prefix}${tenantId}`);
    } catch (error) {
      if (error instanceof ResourceNotFoundException) {
        throw new Failure("identity-provider-unavailable", { reason: "the client has no secret" }, error);
      }
      throw sdkFailure(error);
    }
  };
}

function decodeSignOnSecret(text: string | undefined): SignOnSecret {
  const read = signOnSecretShape.safeParse(parseJson(text));
  if (read.success) return read.data;
  throw new Failure("identity-provider-unavailable", { reason: "the client's secret is not usable" });
}
