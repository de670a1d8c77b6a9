import * as z from "zod/mini";
import { type SignInDeps, signIn } from "../domain/session/sign-in.ts";
import { typedFactors } from "../http/confirmation.ts";
import { anonymous } from "../http/handler.ts";
import { renderSession } from "../http/representations/session.ts";
import { sessionCookie } from "../http/session-cookie.ts";

export const signInShape = z.strictObject({
  login: z.string().check(z.minLength(1), z.maxLength(256)),
  ...typedFactors,
});

/** `POST /api/v3/sessions`: signs a person in; the session id travels in the cookie alone. */
export const signInRoute = (deps: SignInDeps) =>
  anonymous<z.infer<typeof signInShape>>({
    body: { shape: signInShape },
    async handle({ tenant, input, origin }) {
      const { sessionId, user } = await signIn(deps, tenant, input.login, input, origin);
      return {
        status: 201,
        body: renderSession(tenant, user, deps.clock.now()),
        cookies: [sessionCookie(sessionId)],
      };
    },
  });
