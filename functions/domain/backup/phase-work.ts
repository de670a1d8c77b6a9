import type { Backup } from "./backup.ts";
import type { BuildWork, PartRange } from "./build-work.ts";

/** One message for each range of parts. */
export const rangesWork = (backup: Backup, ranges: readonly PartRange[]): readonly BuildWork[] =>
  ranges.map((range) => ({ ...common(backup), step: "pack", range }));

export const sealWork = (backup: Backup): BuildWork => ({ ...common(backup), step: "seal" });

const common = ({ tenantId, backupId, generation }: Backup) => ({ tenantId, backupId, generation });
