import { coffer } from "../api/coffer-api.ts";
import { useLoaded } from "../api/use-loaded.ts";
import { usePages } from "../api/use-pages.ts";
import type { Backup, MissingFiles as Missing } from "../api/wire.ts";
import { number } from "../format.ts";
import { NextPage } from "../parts/next-page.tsx";
import { WhenLoaded } from "../parts/when-loaded.tsx";
import { words } from "../words.ts";

/** Which attachments an archive could not have, each with the reason. */
export function MissingFiles({ backup }: { readonly backup: Backup }) {
  const [missing, reload] = useLoaded(() => coffer.missingFiles(backup.id));
  return (
    <div class="note note-warn">
      <p>{words.backup.missing(number(backup.missing ?? 0))}</p>
      {backup._links.missing_files && (
        <WhenLoaded loaded={missing} onRetry={() => void reload()}>
          {(value) => <MissingList first={value} />}
        </WhenLoaded>
      )}
    </div>
  );
}

function MissingList({ first }: { readonly first: Missing }) {
  const pages = usePages(first, coffer.moreMissingFiles);
  return (
    <>
      <ul>
        {pages.elements.map(({ attachmentId, name, message }) => (
          <li key={attachmentId}>
            <span class="name">{name}</span> <small>{words.backup.missingFile(attachmentId, message)}</small>
          </li>
        ))}
      </ul>
      <NextPage pages={pages} name={words.files.more} />
    </>
  );
}
