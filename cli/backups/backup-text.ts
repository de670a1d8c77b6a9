import type { SupportBackup } from "../../functions/http/representations/support-backup.ts";
import { facts } from "../print.ts";

export function sizeText(bytes: number | null): string {
  if (bytes === null) return "–";
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const step = Math.min(units.length - 1, bytes === 0 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** step).toFixed(step === 0 ? 0 : 1)} ${units[step] ?? ""}`;
}

/** One backup, for a person. */
export const backupText = (backup: SupportBackup): string =>
  facts([
    ["backup", backup.id],
    ["tenant", backup.tenant],
    ["state", backup.state],
    ["requested", `${backup.createdAt} by ${backup.requester.login}`],
    ...some("by support", backup.askedByStaff),
    ...some("ended", backup.endedAt),
    ...some("kept until", backup.keptUntil),
    ...some("label", backup.label),
    ["size", sizeText(backup.size)],
    ...some("entries", backup.entries),
    ...some("missing", backup.missing),
    ...some("failure", backup.failure && `${backup.failure.code}: ${backup.failure.message}`),
    ...some(
      "handed out",
      backup.handOut &&
        `until ${backup.handOut.endsAt}, by ${backup.handOut.by}, ticket ${backup.handOut.ticketNumber}`,
    ),
  ]);

const some = (name: string, value: string | number | null): [string, string][] =>
  value === null ? [] : [[name, String(value)]];
