import * as z from "zod/mini";
import { Failure } from "../domain/failure.ts";
import { type SignInByIdentityDeps, signInByIdentity } from "../domain/single-sign-on/sign-in-by-identity.ts";
import { anonymous } from "../http/handler.ts";
import { renderSession } from "../http/representations/session.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import { identityIdOf } from "../http/sign-on-cookie.ts";
import { endSessionBefore } from "./end-session-before.ts";

export const signInByIdentityShape = z.strictObject({});

/** `POST /api/v3/sessions/single_sign_on`: signs in whom the identity provider vouched for, as the cookie says. */
export const signInByIdentityRoute = (deps: SignInByIdentityDeps) =>
  anonymous<z.infer<typeof signInByIdentityShape>>({
    body: { shape: signInByIdentityShape },
    async handle({ tenant, header, origin }) {
      const identityId = identityIdOf(header("cookie"));
      if (identityId === undefined) throw new Failure("single-sign-on-refused");
      const { sessionId, user } = await signInByIdentity(deps, tenant, identityId, origin);
      await endSessionBefore(deps, tenant, header("cookie"));
      return {
        status: 201,
        body: renderSession(tenant, user, deps.clock.now()),
        cookies: [sessionCookie(sessionId)],
      };
    },
  });
