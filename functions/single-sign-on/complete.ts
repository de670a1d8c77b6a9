import * as z from "zod/mini";
import { type CompleteSignOnDeps, completeSignOn } from "../domain/single-sign-on/complete-sign-on.ts";
import { anonymous } from "../http/handler.ts";
import { renderCompletedSignOn } from "../http/representations/single-sign-on.ts";
import { awayOf, identityCookie } from "../http/sign-on-cookie.ts";

/** The query of the address that the identity provider sent the browser to, as it came. */
export const signOnAnswerShape = z.strictObject({ query: z.string().check(z.maxLength(8192)) });

/** `POST /api/v3/single_sign_on/identities`: who the provider says it is; the cookie then names what was found. */
export const completeRoute = (deps: CompleteSignOnDeps) =>
  anonymous<z.infer<typeof signOnAnswerShape>>({
    body: { shape: signOnAnswerShape },
    async handle({ tenant, input, header, origin }) {
      const browser = { query: input.query, cookie: awayOf(header("cookie")), origin };
      const { purpose, returnPath, identityId } = await completeSignOn(deps, tenant, browser);
      return {
        status: 201,
        body: renderCompletedSignOn(purpose, returnPath),
        headers: { "set-cookie": identityCookie(identityId) },
      };
    },
  });
