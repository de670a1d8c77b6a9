import { dynamoBackupTokens } from "../adapters/dynamo/dynamo-backup-tokens.ts";
import { hmacTokenHasher } from "../adapters/identity/hmac-token-hasher.ts";
import { tokenKeys } from "../adapters/secrets/secrets-manager-token-keys.ts";
import { required } from "./environment.ts";
import type { Api } from "./wire-api.ts";

export const wireBackupTokens = ({ table, secretStore, clock }: Api) => {
  const keys = tokenKeys({ client: secretStore, secretId: required("COFFER_TOKEN_KEYS_SECRET"), clock });
  return { tokens: dynamoBackupTokens(table), hasher: hmacTokenHasher({ tokenKeys: keys }) };
};
