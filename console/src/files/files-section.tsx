import { useState } from "preact/hooks";
import type { Backup } from "../api/wire.ts";
import { words } from "../words.ts";
import { chosenBefore } from "./chosen-file.ts";
import { FilesList } from "./files-list.tsx";

/** What is in a backup, looked up only for whoever wants to see it: it is read out of the archive itself. */
export function FilesSection({ backup }: { readonly backup: Backup }) {
  const [isOpen, setOpen] = useState(chosenBefore(backup.id) !== undefined);
  return (
    <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{words.files.title}</summary>
      {isOpen && <FilesList backupId={backup.id} />}
    </details>
  );
}
