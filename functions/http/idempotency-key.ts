import { Failure } from "../domain/failure.ts";

/** The client's `Idempotency-Key`: up to 255 visible ASCII characters, compared as they are. */
export const idempotencyKeyOf = (value: string | undefined): string | undefined => {
  if (value === undefined) return undefined;
  if (!/^[\x21-\x7e]{1,255}$/u.test(value)) throw new Failure("constraint-violation", { attribute: "Idempotency-Key" });
  return value;
};
