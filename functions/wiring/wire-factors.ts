import { dynamoAttempts } from "../adapters/dynamo/dynamo-attempts.ts";
import { dynamoFailureStreaks } from "../adapters/dynamo/dynamo-failure-streaks.ts";
import { dynamoSignOnIdentities } from "../adapters/dynamo/dynamo-sign-ons.ts";
import { bcryptPasswordCheck } from "../adapters/identity/bcrypt-password-check.ts";
import { totpCodeCheck } from "../adapters/identity/totp-code-check.ts";
import type { Api } from "./wire-api.ts";

/** Checking what a person types. */
export const wireFactors = ({ table }: Api) => ({
  attempts: dynamoAttempts(table),
  identities: dynamoSignOnIdentities(table),
  streaks: dynamoFailureStreaks(table),
  passwords: bcryptPasswordCheck(),
  codes: totpCodeCheck(),
});
