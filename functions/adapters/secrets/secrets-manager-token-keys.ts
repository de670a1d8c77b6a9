import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import * as z from "zod/mini";
import { Failure } from "../../domain/failure.ts";
import type { Clock } from "../../domain/ports.ts";
import { parseJson } from "../system/parse-json.ts";
import { sdkFailure } from "../system/sdk-failure.ts";
import { cachedSecrets } from "./cached-secret.ts";

/** Shorter keys are guessable: HMAC-SHA-256 wants at least 256 bits. */
const KEY_CHARACTERS_MIN = 32;

const tokenKeysShape = z.catchall(
  z.object({ current: z.string().check(z.minLength(1)) }),
  z.string().check(z.minLength(KEY_CHARACTERS_MIN)),
);

/** Keys that backup tokens are hashed with, by their ids; new hashes are made with `current`. */
export type TokenKeys = () => Promise<{ readonly current: string; readonly keys: Readonly<Record<string, string>> }>;

/**
 * Keys out of one secret, `{"current": "k1", "k1": "<random>"}`, kept for five minutes. A rotation adds a key and names
 * it `current`; older ones stay as long as a token was hashed with them.
 */
export function tokenKeys(deps: {
  readonly client: SecretsManagerClient;
  readonly secretId: string;
  readonly clock: Clock;
}): TokenKeys {
  const secrets = cachedSecrets({ ...deps, decode: decodeTokenKeys });
  return async () => {
    try {
      return await secrets(deps.secretId);
    } catch (error) {
      throw sdkFailure(error);
    }
  };
}

function decodeTokenKeys(text: string | undefined): Awaited<ReturnType<TokenKeys>> {
  const read = tokenKeysShape.safeParse(parseJson(text));
  if (!read.success) throw new Failure("internal", { reason: "the secret of the token keys is not usable" });
  const { current, ...keys } = read.data;
  if (!Object.hasOwn(keys, current)) throw new Failure("internal", { reason: "the current token key is not there" });
  return { current, keys };
}
