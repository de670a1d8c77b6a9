import { randomBytes, randomUUID } from "node:crypto";
import type { Ids } from "../../domain/ports.ts";

/** Identifiers and secrets from the system's secure random source. */
export const systemIds = (): Ids => ({ uuid: () => randomUUID(), secret: (bytes) => randomBytes(bytes) });
