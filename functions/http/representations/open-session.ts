import * as z from "zod/mini";
import type { Session } from "../../domain/session/session.ts";
import { actionShape, isoTime, linkShape, timeShape } from "./wire.ts";

/** Nothing of it names the session to anybody: all but the current one end together. */
const openSessionShape = z.strictObject({
  _type: z.literal("OpenSession"),
  startedAt: timeShape,
  lastSeenAt: timeShape,
  current: z.boolean(),
});

export const openSessionsShape = z.strictObject({
  _type: z.literal("Collection"),
  total: z.int(),
  count: z.int(),
  _embedded: z.strictObject({ elements: z.array(openSessionShape) }),
  _links: z.strictObject({ self: linkShape, endOthers: z.exactOptional(actionShape) }),
});

const PATH = "/api/v3/sessions";

export const renderOpenSessions = (
  sessions: readonly Session[],
  current: Session,
): z.infer<typeof openSessionsShape> => ({
  _type: "Collection",
  total: sessions.length,
  count: sessions.length,
  _embedded: {
    elements: sessions.map(({ startedAt, lastSeenAt, signInId }) => ({
      _type: "OpenSession",
      startedAt: isoTime(startedAt),
      lastSeenAt: isoTime(lastSeenAt),
      current: signInId === current.signInId,
    })),
  },
  _links: {
    self: { href: PATH },
    ...(sessions.length > 1 ? { endOthers: { href: PATH, method: "delete" as const } } : {}),
  },
});
