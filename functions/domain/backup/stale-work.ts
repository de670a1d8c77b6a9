import { type Backup, isEnded } from "./backup.ts";
import type { BuildWork } from "./build-work.ts";

/**
 * Nothing is left to do for this message: its backup has ended, has its dump already, or goes on under another generation.
 */
export const isStale = (work: BuildWork, backup: Backup): boolean =>
  isEnded(backup) || (work.step === "dump" ? backup.dump !== undefined : work.generation !== backup.generation);
