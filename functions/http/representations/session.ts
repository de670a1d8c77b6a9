import * as z from "zod/mini";
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
  _links: z.strictObject({ self: linkShape }),
});

export const renderSession = (tenant: Tenant, user: User, startedAt: number): z.infer<typeof sessionShape> => ({
  _type: "Session",
  login: user.login,
  name: user.name,
  admin: user.isAdmin,
  mayCreateBackup: user.mayCreateBackup,
  installation: tenant.title,
  endsAt: isoTime(startedAt + SESSION_MAX_MS),
  _links: { self: { href: "/api/v3/sessions/current" } },
});
