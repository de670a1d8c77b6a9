import { STSClient } from "@aws-sdk/client-sts";
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { askCode } from "./ask-code.ts";
import { commandError, isCommandError } from "./command-error.ts";
import { EXIT } from "./exit-codes.ts";

type StsConfig = STSClient["config"];

/** Whose credentials sign, and for which region. */
export interface Account {
  readonly credentials: StsConfig["credentials"];
  readonly region: () => Promise<string>;
}

export interface AccountWish {
  readonly profile: string | undefined;
  readonly region: string | undefined;
  /** Of the second factor, where a profile wants one. */
  readonly code: string | undefined;
}

/**
 * The credentials that any AWS tool would find: environment, profile (which may take a role, with a second factor),
 * single sign-on. They are looked for when they are first used. Throws `CommandError` then.
 */
export function findAccount({ profile, region, code }: AccountWish): Account {
  const named = profile === undefined ? {} : { profile };
  const { config } = new STSClient({
    ...named,
    ...(region === undefined ? {} : { region }),
    credentials: defaultProvider({ ...named, mfaCodeProvider: (serial) => askCode(serial, code) }),
  });
  return {
    async credentials(wish) {
      try {
        return await config.credentials(wish);
      } catch (cause) {
        if (isCommandError(cause)) throw cause;
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
