import { useState } from "preact/hooks";
import { coffer } from "../api/coffer-api.ts";
import { usePages } from "../api/use-pages.ts";
import type { Backup, Backups } from "../api/wire.ts";
import { DownloadDialog } from "../download/download-dialog.tsx";
import { NextPage } from "../parts/next-page.tsx";
import { TableHead } from "../parts/table-head.tsx";
import { isBeingMade } from "../request/progress-section.tsx";
import { words } from "../words.ts";
import { BackupRow } from "./backup-row.tsx";

interface BackupTableProps {
  readonly first: Backups;
  /** One that is being made is shown above, as it is now. */
  readonly isWatched: boolean;
}

/** Newest first, a page at a time. */
export function BackupTable({ first, isWatched }: BackupTableProps) {
  const pages = usePages(first, coffer.backups);
  const [downloaded, setDownloaded] = useState<Backup>();
  const rows = pages.elements.filter((backup) => !(isWatched && isBeingMade(backup)));
  if (rows.length === 0) return <p class="quiet">{words.history.none}</p>;
  return (
    <>
      <table>
        <TableHead columns={words.history.columns} actions={words.history.actions} />
        <tbody>
          {rows.map((backup) => (
            <BackupRow key={backup.id} backup={backup} onDownload={() => setDownloaded(backup)} />
          ))}
        </tbody>
      </table>
      <NextPage pages={pages} name={words.history.more} />
      {downloaded && <DownloadDialog backup={downloaded} onClose={() => setDownloaded(undefined)} />}
    </>
  );
}
