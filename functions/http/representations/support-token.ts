import * as z from "zod/mini";
import type { DisabledPassword } from "../../domain/session/failure-streaks.ts";
import { type BackupToken, usableFrom } from "../../domain/token/backup-token.ts";
import { staffPageShape } from "./support-tenant.ts";
import { isoTime, timeShape } from "./wire.ts";

const holderShape = z.strictObject({ id: z.int(), login: z.string() });

const supportTokenShape = z.strictObject({
  _type: z.literal("BackupToken"),
  holder: holderShape,
  createdAt: timeShape,
  usableFrom: timeShape,
});

export const supportTokensShape = staffPageShape(supportTokenShape);

/** Never the token, nor anything made of it. */
export const renderSupportToken = (token: BackupToken): z.infer<typeof supportTokenShape> => ({
  _type: "BackupToken",
  holder: { id: token.userId, login: token.login },
  createdAt: isoTime(token.createdAt),
  usableFrom: isoTime(usableFrom(token)),
});

const disabledShape = z.strictObject({
  _type: z.literal("DisabledPassword"),
  user: holderShape,
  disabledAt: timeShape,
});

export const staffPasswordsShape = staffPageShape(disabledShape);

export const renderStaffPassword = ({
  userId,
  login,
  disabledAt,
}: DisabledPassword): z.infer<typeof disabledShape> => ({
  _type: "DisabledPassword",
  user: { id: userId, login },
  disabledAt: isoTime(disabledAt),
});

/** Of the end of a token's wait: false where it could be used already. */
export const waitEndShape = z.strictObject({ _type: z.literal("WaitEnd"), ended: z.boolean() });
