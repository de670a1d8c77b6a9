import { RemovalPolicy, Validations } from "aws-cdk-lib";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import type { Settings } from "../../settings.ts";

export const tokenKeysName = (settings: Settings): string => `${settings.name}/token-keys`;

/**
 * The keys that backup tokens are hashed with:
 *
 *     { "current": "k1", "k1": "<64 letters and digits>" }
 *
 * Each member but `current` is a key under its id; the key is the UTF-8 bytes of the text (64 of 62 possible characters:
 * 381 random bits). `current` names the one that new tokens get. The keys lie flat because the secret store generates
 * top-level members only.
 */
export function createTokenKeys(scope: Construct, settings: Settings, encryptionKey: IKey): Secret {
  const secret = new Secret(scope, "TokenKeys", {
    secretName: tokenKeysName(settings),
    description: "Coffer: keys that backup tokens are hashed with",
    encryptionKey,
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ current: "k1" }),
      generateStringKey: "k1",
      passwordLength: 64,
      excludePunctuation: true,
    },
    removalPolicy: RemovalPolicy.RETAIN,
  });
  Validations.of(secret).acknowledge({
    id: "AwsSolutions-SMG4",
    reason:
      "A stored hash can only be checked with the key that made it, so replacing the key would revoke every backup token. A new key is added beside the old ones (docs/deploy.md); tokens move to it when they are reset.",
  });
  return secret;
}
