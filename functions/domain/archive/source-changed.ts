import { Failure } from "../failure.ts";
import type { InventoryEntry } from "./inventory.ts";

/** Names the entry, so that the next inventory can say what became of it. */
export const sourceChanged = (entry: InventoryEntry, cause?: unknown): Failure =>
  new Failure("source-changed", { entry: entry.path, ...(entry.kind === "attachment" ? { id: entry.id } : {}) }, cause);
