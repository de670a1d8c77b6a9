import { useEffect, useId, useState } from "preact/hooks";
import { coffer } from "../api/coffer-api.ts";
import { useLoaded } from "../api/use-loaded.ts";
import { WhenLoaded } from "../parts/when-loaded.tsx";
import { words } from "../words.ts";
import { chosenBefore } from "./chosen-file.ts";
import { FilesTable } from "./files-table.tsx";
import { TakeOutDialog } from "./take-out-dialog.tsx";

/** Whoever types is not asked about each letter. */
const TYPING_MS = 300;

/** All files of an archive, narrowed by name, and the way to one of them. */
export function FilesList({ backupId }: { readonly backupId: string }) {
  const [typed, setTyped] = useState("");
  const [name, setName] = useState("");
  const [files, reload] = useLoaded(() => coffer.files(backupId, name), name);
  const [chosen, setChosen] = useState(chosenBefore(backupId));
  const id = useId();
  useEffect(() => {
    const timer = setTimeout(() => setName(typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <>
      <p>{words.files.what}</p>
      <form class="field" role="search" onSubmit={(event) => event.preventDefault()}>
        <label for={id}>{words.files.search}</label>
        <input
          id={id}
          type="search"
          autocomplete="off"
          spellcheck={false}
          maxLength={255}
          value={typed}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      </form>
      <WhenLoaded loaded={files} onRetry={() => void reload()}>
        {(value) => <FilesTable first={value} onTakeOut={setChosen} />}
      </WhenLoaded>
      {chosen && <TakeOutDialog backupId={backupId} file={chosen} onClose={() => setChosen(undefined)} />}
    </>
  );
}
