import * as z from "zod/mini";
import { type FinishRemovalDeps, finishRemoval } from "../domain/support/finish-removal.ts";
import { byStaff } from "../http/by-staff.ts";

const queryShape = z.strictObject({ backupId: z.string().check(z.regex(/^[\w-]{1,64}$/u)) });

/** `DELETE /support/v1/tenants/{tenantId}`: the tenant goes, once its last backup's time is over. */
export const finishRemovalRoute = (deps: FinishRemovalDeps) =>
  byStaff({
    async handle(call) {
      const { backupId } = call.query(queryShape);
      await finishRemoval(deps, call, { tenantId: call.path["tenantId"] ?? "", backupId });
      return { status: 204 };
    },
  });
