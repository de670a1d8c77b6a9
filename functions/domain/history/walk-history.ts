import type { Backup } from "../backup/backup.ts";
import type { BackupHistory, HistoryWish } from "./backup-history.ts";

/** A tenant's backups, newest first, a page at a time; a page may be empty. No page is read before it is asked for. */
export async function* walkHistory(
  history: Pick<BackupHistory, "list">,
  wish: Omit<HistoryWish, "after">,
): AsyncGenerator<readonly Backup[], void> {
  let after: string | undefined;
  do {
    const page = await history.list({ ...wish, ...(after === undefined ? {} : { after }) });
    yield page.backups;
    after = page.next;
  } while (after !== undefined);
}
