import * as z from "zod/mini";
import type { DisabledPassword } from "../../domain/session/failure-streaks.ts";
import { actionShape, isoTime, linkShape, timeShape } from "./wire.ts";

const disabledPasswordShape = z.strictObject({
  _type: z.literal("DisabledPassword"),
  user: z.strictObject({ id: z.int(), login: z.string() }),
  disabledAt: timeShape,
  _links: z.strictObject({ enable: z.exactOptional(actionShape) }),
});

export const disabledPasswordsShape = z.strictObject({
  _type: z.literal("Collection"),
  total: z.int(),
  count: z.int(),
  _embedded: z.strictObject({ elements: z.array(disabledPasswordShape) }),
  _links: z.strictObject({ self: linkShape }),
});

const PATH = "/api/v3/disabled_passwords";

/** `viewerId` cannot enable their own. */
const renderDisabledPassword = (
  { userId, login, disabledAt }: DisabledPassword,
  viewerId: number,
): z.infer<typeof disabledPasswordShape> => ({
  _type: "DisabledPassword",
  user: { id: userId, login },
  disabledAt: isoTime(disabledAt),
  _links: userId === viewerId ? {} : { enable: { href: `${PATH}/${userId}`, method: "delete" } },
});

export const renderDisabledPasswords = (
  passwords: readonly DisabledPassword[],
  viewerId: number,
): z.infer<typeof disabledPasswordsShape> => ({
  _type: "Collection",
  total: passwords.length,
  count: passwords.length,
  _embedded: { elements: passwords.map((each) => renderDisabledPassword(each, viewerId)) },
  _links: { self: { href: PATH } },
});
