import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Clock } from "../../domain/ports.ts";

/** How long a secret is used before it is asked for again: a rotation takes effect within this time. */
const SECRET_LIFE_MS = 5 * 60_000;

/**
 * Values of secrets, each asked for once per life and shared by callers that ask at the same time. What could not be
 * read is not remembered. `decode` throws on an unusable value.
 */
export function cachedSecrets<Value>(deps: {
  readonly client: SecretsManagerClient;
  readonly clock: Clock;
  readonly decode: (text: string | undefined) => Value;
}): (secretId: string) => Promise<Value> {
  const known = new Map<string, { readonly until: number; readonly value: Promise<Value> }>();

  async function read(SecretId: string): Promise<Value> {
    const { SecretString } = await deps.client.send(new GetSecretValueCommand({ SecretId }));
    return deps.decode(SecretString);
  }

  return async (secretId) => {
    const found = known.get(secretId);
    if (found !== undefined && deps.clock.now() < found.until) return await found.value;
    const value = read(secretId);
    known.set(secretId, { until: deps.clock.now() + SECRET_LIFE_MS, value });
    try {
      return await value;
    } catch (error) {
      if (known.get(secretId)?.value === value) known.delete(secretId);
      throw error;
    }
  };
}
