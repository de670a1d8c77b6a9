import * as z from "zod/mini";
import type { DownloadGrant } from "../../domain/download/download-grant.ts";
import { actionShape, contentPath, extractContentPath, grantsPath, isoTime, linkShape, timeShape } from "./wire.ts";

export const ticketShape = z.strictObject({
  _type: z.literal("DownloadTicket"),
  ticket: z.string(),
  expiresAt: timeShape,
  _links: z.strictObject({ grants: actionShape }),
});

export const renderTicket = (backupId: string, ticket: string, endsAt: number): z.infer<typeof ticketShape> => ({
  _type: "DownloadTicket",
  ticket,
  expiresAt: isoTime(endsAt),
  _links: { grants: { href: grantsPath(backupId), method: "post" } },
});

export const grantShape = z.strictObject({
  _type: z.literal("DownloadGrant"),
  expiresAt: timeShape,
  linksLeft: z.int(),
  _links: z.strictObject({ content: linkShape }),
});

/** `content` is what it opens: the archive, or one file out of it. */
export const renderGrant = ({ backupId, extract, endsAt, linksLeft }: DownloadGrant): z.infer<typeof grantShape> => ({
  _type: "DownloadGrant",
  expiresAt: isoTime(endsAt),
  linksLeft,
  _links: {
    content: { href: extract ? extractContentPath(backupId, extract.extractId) : contentPath(backupId) },
  },
});
