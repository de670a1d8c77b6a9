import { STSClient } from "@aws-sdk/client-sts";
import { commandError } from "./command-error.ts";
import { EXIT } from "./exit-codes.ts";

type StsConfig = STSClient["config"];

/** Whose credentials sign, and for which region. */
export interface Account {
  readonly credentials: StsConfig["credentials"];
  readonly region: () => Promise<string>;
}

/**
 * The credentials that any AWS tool would find: environment, profile (which may take a role), single sign-on. They are
 * looked for when they are first used. Throws `CommandError` then.
 */
export function findAccount(profile: string | undefined, region: string | undefined): Account {
  const { config } = new STSClient({
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
  });
  return {
    async credentials(wish) {
      try {
        return await config.credentials(wish);
      } catch (cause) {
        const said = cause instanceof Error ? ` ${cause.message}` : "";
        throw commandError(EXIT.refused, `No credentials: name a profile with --profile or AWS_PROFILE.${said}`, cause);
      }
    },
    async region() {
      try {
        return await config.region();
      } catch (cause) {
        throw commandError(EXIT.usage, "No region: name it with --region, AWS_REGION or in the profile.", cause);
      }
    },
  };
}
