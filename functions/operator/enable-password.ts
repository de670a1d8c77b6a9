import type * as z from "zod/mini";
import { type EnablePasswordDeps, enablePassword } from "../domain/support/enable-password.ts";
import { byStaff } from "../http/by-staff.ts";
import { reasonShape, wishOf } from "./reason-body.ts";

/** `POST /support/v1/tenants/{tenantId}/disabled_passwords/{userId}/enablement`: it is taken again. */
export const enablePasswordRoute = (deps: EnablePasswordDeps) =>
  byStaff<z.infer<typeof reasonShape>>({
    body: { shape: reasonShape },
    async handle(call) {
      await enablePassword(deps, call, wishOf(call));
      return { status: 204 };
    },
  });
