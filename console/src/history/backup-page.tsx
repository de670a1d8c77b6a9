import { useState } from "preact/hooks";
import type { Backup } from "../api/wire.ts";
import { DownloadDialog } from "../download/download-dialog.tsx";
import { FilesSection } from "../files/files-section.tsx";
import { useInstallation } from "../installation.ts";
import { CollectionCodeDialog } from "../leaving/collection-code-dialog.tsx";
import { Link } from "../parts/link.tsx";
import { WhenLoaded } from "../parts/when-loaded.tsx";
import { isBeingMade, ProgressSection } from "../request/progress-section.tsx";
import { useWatched } from "../request/use-watched.ts";
import { goTo } from "../route.ts";
import { isBackFor } from "../session/errand.ts";
import { words } from "../words.ts";
import { AskSupportDialog } from "./ask-support-dialog.tsx";
import { BackupFacts } from "./backup-facts.tsx";
import { BackupNote } from "./backup-note.tsx";
import { DeleteDialog } from "./delete-dialog.tsx";

const OPEN = ["download", "delete", "collection"] as const;

type Open = (typeof OPEN)[number] | "support" | undefined;

/** One backup, where the mails lead to. Looking at it changes nothing. */
export function BackupPage({ backupId }: { readonly backupId: string }) {
  const [backup, reload] = useWatched(backupId);
  return (
    <>
      <p>
        <Link to="/">{words.backup.back}</Link>
      </p>
      <WhenLoaded loaded={backup} onRetry={() => void reload()} absent={words.backup.absent}>
        {(value) =>
          isBeingMade(value) ? (
            <ProgressSection backup={value} onChanged={() => void reload()} />
          ) : (
            <EndedBackup backup={value} onChanged={() => void reload()} />
          )
        }
      </WhenLoaded>
    </>
  );
}

function EndedBackup({ backup, onChanged }: { readonly backup: Backup; readonly onChanged: () => void }) {
  const [open, setOpen] = useState<Open>(OPEN.find(isBackFor));
  const { farewell } = useInstallation();
  const { _links: may } = backup;
  const close = (): void => setOpen(undefined);
  return (
    <section aria-labelledby="backup">
      <BackupFacts backup={backup} />
      <div class="actions">
        {may.step_up && (
          <button type="button" class="primary" onClick={() => setOpen("download")}>
            {words.history.download}
          </button>
        )}
        {farewell?.backupId === backup.id && (
          <button type="button" onClick={() => setOpen("collection")}>
            {words.collectionCode.button}
          </button>
        )}
        {may.ask_support && (
          <button type="button" onClick={() => setOpen("support")}>
            {words.askSupport.title}
          </button>
        )}
        {may.delete && (
          <button type="button" class="danger" onClick={() => setOpen("delete")}>
            {words.remove.button}
          </button>
        )}
      </div>
      {may.files && <FilesSection backup={backup} />}
      {may.update && backup.state === "ready" && <BackupNote backup={backup} onChanged={onChanged} />}
      {open === "download" && <DownloadDialog backup={backup} onClose={close} />}
      {open === "support" && <AskSupportDialog backupId={backup.id} onClose={close} />}
      {open === "collection" && <CollectionCodeDialog backupId={backup.id} onClose={close} />}
      {open === "delete" && <DeleteDialog backup={backup} onClose={close} onDeleted={() => goTo("/")} />}
    </section>
  );
}
