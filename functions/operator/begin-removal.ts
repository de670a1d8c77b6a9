import * as z from "zod/mini";
import { type BeginRemovalDeps, beginRemoval } from "../domain/support/begin-removal.ts";
import { byStaff } from "../http/by-staff.ts";
import { renderSupportBackup } from "../http/representations/support-backup.ts";

const shape = z.strictObject({
  backupId: z.string().check(z.regex(/^[\w-]{1,64}$/u)),
  reason: z.string().check(z.maxLength(1000)),
});

/** `POST /support/v1/tenants/{tenantId}/removals`: hands out the last backup of a tenant that is to go. */
export const beginRemovalRoute = (deps: BeginRemovalDeps) =>
  byStaff<z.infer<typeof shape>>({
    body: { shape },
    async handle(call) {
      const wish = { tenantId: call.path["tenantId"] ?? "", ...call.input };
      const { backup, handOut } = await beginRemoval(deps, call, wish);
      return { status: 201, body: renderSupportBackup(backup, handOut) };
    },
  });
