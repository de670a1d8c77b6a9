import type { Backup } from "../api/wire.ts";
import { bytes, number, when } from "../format.ts";
import { Link } from "../parts/link.tsx";
import { Time } from "../parts/time.tsx";
import { backupPath } from "../route.ts";
import { words } from "../words.ts";
import { Kept } from "./kept.tsx";
import { StateBadge } from "./state-badge.tsx";

/** One backup: when, by whom, what is in it, how large, how long it is kept. */
export function BackupRow({ backup, onDownload }: { readonly backup: Backup; readonly onDownload: () => void }) {
  const text = words.history;
  return (
    <tr>
      <th scope="row">
        <Link to={backupPath(backup.id)}>
          <Time at={backup.createdAt} />
        </Link>
        {backup.label && <span class="label">{backup.label}</span>}
        <small>{(backup.scheduled ? text.bySchedule : text.by)(backup.requester.name)}</small>
      </th>
      <td>
        <StateBadge backup={backup} />
        <small>{contentOf(backup)}</small>
        {backup.missing ? <small class="warn">{text.missing(number(backup.missing))}</small> : null}
      </td>
      <td data-name={text.columns[2]}>{backup.size !== null && bytes(backup.size)}</td>
      <td data-name={text.columns[3]}>
        <Kept backup={backup} />
      </td>
      <td class="right">
        {backup._links.step_up && (
          <button type="button" aria-label={text.downloadOf(when(backup.createdAt))} onClick={onDownload}>
            {text.download}
          </button>
        )}
      </td>
    </tr>
  );
}

/** All entries but one are attachments: the database is the other. */
const attachmentCount = (entries: number): number => Math.max(0, entries - 1);

export function contentOf({ attachments, attachmentsLeftOut, entries, state }: Backup): string {
  if (state === "failed" || state === "cancelled") return "";
  if (!attachments || attachmentsLeftOut === "not-asked") return words.history.databaseOnly;
  if (attachmentsLeftOut !== null) return words.history.leftOut[attachmentsLeftOut];
  return entries === null ? words.history.whole : words.history.wholeOf(number(attachmentCount(entries)));
}
