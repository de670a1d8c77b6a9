import * as z from "zod/mini";
import { type BackupToken, usableFrom } from "../../domain/token/backup-token.ts";
import { isoTime, linkShape, timeShape } from "./wire.ts";

const token = {
  _type: z.literal("BackupToken"),
  holder: z.strictObject({ id: z.int(), login: z.string() }),
  createdAt: timeShape,
  /** What was promised when it was made. */
  validFrom: timeShape,
  /** Before `validFrom` where the operator ended the wait. */
  usableFrom: timeShape,
  _links: z.strictObject({ self: linkShape }),
};

const tokenShape = z.strictObject(token);

/** The one answer that holds the token itself. */
export const madeTokenShape = z.strictObject({ ...token, token: z.string() });

export const tokensShape = z.strictObject({
  _type: z.literal("Collection"),
  total: z.int(),
  count: z.int(),
  /** From when one's own token would be usable if it were made now; null: one cannot make one. */
  nextUsableFrom: z.nullable(timeShape),
  _embedded: z.strictObject({ elements: z.array(tokenShape) }),
  _links: z.strictObject({ self: linkShape }),
});

const renderToken = (token: BackupToken): z.infer<typeof tokenShape> => ({
  _type: "BackupToken",
  holder: { id: token.userId, login: token.login },
  createdAt: isoTime(token.createdAt),
  validFrom: isoTime(token.validFrom),
  usableFrom: isoTime(usableFrom(token)),
  _links: { self: { href: `/api/v3/backup_tokens/${token.userId}` } },
});

export const renderMadeToken = (record: BackupToken, token: string): z.infer<typeof madeTokenShape> => ({
  ...renderToken(record),
  token,
});

export const renderTokens = (
  tokens: readonly BackupToken[],
  nextUsableFrom: number | undefined,
): z.infer<typeof tokensShape> => ({
  _type: "Collection",
  total: tokens.length,
  count: tokens.length,
  nextUsableFrom: nextUsableFrom === undefined ? null : isoTime(nextUsableFrom),
  _embedded: { elements: tokens.map(renderToken) },
  _links: { self: { href: "/api/v3/backup_tokens" } },
});
