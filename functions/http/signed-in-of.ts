import { Failure } from "../domain/failure.ts";
import type { SignedIn } from "../domain/session/step-up-session.ts";
import type { Call } from "./call.ts";

/** The person who is signed in. An API key is no person: throws `unauthenticated`. */
export const signedInOf = <Input>({
  tenant,
  caller,
  origin,
}: Pick<Call<Input>, "tenant" | "caller" | "origin">): SignedIn => {
  if (caller.via !== "session") throw new Failure("unauthenticated");
  return { tenant, user: caller.user, session: caller.session, origin };
};
