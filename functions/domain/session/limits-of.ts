import type { Tenant } from "../tenant/tenant.ts";
import {
  type AttemptLimit,
  BACKUP_TOKEN_PER_API_KEY,
  CONFIRM_PER_USER,
  SIGN_IN_PER_ADDRESS,
  SIGN_IN_PER_USER,
} from "./attempts.ts";
import { FAILURES_IN_A_ROW_MAX } from "./failure-streaks.ts";

/** How many tries people of a tenant have: the operator's numbers, or the usual ones. Times and waits are the same for all. */
export const limitsOf = ({ settings }: Tenant) => ({
  signInPerUser: limited(SIGN_IN_PER_USER, settings.signInTriesPerUser),
  signInPerAddress: limited(SIGN_IN_PER_ADDRESS, settings.signInTriesPerAddress),
  stepUpPerUser: limited(CONFIRM_PER_USER, settings.stepUpTriesPerUser),
  wrongTokensPerKey: limited(BACKUP_TOKEN_PER_API_KEY, settings.wrongTokensPerKey),
  failuresInARow: Math.min(settings.failuresInARow ?? FAILURES_IN_A_ROW_MAX, FAILURES_IN_A_ROW_MAX),
});

const limited = (usual: AttemptLimit, max = usual.max): AttemptLimit => ({ ...usual, max });
