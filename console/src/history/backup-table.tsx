import { useEffect, useState } from "preact/hooks";
import type { Problem } from "../api/call.ts";
import { coffer } from "../api/coffer-api.ts";
import type { Backup, Backups } from "../api/wire.ts";
import { DownloadDialog } from "../download/download-dialog.tsx";
import { ProblemNote } from "../parts/problem-note.tsx";
import { words } from "../words.ts";
import { BackupRow } from "./backup-row.tsx";

/** Newest first, a page at a time. */
export function BackupTable({ first }: { readonly first: Backups }) {
  const [more, setMore] = useState<readonly Backups[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const [downloaded, setDownloaded] = useState<Backup>();
  useEffect(() => setMore([]), [first]);
  const pages = [first, ...more];
  const rows = pages.flatMap(({ _embedded }) => _embedded.elements);
  const next = pages.at(-1)?._links.nextByCursor?.href;
  const loadNext = async (): Promise<void> => {
    setProblem(undefined);
    const answer = await coffer.backups(next);
    if ("problem" in answer) setProblem(answer.problem);
    else setMore([...more, answer.body]);
  };
  if (rows.length === 0) return <p class="quiet">{words.history.none}</p>;
  return (
    <>
      <table>
        <thead>
          <tr>
            {words.history.columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">
              <span class="unseen">{words.history.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((backup) => (
            <BackupRow key={backup.id} backup={backup} onDownload={() => setDownloaded(backup)} />
          ))}
        </tbody>
      </table>
      {problem && <ProblemNote problem={problem} onRetry={() => void loadNext()} />}
      {next && !problem && (
        <div class="actions">
          <button type="button" onClick={() => void loadNext()}>
            {words.history.more}
          </button>
        </div>
      )}
      {downloaded && <DownloadDialog backup={downloaded} onClose={() => setDownloaded(undefined)} />}
    </>
  );
}
