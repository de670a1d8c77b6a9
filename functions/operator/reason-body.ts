import * as z from "zod/mini";
import { Failure } from "../domain/failure.ts";
import type { OperatorWish } from "../domain/support/end-token-wait.ts";
import type { StaffRequest } from "../http/by-staff.ts";

export const reasonShape = z.strictObject({ reason: z.string().check(z.maxLength(1000)) });

/** Throws `not-found` for what is no user's id. */
export const wishOf = ({ path, input }: StaffRequest<z.infer<typeof reasonShape>>): OperatorWish => {
  const { tenantId = "", userId = "" } = path;
  if (!/^[1-9]\d{0,14}$/u.test(userId)) throw new Failure("not-found");
  return { tenantId, userId: Number(userId), reason: input.reason };
};
