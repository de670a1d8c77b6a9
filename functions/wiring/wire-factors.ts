import { dynamoAttempts } from "../adapters/dynamo/dynamo-attempts.ts";
import { bcryptPasswordCheck } from "../adapters/identity/bcrypt-password-check.ts";
import { totpCodeCheck } from "../adapters/identity/totp-code-check.ts";
import type { Api } from "./wire-api.ts";

/** Checking what a person types. */
export const wireFactors = ({ table }: Api) => ({
  attempts: dynamoAttempts(table),
  passwords: bcryptPasswordCheck(),
  codes: totpCodeCheck(),
});
