import * as z from "zod/mini";
import { type SignInDeps, signIn } from "../domain/session/sign-in.ts";
import { browserCookie, browserIdOf } from "../http/browser-cookie.ts";
import { typedFactors } from "../http/confirmation.ts";
import { anonymous } from "../http/handler.ts";
import { renderSession } from "../http/representations/session.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import { endSessionBefore } from "./end-session-before.ts";

export const signInShape = z.strictObject({
  login: z.string().check(z.minLength(1), z.maxLength(256)),
  ...typedFactors,
});

/** `POST /api/v3/sessions`: signs a person in; the ids of session and browser travel in cookies alone. */
export const signInRoute = (deps: SignInDeps) =>
  anonymous<z.infer<typeof signInShape>>({
    body: { shape: signInShape },
    async handle({ tenant, input, header, origin }) {
      const wish = { login: input.login, typed: input, browserId: browserIdOf(header("cookie")) };
      const { sessionId, user, browserId } = await signIn(deps, tenant, wish, origin);
      await endSessionBefore(deps, tenant, header("cookie"));
      return {
        status: 201,
        body: renderSession(tenant, user, deps.clock.now()),
        cookies: [sessionCookie(sessionId), browserCookie(browserId)],
      };
    },
  });
