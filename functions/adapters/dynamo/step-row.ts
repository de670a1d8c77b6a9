import * as z from "zod/mini";
import type { BuildWork } from "../../domain/backup/build-work.ts";
import { LEASE_MS, type StalledStep } from "../../domain/backup/step-leases.ts";
import { buildWorkShape } from "./build-work-shape.ts";
import { decodeRow } from "./decode-row.ts";
import { stepKey } from "./keys.ts";

/** In the index `due`: live steps, by the end of their lease. */
export const LEASE_DUE = "lease";

/**
 * The row of a live step. It counts as stalled one lease after its start, as if somebody had taken it then: its message
 * needs that long to get lost. `dueAt` follows `leaseUntil`, but for a postponement, which keeps nobody from the lease.
 */
export const encodeNewStep = (work: BuildWork, at: number) => ({
  ...stepKey(work),
  work,
  fence: 0,
  attempts: 0,
  leaseUntil: 0,
  dueKind: LEASE_DUE,
  dueAt: at + LEASE_MS,
});

const stepShape: z.ZodMiniType<StalledStep> = z.object({ work: buildWorkShape, attempts: z.number() });
export const decodeStep = (item: unknown): StalledStep => decodeRow(stepShape, item);

const heldShape = z.object({ fence: z.number(), attempts: z.number(), holder: z.string() });
/** The numbers of the lease that was given last, and to whom. */
export const decodeHeldStep = (item: unknown) => decodeRow(heldShape, item);
