import * as z from "zod/mini";
import { type OpenGrantDeps, openGrant } from "../domain/download/open-grant.ts";
import { signedIn } from "../http/handler.ts";
import { renderGrant } from "../http/representations/download.ts";
import { wishOf } from "./wish-of.ts";

export const grantRequestShape = z.strictObject({ ticket: z.string().check(z.maxLength(256)) });

/** `POST /api/v3/backups/{backupId}/grants`: uses a ticket up for an hour of links. */
export const openGrantRoute = (deps: OpenGrantDeps) =>
  signedIn<z.infer<typeof grantRequestShape>>({
    body: { shape: grantRequestShape },
    async handle(call) {
      const grant = await openGrant(deps, wishOf(call), call.input.ticket);
      return { status: 201, body: renderGrant(grant) };
    },
  });
