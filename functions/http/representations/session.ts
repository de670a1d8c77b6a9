import * as z from "zod/mini";
import type { ConfirmationWay } from "../../domain/session/confirmation-way.ts";
import { SESSION_MAX_MS } from "../../domain/session/session.ts";
import type { Tenant } from "../../domain/tenant/tenant.ts";
import type { User } from "../../domain/tenant/tenant-users.ts";
import { isoTime, linkShape, timeShape } from "./wire.ts";

export const sessionShape = z.strictObject({
  _type: z.literal("Session"),
  login: z.string(),
  name: z.string(),
  admin: z.boolean(),
  mayCreateBackup: z.boolean(),
  installation: z.string(),
  endsAt: timeShape,
  /**
   * By what one proves oneself once more: password (and code, where there is one), identity provider, code alone; `wait`: by
   * nothing here, so that things come a day later; `none`: not at all. Where it was asked who is signed in.
   */
  confirmation: z.exactOptional(z.enum(["password", "provider", "code", "wait", "none"])),
  _links: z.strictObject({ self: linkShape }),
});

export const renderSession = (
  tenant: Tenant,
  user: User,
  startedAt: number,
  confirmation?: ConfirmationWay,
): z.infer<typeof sessionShape> => ({
  _type: "Session",
  login: user.login,
  name: user.name,
  admin: user.isAdmin,
  mayCreateBackup: user.mayCreateBackup,
  installation: tenant.title,
  endsAt: isoTime(startedAt + SESSION_MAX_MS),
  ...(confirmation === undefined ? {} : { confirmation }),
  _links: { self: { href: "/api/v3/sessions/current" } },
});
