import * as z from "zod/mini";
import type { DownloadOpening } from "../../domain/download/download-opening.ts";
import { actionShape, backupPath, isoTime, linkShape, timeShape } from "./wire.ts";

export const openingShape = z.strictObject({
  _type: z.literal("DownloadOpening"),
  login: z.string(),
  askedAt: timeShape,
  opensAt: timeShape,
  expiresAt: timeShape,
  _links: z.strictObject({ self: linkShape, stop: actionShape, tickets: actionShape }),
});

export const renderOpening = (opening: DownloadOpening): z.infer<typeof openingShape> => {
  const { backupId, userId, login, askedAt, opensAt, endsAt } = opening;
  const self = { href: `${backupPath(backupId)}/openings/${userId}` };
  return {
    _type: "DownloadOpening",
    login,
    askedAt: isoTime(askedAt),
    opensAt: isoTime(opensAt),
    expiresAt: isoTime(endsAt),
    _links: {
      self,
      stop: { ...self, method: "delete" },
      tickets: { href: `${backupPath(backupId)}/tickets`, method: "post" },
    },
  };
};
