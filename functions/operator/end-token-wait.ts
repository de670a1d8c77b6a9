import type * as z from "zod/mini";
import { type EndTokenWaitDeps, endTokenWait } from "../domain/support/end-token-wait.ts";
import { byStaff } from "../http/by-staff.ts";
import { reasonShape, wishOf } from "./reason-body.ts";

/** `POST /support/v1/tenants/{tenantId}/backup_tokens/{userId}/wait_end`: the token is usable from now on. */
export const endTokenWaitRoute = (deps: EndTokenWaitDeps) =>
  byStaff<z.infer<typeof reasonShape>>({
    body: { shape: reasonShape },
    async handle(call) {
      return { status: 200, body: { _type: "WaitEnd", ended: await endTokenWait(deps, call, wishOf(call)) } };
    },
  });
