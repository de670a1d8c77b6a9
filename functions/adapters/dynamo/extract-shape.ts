import * as z from "zod/mini";
import type { Extract } from "../../domain/extract/extract.ts";

/** What tickets and grants say of a file that was taken out of an archive. */
export const extractShape: z.ZodMiniType<Extract> = z.object({
  extractId: z.string(),
  path: z.string(),
  bytes: z.number(),
} satisfies Record<keyof Extract, unknown>);
