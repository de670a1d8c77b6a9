import type * as z from "zod/mini";
import { Failure } from "../../domain/failure.ts";

/**
 * A row as the domain knows it, without keys and index attributes. A row of another shape is one that no code of ours
 * wrote: `internal`, naming what is wrong with it.
 */
export function decodeRow<T>(shape: z.ZodMiniType<T>, item: unknown): T {
  const decoded = shape.safeParse(item);
  if (decoded.success) return decoded.data;
  throw new Failure("internal", { row: decoded.error.issues.map(({ path }) => path.join(".")) }, decoded.error);
}
