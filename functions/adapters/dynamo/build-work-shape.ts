import * as z from "zod/mini";
import type { BuildWork, PartRange } from "../../domain/backup/build-work.ts";

export const partRangeShape = z.object({
  round: z.literal([1, 2]),
  first: z.number(),
  last: z.number(),
} satisfies Record<keyof PartRange, unknown>);

export const buildWorkShape: z.ZodMiniType<BuildWork> = z.object({
  tenantId: z.string(),
  backupId: z.string(),
  step: z.enum(["dump", "layout", "pack", "seal"]),
  generation: z.number(),
  range: z.exactOptional(partRangeShape),
} satisfies Record<keyof BuildWork, unknown>);
