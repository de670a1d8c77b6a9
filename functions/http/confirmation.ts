import * as z from "zod/mini";
import { Failure } from "../domain/failure.ts";
import type { Confirmation } from "../domain/session/confirmation.ts";
import type { Call } from "./call.ts";
import { identityIdOf } from "./sign-on-cookie.ts";

const password = z.string().check(z.minLength(1), z.maxLength(1024));
const code = z.string().check(z.maxLength(16));

/** What a person types to sign in. */
export const typedFactors = { password, code: z.optional(code) };

/** What a person brings to prove themselves once more. Which of it is required is worked out from the user's state. */
export const confirmationMembers = {
  password: z.optional(password),
  code: z.optional(code),
  /** They did so at their identity provider, just now: the cookie says what was found there. */
  singleSignOn: z.optional(z.literal(true)),
};

/** Where a day may stand in for it: for those who cannot in any other way. */
export const confirmationOrWaitMembers = { ...confirmationMembers, wait: z.optional(z.literal(true)) };

export const confirmationShape = z.strictObject(confirmationMembers);

/** Throws `constraint-violation` where nothing was brought, `single-sign-on-refused` where the cookie holds nothing. */
export const confirmationOf = <Input extends z.infer<typeof confirmationShape> & { readonly wait?: true | undefined }>({
  input: { password, code, singleSignOn, wait },
  header,
}: Pick<Call<Input>, "input" | "header">): Confirmation => {
  if (singleSignOn) {
    const identityId = identityIdOf(header("cookie"));
    if (identityId === undefined) throw new Failure("single-sign-on-refused");
    return { identityId };
  }
  if (wait) return { isWaiting: true };
  if (password === undefined && code === undefined)
    throw new Failure("constraint-violation", { attribute: "password" });
  return { password, code };
};
