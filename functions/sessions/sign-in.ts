import * as z from "zod";
import { type SignInDeps, signIn } from "../domain/session/sign-in.ts";
import { anonymous } from "../http/handler.ts";
import { renderSession } from "../http/representations.ts";
import { sessionCookie } from "../http/session-cookie.ts";

const shape = z.strictObject({
  login: z.string().min(1).max(256),
  password: z.string().min(1).max(1024),
  code: z.string().max(16).optional(),
});

/** `POST /api/v3/sessions`: signs a person in; the session id travels in the cookie alone. */
export const signInRoute = (deps: SignInDeps) =>
  anonymous<z.infer<typeof shape>>({
    body: { shape },
    async handle({ tenant, input, origin }) {
      const { sessionId, user } = await signIn(deps, tenant, input.login, input, origin);
      return {
        status: 201,
        body: renderSession(tenant, user, deps.clock.now()),
        headers: { "set-cookie": sessionCookie(sessionId) },
      };
    },
  });
