import * as z from "zod/mini";
import { type CollectDeps, collectArchive } from "../domain/download/collect-archive.ts";
import { anonymous } from "../http/handler.ts";

export const collectionRequestShape = z.strictObject({ code: z.string().check(z.maxLength(256)) });

/** `POST /api/v3/collections`: sends whoever has a collection code on to the last backup; nobody has to sign in. */
export const collectRoute = (deps: CollectDeps) =>
  anonymous<z.infer<typeof collectionRequestShape>>({
    body: { shape: collectionRequestShape },
    async handle({ tenant, input, origin }) {
      return { status: 303, headers: { location: await collectArchive(deps, tenant, input.code, origin) } };
    },
  });
