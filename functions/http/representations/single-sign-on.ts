import * as z from "zod/mini";
import { linkShape } from "./wire.ts";

export const begunSignOnShape = z.strictObject({
  _type: z.literal("SignOn"),
  /** The identity provider's: the browser has to go there. */
  _links: z.strictObject({ authorize: z.strictObject({ href: z.url() }) }),
});

export const renderBegunSignOn = (address: string): z.infer<typeof begunSignOnShape> => ({
  _type: "SignOn",
  _links: { authorize: { href: address } },
});

export const completedSignOnShape = z.strictObject({
  _type: z.literal("SignOnIdentity"),
  purpose: z.enum(["sign-in", "step-up"]),
  _links: z.strictObject({
    /** A path of this host: where the browser was when it was sent away. */
    continue: z.strictObject({ href: z.string().check(z.startsWith("/")) }),
    signIn: z.exactOptional(z.extend(linkShape, { method: z.literal("post") })),
  }),
});

const SIGN_IN_PATH = "/api/v3/sessions/single_sign_on";

export const renderCompletedSignOn = (
  purpose: "sign-in" | "step-up",
  returnPath: string,
): z.infer<typeof completedSignOnShape> => ({
  _type: "SignOnIdentity",
  purpose,
  _links: {
    continue: { href: returnPath },
    ...(purpose === "sign-in" ? { signIn: { href: SIGN_IN_PATH, method: "post" as const } } : {}),
  },
});
