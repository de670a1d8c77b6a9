import * as z from "zod/mini";
import { type BeginSignOnDeps, beginSignOn } from "../domain/single-sign-on/begin-sign-on.ts";
import { anonymous } from "../http/handler.ts";
import { renderBegunSignOn } from "../http/representations/single-sign-on.ts";
import { sessionIdOf } from "../http/session-cookie.ts";
import { awayCookie } from "../http/sign-on-cookie.ts";

export const signOnRequestShape = z.strictObject({
  purpose: z.enum(["sign-in", "step-up"]),
  returnPath: z.optional(z.string()),
});

/** Without a wish: the console. */
const RETURN_PATH = "/";

/** `POST /api/v3/single_sign_on`: tells the browser where to go; what it has to come back with is in its cookie. */
export const beginRoute = (deps: BeginSignOnDeps) =>
  anonymous<z.infer<typeof signOnRequestShape>>({
    body: { shape: signOnRequestShape },
    async handle({ tenant, input, header, origin }) {
      const sessionId = sessionIdOf(header("cookie"));
      const wish = { purpose: input.purpose, returnPath: input.returnPath ?? RETURN_PATH, sessionId, origin };
      const begun = await beginSignOn(deps, tenant, wish);
      return { status: 201, body: renderBegunSignOn(begun.address), headers: { "set-cookie": awayCookie(begun) } };
    },
  });
