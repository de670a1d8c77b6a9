import type { FailureCode } from "../domain/failure.ts";

/** Where something is sent. */
export const BODY: readonly FailureCode[] = [
  "malformed-json",
  "content-type-missing",
  "content-type-unsupported",
  "body-too-large",
  "constraint-violation",
];
/** Where a person proves themselves once more. */
export const CONFIRM: readonly FailureCode[] = [
  "confirmation-refused",
  "password-disabled",
  "factor-not-checkable",
  "no-password",
  "provider-step-up-required",
  "single-sign-on-refused",
  "step-up-impossible",
  "step-up-not-fresh",
  "too-many-attempts",
];
export const SIGN_ON: readonly FailureCode[] = ["no-single-sign-on", "identity-provider-unavailable"];
export const BACKUP: readonly FailureCode[] = ["not-found"];
export const CHANGE: readonly FailureCode[] = [...BACKUP, "missing-permission"];
