import * as z from "zod/mini";
import { limitsOf } from "../../domain/session/limits-of.ts";
import type { Tenant } from "../../domain/tenant/tenant.ts";

const tries = z.int().check(z.minimum(1), z.maximum(100_000));

/** How many tries people have, by the names of the wire. Times and waits are the same for all. */
export const TRY_SETTINGS = {
  sign_in_tries_per_user: tries,
  sign_in_tries_per_address: tries,
  step_up_tries_per_user: tries,
  wrong_tokens_per_key: tries,
  /** Over whatever time; more than 100 there never are. */
  failures_in_a_row: z.int().check(z.minimum(1), z.maximum(100)),
} as const;

/** What holds for a tenant, whether the operator has set it or not. */
export const renderTries = (tenant: Tenant): { readonly [Name in keyof typeof TRY_SETTINGS]: number } => {
  const limits = limitsOf(tenant);
  return {
    sign_in_tries_per_user: limits.signInPerUser.max,
    sign_in_tries_per_address: limits.signInPerAddress.max,
    step_up_tries_per_user: limits.stepUpPerUser.max,
    wrong_tokens_per_key: limits.wrongTokensPerKey.max,
    failures_in_a_row: limits.failuresInARow,
  };
};
