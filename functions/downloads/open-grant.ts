import * as z from "zod";
import { type OpenGrantDeps, openGrant } from "../domain/download/open-grant.ts";
import { signedIn } from "../http/handler.ts";
import { renderGrant } from "../http/representations.ts";
import { wishOf } from "./wish-of.ts";

const shape = z.strictObject({ ticket: z.string().max(256) });

/** `POST /api/v3/backups/{backupId}/grants`: uses a ticket up for an hour of links. */
export const openGrantRoute = (deps: OpenGrantDeps) =>
  signedIn<z.infer<typeof shape>>({
    body: { shape },
    async handle(call) {
      const grant = await openGrant(deps, wishOf(call), call.input.ticket);
      return { status: 201, body: renderGrant(grant) };
    },
  });
